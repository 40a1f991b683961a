"""What came of a scenario, as the scenario file's output. Source: RULES, the scenario file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.billing.models import Invoice, Receipt
from core.billing.queries.debts import debt_of_row
from core.billing.rules.owed import owed_on
from core.contracts.models import Contract
from core.dunning.queries.lists import history
from core.foundation.audit import AuditEntry
from core.foundation.calendar import DAY
from core.foundation.database import db
from core.foundation.money import ZERO
from core.simulator.scenario import Scenario

EVENTS = {
    "invoice_issued": "invoice_issued",
    "part_payment": "part_payment",
    "invoice_settled": "invoice_paid",
}


def report(scenario: Scenario, contracts: Mapping[str, int]) -> dict[str, Any]:
    """The output for every contract of the scenario, in its order; one that has not begun has nothing."""
    return {
        "contracts": [
            _contract(one.name, contracts.get(one.name), scenario.quotes) for one in scenario.contracts
        ]
    }


def _contract(name: str, contract_id: int | None, quotes: Sequence[date]) -> dict[str, Any]:
    if contract_id is None:
        head = {"name": name, "status": "active", "stage": "normal", "credit": _amount(ZERO)}
        return {**head, "invoices": [], "timeline": []}
    contract = db.session.get_one(Contract, contract_id)
    invoices = list(
        db.session.scalars(select(Invoice).where(Invoice.contract_id == contract_id).order_by(Invoice.number))
    )
    credit = db.session.scalars(select(Receipt.credit).where(Receipt.contract_id == contract_id))
    return {
        "name": name,
        "status": "active" if contract.status == "active" else "cancelled",
        "stage": contract.stage,
        "credit": _amount(sum(credit, ZERO)),
        "invoices": [_invoice(one, quotes) for one in invoices],
        "timeline": _timeline(contract_id, {one.id: one for one in invoices}),
    }


def _invoice(row: Invoice, quotes: Sequence[date]) -> dict[str, Any]:
    debt = debt_of_row(row)
    days = sorted({day for day in quotes if day >= row.issue_date})
    return {
        "kind": row.kind,
        "issue_date": row.issue_date.isoformat(),
        "due_date": row.due_date.isoformat(),
        "effective_due_date": row.effective_due_date.isoformat(),
        "period": _period(row),
        "lines": [
            {"kind": one.kind, "description": one.description, "amount": _amount(one.amount)}
            for one in row.lines
        ],
        "total": _amount(row.total),
        "status": row.status,
        "left": _amount(row.left),
        "quotes": {day.isoformat(): _amount(owed_on(debt, (), day).amount) for day in days},
    }


def _period(row: Invoice) -> dict[str, str] | None:
    if row.period_start is None or row.period_end is None:
        return None
    return {"start": row.period_start.isoformat(), "end": (row.period_end - DAY).isoformat()}


def _timeline(contract_id: int, invoices: Mapping[int, Invoice]) -> list[dict[str, str]]:
    """What happened to the invoices and on the ladder, in the order in which it was written."""
    mine = (
        AuditEntry.subject_kind == "invoice",
        AuditEntry.subject_id.in_(invoices),
        AuditEntry.action.in_(EVENTS),
    )
    audited = db.session.scalars(select(AuditEntry).where(*mine).order_by(AuditEntry.id))
    found = [(row.at, _day(row, invoices[row.subject_id]), EVENTS[row.action]) for row in audited]
    moves = reversed(history(contract_id))
    found += [(row.at, row.on_day.isoformat(), row.event) for row in moves]
    return [{"date": day, "event": event} for _, day, event in sorted(found, key=lambda one: one[0])]


def _day(row: AuditEntry, invoice: Invoice) -> str:
    """The business day of an entry: its own for what was paid, the issue date for an issue."""
    return str(row.data.get("on") or invoice.issue_date.isoformat())


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"

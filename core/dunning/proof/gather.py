"""Read all that the proof of a delinquency needs. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from core.billing.models import CANCELLED, OPEN, Application, Invoice, InvoiceLine, Receipt
from core.billing.queries.debts import debt_of_row
from core.contracts.models import Contract
from core.contracts.queries.contracts import around, find_contract
from core.contracts.rules.terms import LadderTerms
from core.dunning.models import LadderEvent, LadderNotice
from core.dunning.proof.case import Bill, Case, Money, TermsChange, Who
from core.dunning.rules.delinquency import Delinquency, LateInvoice, delinquencies, within
from core.dunning.rules.keys import event_key, invoice_reminded, notice_of
from core.foundation import audit, clock
from core.foundation.database import db
from core.foundation.holidays import holiday_calendar
from core.foundation.preferences import preference
from core.notices.queries import MessageView, messages_of_contract

PROVIDER = ("name", "legal_name", "cnpj", "address", "phone", "email")
STEPS = tuple(LadderTerms.__dataclass_fields__)
CHANGES_READ = 500


def delinquencies_of(contract_id: int) -> list[Delinquency]:
    """Every delinquency of a contract, the latest first."""
    return delinquencies(_late_invoices(contract_id), clock.today())


def case_of(contract_id: int, chosen: Delinquency, every: Sequence[Delinquency]) -> Case | None:
    """One of a contract's delinquencies, whole; None where there is no such contract."""
    contract = find_contract(contract_id)
    if contract is None:
        return None
    events = within(_rows(LadderEvent, contract_id), chosen, every)
    notices = within(_rows(LadderNotice, contract_id), chosen, every)
    ladder, changes = _ladder(contract, chosen, every)
    return Case(
        who=_who(contract),
        zone=clock.zone(),
        calendar=holiday_calendar(),
        suspend_hour=int(preference("dunning.suspend_from_hour")),
        ladder=ladder,
        chosen_by=contract.ladder_chosen_by,
        changes=tuple(changes),
        chosen=chosen,
        bills=tuple(_bills(chosen.invoices)),
        events=tuple(events),
        notices=tuple(notices),
        messages=tuple(_messages(contract_id, chosen, events, notices)),
        one_offs=tuple(_one_offs(contract_id, events)),
    )


def _late_invoices(contract_id: int) -> list[LateInvoice]:
    mine = select(Invoice).where(Invoice.contract_id == contract_id)
    invoices = list(db.session.scalars(mine))
    known = {
        key: max(one.known_on for one in found) for key, found in _money([i.id for i in invoices]).items()
    }
    return [LateInvoice(one.id, one.effective_due_date, _over(one, known)) for one in invoices]


def _over(invoice: Invoice, known: dict[int, date]) -> date | None:
    if invoice.status == OPEN:
        return None
    return invoice.cancelled_on if invoice.status == CANCELLED else known.get(invoice.id, invoice.paid_on)


def _rows(model: Any, contract_id: int) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.contract_id == contract_id).order_by(model.id)))


def _who(contract: Contract) -> Who:
    place = around(contract)
    return Who(
        provider={name: str(preference(f"provider.{name}") or "") for name in PROVIDER},
        customer=place.customer.name,
        document=place.customer.document,
        contract_id=contract.id,
        layout=contract.template.name,
        starts_on=contract.starts_on,
        installed_at=place.installation.full,
    )


def _bills(invoice_ids: Sequence[int]) -> list[Bill]:
    wanted = select(Invoice).where(Invoice.id.in_(invoice_ids))
    ordered = wanted.order_by(Invoice.effective_due_date, Invoice.id)
    money = _money(invoice_ids)
    return [_bill(row, money.get(row.id, [])) for row in db.session.scalars(ordered)]


def _bill(row: Invoice, money: Sequence[Money]) -> Bill:
    return Bill(
        id=row.id,
        issue_date=row.issue_date,
        due_date=row.due_date,
        effective_due=row.effective_due_date,
        total=row.total,
        debt=debt_of_row(row),
        status=row.status,
        paid_on=row.paid_on,
        cancelled_on=row.cancelled_on,
        payments=tuple(money),
    )


def _money(invoice_ids: Sequence[int]) -> dict[int, list[Money]]:
    query = (
        select(
            Application.invoice_id,
            Application.amount,
            Application.counts_on,
            Receipt.known_on,
            Receipt.created_at,
            Receipt.method,
            Receipt.received_by,
        )
        .join(Receipt, Receipt.id == Application.receipt_id)
        .where(Application.invoice_id.in_(invoice_ids))
        .order_by(Application.id)
    )
    found: dict[int, list[Money]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.invoice_id].append(Money(*row))
    return found


def _messages(
    contract_id: int, chosen: Delinquency, events: Sequence[LadderEvent], notices: Sequence[LadderNotice]
) -> list[MessageView]:
    """What was written of these invoices, notices and steps, oldest first."""
    steps, given = {event_key(one.id) for one in events}, {one.id for one in notices}
    mine = [
        one
        for one in messages_of_contract(contract_id)
        if one.key in steps or notice_of(one.key) in given or invoice_reminded(one.key) in chosen.invoices
    ]
    return sorted(mine, key=lambda one: one.id)


def _ladder(
    contract: Contract, chosen: Delinquency, every: Sequence[Delinquency]
) -> tuple[LadderTerms, list[TermsChange]]:
    """The terms on the first day of a delinquency, and what was changed in it: reckoned back from today's."""
    start = datetime.combine(chosen.since, time(), clock.zone()).astimezone(UTC)
    later = [one.since for one in every if one.since > chosen.since]
    until = datetime.combine(min(later), time(), clock.zone()).astimezone(UTC) if later else None
    terms, changes = contract.ladder_terms, []
    for change in _changes(contract.id):
        if change.at >= start:
            terms = replace(terms, **{change.field: _value(change.field, change.before)})
            if until is None or change.at < until:
                changes.append(change)
    return terms, changes[::-1]


def _changes(contract_id: int) -> list[TermsChange]:
    """Changes of the ladder's terms, the latest first."""
    entries = audit.history([("contract", contract_id)], CHANGES_READ)
    return [
        TermsChange(entry.at, entry.actor_name, one["field"], one["before"], one["after"])
        for entry in entries
        if entry.action == "contract_changed"
        for one in entry.data["changes"]
        if one["field"] in STEPS
    ]


def _value(field: str, plain: Any) -> Any:
    return frozenset(plain or ()) if field == "suspend_except" else plain


def _one_offs(contract_id: int, events: Sequence[LadderEvent]) -> list[str]:
    """One-off lines billed since the first suspension or reduction: a fee for the return would be one."""
    cut = [one.on_day for one in events if one.event in ("suspended", "throttled")]
    if not cut:
        return []
    query = (
        select(InvoiceLine.description)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(
            Invoice.contract_id == contract_id, Invoice.issue_date >= min(cut), InvoiceLine.kind == "one_off"
        )
        .order_by(InvoiceLine.id)
    )
    return list(db.session.scalars(query))

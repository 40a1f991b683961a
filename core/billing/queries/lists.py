"""Invoices in rows: the list of all, those of a contract, and the open sums of a customer's contracts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select, tuple_

from core.billing.models import CANCELLED, IS_OPEN, OPEN, PAID, Application, Invoice
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import owed_on
from core.contracts.models import Contract
from core.customers.models import Customer
from core.foundation.bulk import among
from core.foundation.calendar import Period, days_late
from core.foundation.database import db
from core.foundation.money import ZERO
from core.foundation.text import digits, fold

PAGE = 50
BIGGEST = 2**62


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list. `owed` today and `paid` (all that was applied to it) in R$; `late` in days, 0 where not."""

    id: int
    contract_id: int
    customer: str
    kind: str
    status: str
    due_date: date
    effective: date
    period: Period | None
    total: Decimal
    owed: Decimal
    paid: Decimal
    paid_on: date | None
    cancelled_on: date | None
    late: int


Where = tuple[date, int]


def _conditions(day: date) -> dict[str, Any]:
    return {
        "abertas": IS_OPEN,
        "atrasadas": and_(IS_OPEN, Invoice.effective_due_date < day),
        "pagas": Invoice.status == PAID,
        "canceladas": Invoice.status == CANCELLED,
    }


OLDEST_FIRST = ("abertas", "atrasadas")


def invoice_rows(which: str, query: str, after: Where | None, day: date) -> list[InvoiceRow]:
    """A page of invoices and one row more where there are others.

    What is open comes by its effective due date, the oldest first; what is settled, the newest first. `after` is the
    (effective due date, id) of the row that the page follows; `query` a number or part of a holder's name.
    """
    key, oldest = tuple_(Invoice.effective_due_date, Invoice.id), which in OLDEST_FIRST
    rows = _joined().where(_conditions(day).get(which, True))
    rows = rows.where(_matching(query)) if query else rows
    if after:
        rows = rows.where(key > after if oldest else key < after)
    column = (Invoice.effective_due_date, Invoice.id)
    return _read(rows.order_by(*(one if oldest else one.desc() for one in column)).limit(PAGE + 1), day)


def _joined() -> Any:
    return (
        select(Invoice, Customer.name)
        .join(Contract, Contract.id == Invoice.contract_id)
        .join(Customer, Customer.id == Contract.customer_id)
    )


def _matching(query: str) -> Any:
    named = Customer.sort_name.contains(fold(query), autoescape=True)
    number = digits(query)[:18]
    return named | (Invoice.id == min(int(number), BIGGEST)) if number else named


def invoices_of(contract_ids: Sequence[int], day: date, limit: int = 24) -> list[InvoiceRow]:
    """The newest invoices of some contracts, newest first."""
    rows = _joined().where(among(db.session(), Invoice.contract_id, contract_ids))
    return _read(rows.order_by(Invoice.id.desc()).limit(limit), day)


def open_of(contract_ids: Sequence[int], day: date) -> list[InvoiceRow]:
    """The open invoices of some contracts, oldest effective due date first."""
    rows = _joined().where(among(db.session(), Invoice.contract_id, contract_ids), IS_OPEN)
    return _read(rows.order_by(Invoice.effective_due_date, Invoice.id), day)


def contracts_of(customer_id: int) -> list[int]:
    """The ids of a customer's contracts."""
    return list(db.session.scalars(select(Contract.id).where(Contract.customer_id == customer_id)))


def sum_owed(rows: Sequence[InvoiceRow]) -> Decimal:
    """What some rows owe together, R$."""
    return sum((row.owed for row in rows), ZERO)


def _read(query: Any, day: date) -> list[InvoiceRow]:
    found: Sequence[Any] = db.session.execute(query).all()
    ids = [invoice.id for invoice, _ in found]
    payments = payments_of([invoice.id for invoice, _ in found if invoice.status == OPEN]) if ids else {}
    paid = _applied(ids) if ids else {}
    return [
        _row(invoice, name, payments.get(invoice.id, ()), paid.get(invoice.id, ZERO), day)
        for invoice, name in found
    ]


def _applied(ids: Sequence[int]) -> dict[int, Decimal]:
    query = select(Application.invoice_id, func.sum(Application.amount)).group_by(Application.invoice_id)
    rows = db.session.execute(query.where(among(db.session(), Application.invoice_id, ids)))
    return {row[0]: row[1] for row in rows}


def _row(invoice: Invoice, name: str, payments: Sequence[Any], paid: Decimal, day: date) -> InvoiceRow:
    is_open = invoice.status == OPEN
    bounds = (invoice.period_start, invoice.period_end)
    return InvoiceRow(
        id=invoice.id,
        contract_id=invoice.contract_id,
        customer=name,
        kind=invoice.kind,
        status=invoice.status,
        due_date=invoice.due_date,
        effective=invoice.effective_due_date,
        period=Period(bounds[0], bounds[1]) if bounds[0] and bounds[1] else None,
        total=invoice.total,
        owed=owed_on(debt_of_row(invoice), payments, day).amount if is_open else ZERO,
        paid=paid,
        paid_on=invoice.paid_on,
        cancelled_on=invoice.cancelled_on,
        late=max(days_late(day, invoice.effective_due_date), 0) if is_open else 0,
    )

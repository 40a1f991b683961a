"""What the page of a closing date reads beside the proposals: the month before, names, who stays out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from core.billing.models import CANCELLED, Invoice, InvoiceLine
from core.billing.queries.run import CLOSING_DAYS, closing_in_sql
from core.billing.rules.causes import LEFT_OVER, ONCE, Parts
from core.billing.rules.facts import InvoiceKind, Line, LineKind
from core.contracts.models import ACTIVE, Contract
from core.contracts.rules.terms import IssueMode
from core.customers.models import Customer
from core.foundation.bulk import among
from core.foundation.calendar import nominal_on_or_before
from core.foundation.database import Money, db
from core.foundation.money import ZERO


def parts_at(run_date: date, months: int, ids: Sequence[int]) -> dict[int, Parts]:
    """What the closing date, moved by months, brought each of these contracts; those it brought nothing left out."""
    query = (
        select(Invoice.contract_id, _sum(None), _sum(ONCE), _sum(LEFT_OVER))
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(among(db.session(), Invoice.contract_id, ids), *_regular(run_date, months))
        .group_by(Invoice.contract_id)
    )
    return {key: Parts(*(amount or ZERO for amount in sums)) for key, *sums in db.session.execute(query)}


def _sum(kinds: Sequence[LineKind] | None) -> Any:
    amount: Any = InvoiceLine.amount
    if kinds is not None:
        amount = case((InvoiceLine.kind.in_([kind.value for kind in kinds]), amount))
    return func.sum(amount, type_=Money())


def _regular(run_date: date, months: int) -> tuple[Any, ...]:
    at = closing_in_sql(run_date, months)
    return Invoice.closing_on == at, Invoice.kind == InvoiceKind.REGULAR.value, Invoice.status != CANCELLED


def issued_batches(run_date: date, days: Sequence[int], size: int) -> Iterator[list[int]]:
    """Contracts of these closing days whose invoice of the date is issued already, in batches."""
    query = (
        select(Invoice.contract_id)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(Contract.closing_day.in_(days), *_regular(run_date, 0))
        .order_by(Invoice.contract_id)
        .distinct()
        .limit(size)
    )
    last = 0
    while batch := list(db.session.scalars(query.where(Invoice.contract_id > last))):
        yield batch
        last = batch[-1]


def lines_before(run_date: date, ids: Sequence[int]) -> dict[int, list[Line]]:
    """The lines of the regular invoice of the month before, by contract."""
    names = (InvoiceLine.kind, InvoiceLine.description, InvoiceLine.amount)
    query = (
        select(Invoice.contract_id, *names, InvoiceLine.item_id, InvoiceLine.extra_id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(among(db.session(), Invoice.contract_id, ids), *_regular(run_date, -1))
        .order_by(InvoiceLine.invoice_id, InvoiceLine.position)
    )
    found: dict[int, list[Line]] = defaultdict(list)
    for key, kind, words, amount, item, extra in db.session.execute(query):
        found[key].append(Line(LineKind(kind), words, amount, item, extra_id=extra))
    return found


def names(ids: Sequence[int]) -> dict[int, str]:
    """The holder of each of these contracts."""
    query = select(Contract.id, Customer.name).join(Customer, Customer.id == Contract.customer_id)
    rows = db.session.execute(query.where(among(db.session(), Contract.id, ids)))
    return {row.id: row.name for row in rows}


def manual_count(run_date: date) -> int:
    """How many contracts close on the date and are issued by hand."""
    return db.session.scalar(select(func.count()).select_from(Contract).where(*_by_hand(run_date))) or 0


def manual_ids(run_date: date, limit: int) -> list[int]:
    """The first of them."""
    query = select(Contract.id).where(*_by_hand(run_date)).order_by(Contract.id).limit(limit)
    return list(db.session.scalars(query))


def _by_hand(run_date: date) -> tuple[Any, ...]:
    today = [day for day in CLOSING_DAYS if nominal_on_or_before(run_date, day) == run_date]
    return (
        Contract.status == ACTIVE,
        Contract.starts_on <= run_date,
        Contract.closing_day.in_(today),
        Contract.issue_mode == IssueMode.MANUAL.value,
    )

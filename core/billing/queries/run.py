"""Which contracts a run must look at, found in SQL, and what the same closing dates brought a month before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from core.billing.models import CANCELLED, BillingRun, ClosedWithout, Invoice
from core.billing.rules.facts import InvoiceKind
from core.contracts.models import ACTIVE, Contract
from core.contracts.rules.terms import IssueMode
from core.foundation.calendar import add_months, nominal_on_or_before
from core.foundation.database import db
from core.foundation.money import ZERO

CLOSING_DAYS = range(1, 32)


def candidates(run_date: date, after_id: int, limit: int, last: int | None = None) -> list[int]:
    """Ids above `after_id`, up to `last`, of contracts with a closing date that no run has handled, ascending."""
    query = select(Contract.id).where(*_unhandled(run_date), *_between(after_id + 1, last))
    return list(db.session.scalars(query.order_by(Contract.id).limit(limit)))


def count_candidates(run_date: date, first: int = 0, last: int | None = None) -> int:
    """How many contracts a run of the date would look at, out of a range of ids (both ends included)."""
    wanted = (*_unhandled(run_date), *_between(first, last))
    return db.session.scalar(select(func.count()).select_from(Contract).where(*wanted)) or 0


def batches(run_date: date, size: int, first: int = 0, last: int | None = None) -> Iterator[list[int]]:
    """The candidates of a date in batches, each found when it is asked for."""
    after = first - 1
    while batch := candidates(run_date, after, size, last):
        yield batch
        after = batch[-1]


def _between(first: int, last: int | None) -> tuple[Any, ...]:
    return (Contract.id >= first, *(() if last is None else (Contract.id <= last,)))


def _unhandled(run_date: date) -> tuple[Any, ...]:
    closing = closing_in_sql(run_date)
    invoices = (Invoice.contract_id == Contract.id, Invoice.closing_on >= closing)
    regular = _any(*invoices, Invoice.kind == InvoiceKind.REGULAR.value)
    idle = _any(ClosedWithout.contract_id == Contract.id, ClosedWithout.closing_on >= closing)
    return (
        Contract.status == ACTIVE,
        Contract.issue_mode == IssueMode.AUTOMATIC.value,
        Contract.starts_on <= closing,
        Contract.closing_since <= closing,
        ~regular,
        ~idle,
    )


def _any(*conditions: Any) -> Any:
    """SQL for whether there is a row, asked contract by contract through an index.

    PostgreSQL pulls an EXISTS without an OFFSET into a join, and then reads the invoices of all years for a batch.
    """
    return select(literal(1)).where(*conditions).correlate(Contract).offset(0).exists()


def closing_in_sql(run_date: date, months: int = 0) -> Any:
    """SQL for the latest closing date of each contract on or before a date, moved by months."""
    found = {day: nominal_on_or_before(run_date, day) for day in CLOSING_DAYS}
    dates = {day: add_months(closing, months, day) for day, closing in found.items()}
    return case(
        {day: literal(value, Invoice.closing_on.type) for day, value in dates.items()},
        value=Contract.closing_day,
    )


def closing_days(run_date: date) -> list[int]:
    """The closing days that the run of a date handles: those whose closing date it is, or was missed."""
    query = select(Contract.closing_day).where(*_unhandled(run_date)).distinct()
    today = [day for day in CLOSING_DAYS if nominal_on_or_before(run_date, day) == run_date]
    return sorted({*db.session.scalars(query), *today})


def billed_before(run_date: date, days: Sequence[int]) -> tuple[int, Decimal]:
    """How many regular invoices those closing days brought a month before, and their total (R$)."""
    return _billed(days, Invoice.closing_on == closing_in_sql(run_date, -1))


def billed_already(run_date: date, days: Sequence[int]) -> tuple[int, Decimal]:
    """The same for the closing dates that the run handles: what an earlier start of it has issued."""
    return _billed(days, Invoice.closing_on == closing_in_sql(run_date))


def _billed(days: Sequence[int], at: Any) -> tuple[int, Decimal]:
    total: InstrumentedAttribute[Decimal] = Invoice.total
    query = (
        select(func.count(), func.sum(total))
        .select_from(Invoice)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(
            Contract.closing_day.in_(days),
            at,
            Invoice.kind == InvoiceKind.REGULAR.value,
            Invoice.status != CANCELLED,
        )
    )
    count, summed = db.session.execute(query).one()
    return count, summed or ZERO


def left_out(run_date: date, limit: int = 500) -> list[tuple[int, str]]:
    """Active contracts that close on the date and stay out as agreed: (id, "manual" or "exempt")."""
    today = [day for day in CLOSING_DAYS if nominal_on_or_before(run_date, day) == run_date]
    kept_out = or_(Contract.issue_mode == IssueMode.MANUAL.value, Contract.exempt)
    query = (
        select(Contract.id, Contract.issue_mode)
        .where(Contract.status == ACTIVE, Contract.starts_on <= run_date, Contract.closing_day.in_(today))
        .where(and_(kept_out))
        .order_by(Contract.id)
        .limit(limit)
    )
    rows = db.session.execute(query)
    return [(key, "manual" if mode == IssueMode.MANUAL.value else "exempt") for key, mode in rows]


def running(alive_since: timedelta, at: Any) -> BillingRun | None:
    """A run that is under way: its process gave a sign of life not long ago."""
    query = select(BillingRun).where(BillingRun.state.in_(("waiting", "running")))
    return db.session.scalar(
        query.where(BillingRun.heartbeat_at > at - alive_since).order_by(BillingRun.id.desc())
    )


def runs(limit: int = 20) -> list[BillingRun]:
    """The latest runs, newest first."""
    return list(db.session.scalars(select(BillingRun).order_by(BillingRun.id.desc()).limit(limit)))


def find_run(run_id: int) -> BillingRun | None:
    """The run of that number."""
    return db.session.get(BillingRun, run_id, populate_existing=True)

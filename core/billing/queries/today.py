"""What billing tells the dashboard: money of the day, what is overdue, who is stuck, what closes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from core.billing.models import IS_OPEN, BillingRun, Invoice, Receipt
from core.billing.queries.run import CLOSING_DAYS
from core.contracts.models import ACTIVE, Contract
from core.contracts.rules.terms import IssueMode
from core.customers.models import Customer
from core.foundation.calendar import DAY, nominal_day
from core.foundation.database import db
from core.foundation.money import ZERO

WEEK = timedelta(days=7)
WAYS = {"pix": "Pix", "boleto": "Boleto"}
AHEAD = 40


@dataclass(frozen=True, slots=True)
class DayMoney:
    """What came in on the last seven days, R$ a day, beside the seven before; and today's by way of paying."""

    total: Decimal
    count: int
    ways: dict[str, Decimal]
    week: Sequence[Decimal]
    week_before: Sequence[Decimal]


def money_of(day: date) -> DayMoney:
    """The receipts known on a day and on the thirteen before it."""
    first = day - 2 * WEEK + DAY
    query = select(Receipt.known_on, Receipt.method, func.sum(Receipt.amount), func.count())
    rows = db.session.execute(
        query.where(Receipt.known_on.between(first, day)).group_by(Receipt.known_on, Receipt.method)
    )
    sums: dict[date, Decimal] = {first + n * DAY: ZERO for n in range(14)}
    ways, count = {"Pix": ZERO, "Boleto": ZERO, "Balcão": ZERO}, 0
    for known_on, method, amount, number in rows:
        sums[known_on] += amount
        if known_on == day:
            ways[WAYS.get(method, "Balcão")] += amount
            count += number
    by_day = list(sums.values())
    return DayMoney(sums[day], count, ways, by_day[7:], by_day[:7])


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open invoices past their effective due date: how many, of how many contracts, R$ left of them."""

    invoices: int
    contracts: int
    left: Decimal


def overdue_on(day: date) -> Overdue:
    """What is overdue on a day, late fee and interest left out."""
    counts = (func.count(), func.count(func.distinct(Invoice.contract_id)), func.sum(Invoice.left))
    row = db.session.execute(select(*counts).where(IS_OPEN, Invoice.effective_due_date < day)).one()
    return Overdue(row[0], row[1], row[2] or ZERO)


@dataclass(frozen=True, slots=True)
class NextClosing:
    """The next closing date that brings invoices, and how many contracts close on it."""

    day: date
    contracts: int


def next_closing(day: date) -> NextClosing | None:
    """The first closing date after a day on which an automatic contract closes."""
    wanted = (Contract.status == ACTIVE, Contract.issue_mode == IssueMode.AUTOMATIC.value)
    rows = db.session.execute(
        select(Contract.closing_day, func.count()).where(*wanted).group_by(Contract.closing_day)
    )
    counts: dict[int, int] = {closing_day: count for closing_day, count in rows}  # noqa: C416  # rows are no mapping
    for n in range(1, AHEAD):
        then = day + n * DAY
        closing = [d for d in CLOSING_DAYS if nominal_day(then.year, then.month, d) == then]
        if found := sum(counts.get(d, 0) for d in closing):
            return NextClosing(then, found)
    return None


@dataclass(frozen=True, slots=True)
class StuckContract:
    """A contract that the latest run left without an invoice until somebody mends it."""

    contract_id: int
    holder: str
    sentence: str


def stuck_contracts(limit: int = 8) -> list[StuckContract]:
    """Those of the latest finished run, in its order."""
    done = select(BillingRun.report).where(BillingRun.state == "done").order_by(BillingRun.id.desc()).limit(1)
    report = db.session.scalar(done) or {}
    stuck = [(key, words) for key, reason, words in report.get("left_out", ()) if reason == "stuck"][:limit]
    query = select(Contract.id, Customer.name).join(Customer, Customer.id == Contract.customer_id)
    found = db.session.execute(query.where(Contract.id.in_([key for key, _ in stuck])))
    names: dict[int, str] = {key: name for key, name in found}  # noqa: C416  # rows are no mapping
    return [StuckContract(key, names.get(key, ""), words) for key, words in stuck]

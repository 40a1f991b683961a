"""The question of the first invoice: what each answer makes now, and all that the customer pays on that day.

Source: RULES §4 (the first invoice), UX §2.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.billing.rules.compose import total_of
from core.billing.rules.facts import (
    ContractFacts,
    FirstInvoiceMode,
    InvoiceDates,
    InvoiceKind,
    Line,
    LineKind,
    Proposal,
)
from core.billing.rules.forecast import Pricer, after, propose_one, upcoming
from core.billing.rules.owed import debt_of
from core.billing.rules.schedule import first_period, regular_dates
from core.contracts.rules.terms import BillingTerms
from core.foundation.calendar import HolidayCalendar, Period, subtract
from core.foundation.money import ZERO

GROUPS = ((LineKind.RECURRING, LineKind.DISCOUNT), (LineKind.PRORATION,))
ITEM_KINDS = (LineKind.RECURRING, LineKind.DISCOUNT, LineKind.PRORATION, LineKind.DISCOUNT_CAP)


@dataclass(frozen=True, slots=True)
class Due:
    """An invoice of the contract as the customer meets it: R$, and the discount for paying in time."""

    total: Decimal
    discount: Decimal
    due_date: date
    effective: date
    own_period: Period


@dataclass(frozen=True, slots=True)
class FirstOutcome:
    """What one answer makes. `made`: the lines behind the amount, of the invoice now or of the one that takes the days.

    `together`: two invoices to pay on one day. `pays`: R$ on the first of the due dates.
    """

    mode: FirstInvoiceMode
    now: Due | None
    coming: Due | None
    made: tuple[Line, ...]
    together: bool
    pays_on: date | None
    pays: Decimal
    pays_with_discounts: Decimal
    discounts: int


def next_regular(facts: ContractFacts, day: date, price: Pricer) -> Proposal | None:
    """The regular invoice that the next run makes: one that it still has to catch up, else the next closing date's."""
    dates = regular_dates(facts, day)
    missed = propose_one(facts, dates, price) if dates else None
    return missed or next(upcoming(facts, day, 1, price), None)


def outcome_of(
    facts: ContractFacts,
    mode: FirstInvoiceMode,
    now: Proposal | None,
    day: date,
    price: Pricer,
    calendar: HolidayCalendar,
) -> FirstOutcome:
    """What an answer makes; `now` is the proposal of its invoice, None where it makes none."""
    if now:
        facts = after(facts, now)
    if mode is FirstInvoiceMode.SKIP:
        facts = replace(facts, skipped=first_period(facts.terms, facts.activation))
    following = next_regular(facts, max(day, facts.activation), price)
    shown = now or following
    dues = [due_of(one, facts.terms, calendar) for one in (now, following) if one]
    return _met(mode, dues, bool(now), shown.lines if shown else ())


def due_of(proposal: Proposal, terms: BillingTerms, calendar: HolidayCalendar) -> Due:
    """A proposal as the customer meets it."""
    effective = calendar.effective(proposal.dates.due_date)
    discount = debt_of(proposal, terms, effective).punctuality_discount
    return Due(proposal.total, discount, proposal.dates.due_date, effective, proposal.dates.own_period)


def _met(mode: FirstInvoiceMode, dues: list[Due], has_now: bool, made: tuple[Line, ...]) -> FirstOutcome:
    pays_on = min((one.effective for one in dues), default=None)
    that_day = [one for one in dues if one.effective == pays_on]
    total = sum((one.total for one in that_day), ZERO)
    return FirstOutcome(
        mode=mode,
        now=dues[0] if has_now else None,
        coming=dues[-1] if len(dues) > has_now else None,
        made=made,
        together=sum(1 for one in that_day if one.total) > 1,
        pays_on=min((one.due_date for one in that_day), default=None),
        pays=total,
        pays_with_discounts=total - sum((one.discount for one in that_day), ZERO),
        discounts=sum(1 for one in that_day if one.discount),
    )


def other_due(terms: BillingTerms, issued: date, calendar: HolidayCalendar) -> date:
    """A due date of its own for the first invoice: the first business day that leaves `min_days_to_pay` days.

    >>> other_due(BillingTerms(), date(2017, 3, 20), HolidayCalendar())
    datetime.date(2017, 3, 27)
    """
    return calendar.effective(issued + timedelta(days=terms.min_days_to_pay))


def items_total(lines: Iterable[Line]) -> Decimal:
    """What the items come to in some lines, R$: recurring and discounts, prorated and capped."""
    return total_of(line for line in lines if line.kind in ITEM_KINDS)


def worth_of_days(facts: ContractFacts, days: Period, price: Pricer) -> Decimal:
    """What some days would cost if they were billed, R$, whatever says that they are not."""
    gaps = [part for gap in facts.never_billed for part in subtract(gap, [days])]
    before = Period(facts.activation, max(days.start, facts.activation))
    alone = replace(
        facts,
        never_billed=(*gaps, before),
        skipped=None,
        instalments=(),
        carries=(),
        terms=replace(facts.terms, exempt=False),
    )
    proposal = propose_one(alone, InvoiceDates(InvoiceKind.MANUAL, days.end, days.end, days), price)
    return items_total(proposal.lines) if proposal else ZERO


def grouped(lines: Iterable[Line]) -> Iterator[tuple[LineKind, str, Decimal]]:
    """Lines as the prompt sums them up: the month's items in one, what proration takes in one, the rest by name."""
    found = list(lines)
    for kinds in GROUPS:
        mine = [line for line in found if line.kind in kinds]
        if mine:
            yield kinds[0], _same_days(mine), total_of(mine)
    for line in found:
        if not any(line.kind in kinds for kinds in GROUPS):
            yield line.kind, line.description, line.amount


def _same_days(lines: list[Line]) -> str:
    """“19 de 31”: the days not used, where all lines leave out as many of as long a period."""
    counts = {
        (line.grid.days - sum(part.days for part in line.days), line.grid.days) for line in lines if line.grid
    }
    unused, of = counts.pop() if len(counts) == 1 else (0, 0)
    return f"{unused} de {of}" if unused else ""

"""An invoice bills the days, from the activation to the end of its period, that no earlier one billed.

Source: RULES §3 (the regular invoice), §4 (items, one-off items, skipped first invoice).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from core.billing.rules.facts import ContractFacts, InvoiceDates, ItemFacts, ItemKind, Use
from core.foundation.calendar import Period, grid, subtract

FreeDays = tuple[ItemFacts, list[Period]]


def uses(facts: ContractFacts, dates: InvoiceDates) -> tuple[tuple[Use, ...], tuple[Period, ...] | None]:
    """What an invoice of these dates bills, in the order of its lines, and the skipped days it leaves behind.

    Grid period by grid period, oldest first, the recurring items and then the discounts, each in the order
    of the items; the one-off items last. The second value is None where no skipped days were waiting for
    this invoice.

    >>> internet = ItemFacts(1, "internet", ItemKind.RECURRING, "Internet", Decimal("50.00"))
    >>> facts = ContractFacts(1, date(2017, 4, 4), BillingTerms(), date(2017, 4, 4), (internet,))
    >>> [use.day_count for use in uses(facts, manual_dates(facts, date(2017, 4, 6)))[0]]
    [27]
    """
    one_offs = [Use(item, None) for item in facts.items if _is_due_one_off(item, dates.issue_date)]
    if facts.terms.exempt:
        return tuple(one_offs), None
    behind = _left_behind(facts, dates.own_period)
    return (*_used_days(facts, dates.own_period.end, behind or ()), *one_offs), behind


def _is_due_one_off(item: ItemFacts, issue_date: date) -> bool:
    if item.kind is not ItemKind.ONE_OFF or item.billed:
        return False
    return item.starts_on is None or item.starts_on <= issue_date


def _left_behind(facts: ContractFacts, own_period: Period) -> tuple[Period, ...] | None:
    return tuple(subtract(facts.skipped, [own_period])) if facts.skipped else None


def _used_days(facts: ContractFacts, end: date, behind: Sequence[Period]) -> Iterator[Use]:
    gaps = (*facts.never_billed, *behind)
    free = [(item, _free_days(item, facts.activation, end, gaps)) for item in facts.items]
    recurring = [one for one in free if one[0].kind is ItemKind.RECURRING and one[1]]
    if not recurring:
        return
    discounts = [one for one in free if one[0].kind is ItemKind.DISCOUNT and one[1]]
    oldest = min(days[0].start for _, days in recurring)
    for period in _grid(oldest, end, facts.terms.grid_day):
        billed = _uses_in(period, recurring)
        if billed:
            yield from billed
            yield from _uses_in(period, discounts)


def _free_days(item: ItemFacts, activation: date, end: date, gaps: Sequence[Period]) -> list[Period]:
    """The days of an item, before the end, that no invoice billed and no gap holds."""
    if item.kind is ItemKind.ONE_OFF:
        return []
    start = max(activation, item.starts_on) if item.starts_on else activation
    span = Period(start, min(end, item.ends_on) if item.ends_on else end)
    return subtract(span, (*item.billed, *gaps) if gaps else item.billed)


def _uses_in(period: Period, free: Sequence[FreeDays]) -> list[Use]:
    found = []
    for item, days in free:
        parts = tuple([part for one in days if (part := _within(one, period))])
        if parts:
            found.append(Use(item, period, parts))
    return found


def _within(days: Period, period: Period) -> Period | None:
    """The days that the period holds; most lie inside it, and stay the same object."""
    return days if period.start <= days.start and days.end <= period.end else days.overlap(period)


@lru_cache(maxsize=4096)
def _grid(start: date, end: date, nominal: int) -> tuple[Period, ...]:
    return tuple(grid(start, end, nominal))

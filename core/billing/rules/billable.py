"""An invoice bills the days, from the activation to the end of its period, that no earlier one billed.

Source: RULES §3 (the regular invoice), §4 (items, one-off items, skipped first invoice).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from core.billing.rules.facts import ContractFacts, InvoiceDates, ItemFacts, ItemKind, Use
from core.foundation.calendar import Period, grid, subtract

ONE_OFF, RECURRING = ItemKind.ONE_OFF, ItemKind.RECURRING
Grid = dict[Period, list[Use]]


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
    one_offs = [
        Use(item, None) for item in facts.items if item.kind is ONE_OFF and _is_due(item, dates.issue_date)
    ]
    if facts.terms.exempt:
        return tuple(one_offs), None
    behind = _left_behind(facts, dates.own_period)
    return (*_used_days(facts, dates.own_period.end, behind or ()), *one_offs), behind


def _is_due(one_off: ItemFacts, issue_date: date) -> bool:
    return not one_off.billed and (one_off.starts_on is None or one_off.starts_on <= issue_date)


def _left_behind(facts: ContractFacts, own_period: Period) -> tuple[Period, ...] | None:
    return tuple(subtract(facts.skipped, [own_period])) if facts.skipped else None


def _used_days(facts: ContractFacts, end: date, behind: Sequence[Period]) -> list[Use]:
    gaps, nominal = (*facts.never_billed, *behind), facts.terms.grid_day
    recurring: Grid = {}
    discounts: Grid = {}
    for item in facts.items:
        if item.kind is not ONE_OFF:
            grid = recurring if item.kind is RECURRING else discounts
            start = max(facts.activation, item.starts_on) if item.starts_on else facts.activation
            until = min(end, item.ends_on) if item.ends_on else end
            for period, days in _free_days(start, until, (*item.billed, *gaps), nominal):
                grid.setdefault(period, []).append(Use(item, period, days))
    return [use for period in sorted(recurring) for use in (*recurring[period], *discounts.get(period, ()))]


@lru_cache(maxsize=4096)
def _free_days(
    start: date, end: date, taken: tuple[Period, ...], nominal: int
) -> tuple[tuple[Period, tuple[Period, ...]], ...]:
    """Grid periods with the days that no invoice billed and no gap holds: many items of a batch have the same."""
    free = subtract(Period(start, end), taken)
    if not free:
        return ()
    found = [(period, _within(period, free)) for period in grid(free[0].start, end, nominal)]
    return tuple([one for one in found if one[1]])


def _within(period: Period, free: Iterable[Period]) -> tuple[Period, ...]:
    return tuple([part for days in free if (part := days.overlap(period))])

"""An extra item is paid in n shares, a month each; the cents left over go to the first. Source: RULES §4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from core.billing.rules.facts import PendingInstalment
from core.foundation.calendar import add_months
from core.foundation.money import ZERO, share_evenly

NOTHING: Mapping[int, Decimal] = {}


def pending(
    extra_id: int,
    description: str,
    total: Decimal,
    n: int,
    first_month: date,
    billed: Mapping[int, Decimal] = NOTHING,
) -> tuple[PendingInstalment, ...]:
    """The shares of an extra item (total in R$) that no live invoice holds, in order.

    `first_month`: any day of the month of the first share; `billed`: R$ of the numbers, from 1, that are billed.
    Where total or n changed after that, they share what the total leaves, with one share more where none is left.

    >>> billed = {1: Decimal("33.34")}
    >>> [str(one.amount) for one in pending(1, "Roteador", Decimal("100.00"), 3, date(2017, 4, 1), billed)]
    ['33.33', '33.33']
    """
    left, start = total - sum(billed.values(), ZERO), first_month.replace(day=1)
    if billed and left <= 0:
        return ()
    numbers = [number for number in range(1, n + 1) if number not in billed] or [max(billed) + 1]
    return tuple(
        PendingInstalment(
            extra_id, description, number, max(n, numbers[-1]), add_months(start, number - 1), amount
        )
        for number, amount in zip(numbers, share_evenly(left, len(numbers)), strict=True)
    )


def due_by(instalments: Iterable[PendingInstalment], due_date: date) -> list[PendingInstalment]:
    """Those whose month is not after the month of a due date (the proposed one, where a person changed it)."""
    return [one for one in instalments if one.month <= due_date]

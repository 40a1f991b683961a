"""An extra item is paid in n shares, a month each; the cents left over go to the first. Source: RULES §4."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from core.billing.rules.facts import PendingInstalment
from core.foundation.calendar import add_months
from core.foundation.money import share_evenly


def pending(
    extra_id: int, description: str, total: Decimal, n: int, first_month: date, billed: Collection[int] = ()
) -> tuple[PendingInstalment, ...]:
    """The shares of an extra item (total in R$) that no live invoice holds, in order.

    `first_month`: any day of the month of the first share; `billed`: the numbers, from 1, that are billed.

    >>> [str(one.amount) for one in pending(1, "Roteador", Decimal("100.00"), 3, date(2017, 4, 1), {1})]
    ['33.33', '33.33']
    """
    start = first_month.replace(day=1)
    return tuple(
        PendingInstalment(extra_id, description, number, n, add_months(start, number - 1), amount)
        for number, amount in enumerate(share_evenly(total, n), start=1)
        if number not in billed
    )


def due_by(instalments: Iterable[PendingInstalment], due_date: date) -> list[PendingInstalment]:
    """Those whose month is not after the month of a due date (the proposed one, where a person changed it)."""
    return [one for one in instalments if one.month <= due_date]

"""Amounts in reais: exact, two places, one rounding. Source: RULES §1."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def floor_cents(amount: Decimal) -> Decimal:
    """The signed amount (R$) cut down to the cent, so that a fraction always falls to the customer.

    What is charged is cut, what is given back is rounded up; zero is never negative.

    >>> floor_cents(Decimal("38.709")), floor_cents(Decimal("-3.8709"))
    (Decimal('38.70'), Decimal('-3.88'))
    """
    return amount.quantize(CENT, ROUND_FLOOR) + ZERO


@lru_cache(maxsize=65_536)
def is_whole_cents(amount: Decimal) -> bool:
    """Whether an amount is reais with no fraction of a cent.

    >>> is_whole_cents(Decimal("1.50")), is_whole_cents(Decimal("1.505")), is_whole_cents(Decimal("NaN"))
    (True, False, False)
    """
    return amount.is_finite() and amount.scaleb(2) % 1 == 0


def share_evenly(total: Decimal, shares: int) -> tuple[Decimal, ...]:
    """A total (R$) in n shares that sum to it; the cents left over go to the first ones (RULES §4).

    >>> [str(share) for share in share_evenly(Decimal("100.00"), 3)]
    ['33.34', '33.33', '33.33']
    """
    cents, left_over = divmod(int(total * 100), shares)
    return tuple(Decimal(cents + (1 if k < left_over else 0)) * CENT for k in range(shares))

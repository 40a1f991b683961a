"""Exact reais, one rounding (RULES §1)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.foundation.money import floor_cents, share_evenly


@pytest.mark.parametrize(
    ("amount", "cut"),
    [
        ("38.709", "38.70"),
        ("0.009", "0.00"),
        ("-3.8709", "-3.88"),
        ("-0.001", "-0.01"),
        ("12.30", "12.30"),
        ("-0.00", "0.00"),
        ("0", "0.00"),
    ],
)
def test_a_fraction_of_a_cent_falls_to_the_customer_and_zero_has_no_sign(amount, cut):
    assert str(floor_cents(Decimal(amount))) == cut


def test_a_hundred_in_three_gives_the_cent_left_over_to_the_first():
    assert [str(share) for share in share_evenly(Decimal("100.00"), 3)] == ["33.34", "33.33", "33.33"]


@given(cents=st.integers(0, 10**9), shares=st.integers(1, 120))
def test_shares_sum_to_their_total_and_differ_by_a_cent_at_most(cents, shares):
    total = Decimal(cents) / 100

    parts = share_evenly(total, shares)

    assert (len(parts), sum(parts)) == (shares, total)
    assert max(parts) - min(parts) <= Decimal("0.01")

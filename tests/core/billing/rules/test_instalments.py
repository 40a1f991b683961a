"""Extra items paid in shares (RULES §4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.rules.instalments import due_by, pending
from tests.core.billing.rules.builders import on


@pytest.mark.parametrize(
    ("total", "n", "shares"),
    [
        pytest.param("60.00", 3, ["20.00", "20.00", "20.00"], id="even"),
        pytest.param("100.00", 3, ["33.34", "33.33", "33.33"], id="a cent left over"),
        pytest.param("100.01", 3, ["33.34", "33.34", "33.33"], id="two cents left over"),
        pytest.param("59.90", 1, ["59.90"], id="at once"),
    ],
)
def test_the_cents_left_over_go_to_the_first_shares(total, n, shares):
    assert [str(one.amount) for one in pending(1, "Roteador", Decimal(total), n, on("2017-04-01"))] == shares


@given(total=st.integers(1, 10_000_000), n=st.integers(1, 60))
def test_the_shares_always_sum_to_the_total(total, n):
    amount = Decimal(total) / 100

    shares = [one.amount for one in pending(1, "Roteador", amount, n, on("2017-04-01"))]

    assert sum(shares) == amount
    assert max(shares) - min(shares) <= Decimal("0.01")
    assert shares == sorted(shares, reverse=True)


def test_each_share_has_its_month_over_the_end_of_the_year():
    months = [one.month for one in pending(1, "Roteador", Decimal("60.00"), 3, on("2017-11-30"))]

    assert months == [on("2017-11-01"), on("2017-12-01"), on("2018-01-01")]


def test_a_share_that_is_billed_is_not_pending():
    left = pending(1, "Roteador", Decimal("100.00"), 3, on("2017-04-01"), billed={2: Decimal("33.33")})

    assert [(one.number, one.of, str(one.amount)) for one in left] == [(1, 3, "33.34"), (3, 3, "33.33")]


def test_a_share_waits_for_an_invoice_due_in_its_month_or_later():
    shares = pending(1, "Roteador", Decimal("60.00"), 3, on("2017-04-01"))

    assert [one.number for one in due_by(shares, on("2017-03-31"))] == []
    assert [one.number for one in due_by(shares, on("2017-05-01"))] == [1, 2]

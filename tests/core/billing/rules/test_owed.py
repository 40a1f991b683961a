"""What is owed on a day (RULES §5)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.rules.facts import PendingCarry
from core.billing.rules.owed import InvoiceDebt, Payment, debt_of, discount_that_counts, left_of, owed_on
from core.billing.rules.schedule import regular_dates
from core.foundation.calendar import DAY
from tests.core.billing.rules.builders import R, contract, internet, invoice, on

DUE = on("2017-04-10")
HUNDRED = InvoiceDebt(R("100.00"), R("100.00"), DUE, R("5.00"), R("2"), R("1"))


def paid(*payments):
    return [Payment(on(day), R(amount)) for day, amount in payments]


def asked(debt, day, *payments):
    return str(owed_on(debt, paid(*payments), on(day)).amount)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2017-04-01", "95.00"),
        ("2017-04-10", "95.00"),
        ("2017-04-11", "102.03"),
        ("2017-04-15", "102.16"),
        ("2017-04-20", "102.33"),
        ("2017-05-10", "103.00"),
        ("2017-05-25", "103.50"),
    ],
)
def test_a_hundred_reais_on_the_days_of_the_rule_book(day, amount):
    assert asked(HUNDRED, day) == amount


def test_the_amount_opens_into_its_sum():
    late = owed_on(HUNDRED, [], on("2017-04-15"))

    assert (late.left, late.discount, late.fee, late.interest, late.days_late) == (
        R("100.00"),
        R("0.00"),
        R("2.00"),
        R("0.16"),
        5,
    )


def test_a_month_of_interest_on_fifty_reais_is_a_month_and_not_thirty_rounded_days():
    fifty = InvoiceDebt(R("50.00"), R("50.00"), DUE, monthly_interest_percent=R("1"))

    assert asked(fifty, "2017-05-10") == "50.50"


def test_fee_and_interest_are_figured_without_carried_lines():
    debt = InvoiceDebt(R("102.16"), R("100.00"), DUE, R("5.00"), R("2"), R("1"))

    assert asked(debt, "2017-04-10") == "97.16"
    assert asked(debt, "2017-04-11") == "104.19"


@pytest.mark.parametrize(
    ("payments", "day", "amount"),
    [
        pytest.param([("2017-04-08", "50.00")], "2017-04-10", "45.00", id="in time, the discount stands"),
        pytest.param([("2017-04-08", "50.00")], "2017-04-11", "51.01", id="fee on what was left"),
        pytest.param([("2017-04-10", "50.00")], "2017-04-11", "51.01", id="paid on the due date itself"),
        pytest.param([("2017-04-08", "50.00")], "2017-04-20", "51.16", id="interest on what was left"),
        pytest.param(
            [("2017-04-08", "50.00"), ("2017-04-20", "20.00")],
            "2017-04-24",
            "31.20",
            id="10 days 50, 4 days 30",
        ),
        pytest.param(
            [("2017-04-11", "50.00")], "2017-04-11", "52.03", id="the day of the payment still counts"
        ),
        pytest.param([("2017-04-11", "50.00")], "2017-04-12", "52.05", id="the day after counts less"),
        pytest.param(
            [("2017-04-20", "20.00"), ("2017-04-08", "50.00")],
            "2017-04-24",
            "31.20",
            id="whatever their order",
        ),
    ],
)
def test_part_payments_lower_fee_and_interest_from_the_next_day_on(payments, day, amount):
    assert asked(HUNDRED, day, *payments) == amount


def test_a_part_payment_larger_than_the_carried_sum_lowers_the_base():
    debt = InvoiceDebt(R("150.00"), R("100.00"), DUE, late_fee_percent=R("2"))

    assert asked(debt, "2017-04-11", ("2017-04-01", "40.00")) == "112.00"
    assert asked(debt, "2017-04-11", ("2017-04-01", "90.00")) == "61.20"


def test_what_is_left_is_never_below_zero():
    assert left_of(R("100.00"), paid(("2017-04-11", "102.03"))) == R("0.00")
    assert asked(HUNDRED, "2017-04-10", ("2017-04-08", "97.00")) == "0.00"


@pytest.mark.parametrize(
    ("total", "recurring", "counts"),
    [
        pytest.param("100.00", True, "5.00", id="below the total"),
        pytest.param("5.01", True, "5.00", id="just below"),
        pytest.param("5.00", True, "0.00", id="all of it"),
        pytest.param("3.00", True, "0.00", id="more than all"),
        pytest.param("100.00", False, "0.00", id="no recurring line"),
    ],
)
def test_the_punctuality_discount_counts_beside_a_recurring_line_and_below_the_total(
    total, recurring, counts
):
    assert discount_that_counts(R("5.00"), R(total), recurring) == R(counts)


def test_an_invoice_keeps_the_terms_of_its_day():
    facts = contract(
        internet(),
        activation=on("2017-04-01"),
        carries=(PendingCarry(1, 1, R("2.16")),),
        punctuality_discount=R("5.00"),
        late_fee_percent=R("2"),
        monthly_interest_percent=R("1"),
    )
    proposal = invoice(facts, regular_dates(facts, on("2017-04-01")))

    debt = debt_of(proposal, facts.terms, DUE)

    assert debt == InvoiceDebt(R("102.16"), R("100.00"), DUE, R("5.00"), R("2"), R("1"))


cents = st.integers(0, 100_000).map(lambda n: Decimal(n) / 100)
percents = st.integers(0, 2_000).map(lambda n: Decimal(n) / 100)
some_days = st.integers(-20, 90).map(lambda n: DUE + n * DAY)
debts = st.builds(
    lambda base, carried, discount, fee, interest: InvoiceDebt(
        base + carried, base, DUE, discount_that_counts(discount, base + carried, True), fee, interest
    ),
    cents, cents, cents, percents, percents,
)  # fmt: skip
part_payments = st.lists(st.builds(Payment, some_days, cents), max_size=5)


@given(debt=debts, payments=part_payments, day=some_days)
def test_what_is_owed_never_falls_as_days_pass_and_is_never_negative(debt, payments, day):
    today, tomorrow = owed_on(debt, payments, day), owed_on(debt, payments, day + DAY)

    assert Decimal(0) <= today.amount <= tomorrow.amount
    assert today.amount == today.left - today.discount + today.fee + today.interest


@given(debt=debts, payments=part_payments, day=some_days)
def test_interest_is_the_sum_of_the_late_days_each_on_what_was_left_as_it_began(debt, payments, day):
    summed = Decimal(0)
    for n in range(1, (day - DUE).days + 1):
        before = sum((one.amount for one in payments if one.counts_on < DUE + n * DAY), Decimal(0))
        summed += max(min(debt.base, debt.total - before), Decimal(0))

    interest = owed_on(debt, payments, day).interest

    exact = summed * debt.monthly_interest_percent / 3000
    assert exact - Decimal("0.01") < interest <= exact

"""What a payment settles, what is carried, what becomes credit (RULES §5)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.rules.owed import InvoiceDebt, Payment
from core.billing.rules.settle import (
    Application,
    Lot,
    OpenInvoice,
    Step,
    receive,
    use_credit,
    use_credit_on_issue,
)
from core.foundation.calendar import DAY
from tests.core.billing.rules.builders import R, on

SHORT = R("5.00")
APRIL, MAY, JUNE = on("2017-04-10"), on("2017-05-10"), on("2017-06-12")


def unpaid(number=1, due=APRIL, total="100.00", payments=()):
    """An invoice with 5.00 of discount, 2 % of fee and 1 % a month of interest."""
    debt = InvoiceDebt(R(total), R(total), due, R("5.00"), R("2"), R("1"))
    return OpenInvoice(number, debt, tuple(Payment(on(day), R(amount)) for day, amount in payments))


def money(amount, paid_on, receipt=1):
    return Lot(receipt, R(amount), on(paid_on))


def told(outcome):
    """Each step as (invoice, paid or part, applied, carried)."""
    return [
        (
            step.invoice_id,
            "paid" if step.paid else "part",
            str(sum(one.amount for one in step.applications)),
            str(step.carried),
        )
        for step in outcome.steps
    ]


def left_over(outcome):
    return [(lot.receipt_id, str(lot.amount)) for lot in outcome.credit]


@pytest.mark.parametrize(
    ("amount", "paid_on", "event", "applied", "carried", "credit"),
    [
        pytest.param("95.00", "2017-04-10", "paid", "95.00", "0.00", [], id="in time, exact"),
        pytest.param("94.99", "2017-04-10", "paid", "94.99", "0.01", [], id="a cent short is carried"),
        pytest.param("90.00", "2017-04-10", "paid", "90.00", "5.00", [], id="5.00 short is let through"),
        pytest.param("89.99", "2017-04-10", "part", "89.99", "0.00", [], id="5.01 short is not"),
        pytest.param("120.00", "2017-04-10", "paid", "95.00", "0.00", [(1, "25.00")], id="more is credit"),
        pytest.param("102.16", "2017-04-15", "paid", "102.16", "0.00", [], id="late, exact"),
        pytest.param("100.00", "2017-04-15", "paid", "100.00", "2.16", [], id="late, face value"),
        pytest.param(
            "95.00", "2017-04-15", "paid", "95.00", "7.16", [], id="late, 5.00 short of what is left"
        ),
        pytest.param("94.99", "2017-04-15", "part", "94.99", "0.00", [], id="late, 5.01 short"),
        pytest.param("110.00", "2017-04-15", "paid", "102.16", "0.00", [(1, "7.84")], id="late, too much"),
    ],
)
def test_a_payment_settles_what_it_reaches(amount, paid_on, event, applied, carried, credit):
    outcome = receive(money(amount, paid_on), 1, [unpaid()], [], SHORT)

    assert told(outcome) == [(1, event, applied, carried)]
    assert left_over(outcome) == credit


def test_an_application_says_receipt_invoice_amount_and_the_day_it_counts_on():
    outcome = receive(money("95.00", "2017-04-10", receipt=8), 3, [unpaid(3)], [], SHORT)

    counted = Application(8, 3, R("95.00"), APRIL)
    assert outcome.steps == (Step(3, APRIL, (counted,), True, R("0.00")),)


def test_part_payments_are_made_up_on_what_is_left():
    half_paid = unpaid(payments=[("2017-04-08", "50.00"), ("2017-04-20", "20.00")])

    outcome = receive(money("31.00", "2017-04-24"), 1, [half_paid], [], SHORT)

    assert told(outcome) == [(1, "paid", "31.00", "0.20")]


def test_without_a_shortage_let_through_a_cent_short_stays_open():
    outcome = receive(money("94.99", "2017-04-10"), 1, [unpaid()], [], R("0.00"))

    assert told(outcome) == [(1, "part", "94.99", "0.00")]


def test_a_payment_on_a_paid_invoice_is_credit_used_at_once_on_the_oldest_open_one():
    outcome = receive(money("95.00", "2017-05-11"), 1, [unpaid(3, JUNE), unpaid(2, MAY)], [], SHORT)

    assert told(outcome) == [(2, "paid", "95.00", "7.03")]
    assert left_over(outcome) == []


def test_two_invoices_paid_with_one_transfer_are_both_paid_in_time():
    outcome = receive(money("190.00", "2017-04-10"), 1, [unpaid(1), unpaid(2, MAY)], [], SHORT)

    assert told(outcome) == [(1, "paid", "95.00", "0.00"), (2, "paid", "95.00", "0.00")]
    assert [one.counts_on for step in outcome.steps for one in step.applications] == [APRIL, APRIL]


def test_credit_that_does_not_reach_the_next_invoice_is_a_part_payment_of_it():
    outcome = receive(money("125.00", "2017-04-10"), 1, [unpaid(1), unpaid(2, MAY)], [], SHORT)

    assert told(outcome) == [(1, "paid", "95.00", "0.00"), (2, "part", "30.00", "0.00")]


def test_a_payment_goes_to_the_invoice_it_is_for_even_where_an_older_one_is_open():
    outcome = receive(money("95.00", "2017-05-10"), 2, [unpaid(1), unpaid(2, MAY)], [], SHORT)

    assert told(outcome) == [(2, "paid", "95.00", "0.00")]


def test_with_nothing_open_a_payment_is_credit():
    outcome = receive(money("95.00", "2017-05-10", receipt=4), 1, [], [money("3.00", "2017-04-01", 2)], SHORT)

    assert outcome.steps == ()
    assert left_over(outcome) == [(2, "3.00"), (4, "95.00")]


def test_older_credit_helps_at_once_where_a_payment_leaves_something_open():
    older = money("45.00", "2017-04-01", receipt=2)

    outcome = receive(money("50.00", "2017-04-09", receipt=5), 1, [unpaid()], [older], SHORT)

    assert told(outcome) == [(1, "part", "50.00", "0.00"), (1, "paid", "45.00", "0.00")]


def test_news_of_an_older_payment_is_weighed_on_the_day_it_was_paid():
    outcome = receive(money("95.00", "2017-04-10"), 1, [unpaid()], [], SHORT)
    late_news = receive(
        money("40.00", "2017-04-08"), 1, [unpaid(payments=[("2017-04-20", "55.00")])], [], SHORT
    )

    assert told(outcome) == [(1, "paid", "95.00", "0.00")]
    assert told(late_news) == [(1, "paid", "40.00", "0.00")]


def test_fee_and_interest_are_reckoned_anew_with_news_of_an_older_payment():
    # The 20.00 of the 8th leave 80.00 for the fee and the first 10 late days, 40.00 for the other 4.
    half_paid = unpaid(payments=[("2017-04-20", "40.00"), ("2017-04-08", "20.00")])

    outcome = receive(money("50.00", "2017-04-24"), 1, [half_paid], [], SHORT)

    # left 40.00, fee 1.60, interest (10 × 80 + 4 × 40) / 3000 = 0.32
    assert told(outcome) == [(1, "paid", "41.92", "0.00")]
    assert left_over(outcome) == [(1, "8.08")]


@pytest.mark.parametrize("amount", ["95.00", "102.15", "102.17", "110.00"])
def test_what_the_bank_reports_as_settled_is_settled_with_nothing_carried_or_credited(amount):
    outcome = receive(money(amount, "2017-04-15"), 1, [unpaid()], [], SHORT, bank_settled=True)

    assert told(outcome) == [(1, "paid", amount, "0.00")]
    assert left_over(outcome) == []


def test_a_charge_settled_twice_is_credit_the_second_time():
    outcome = receive(money("95.00", "2017-04-10"), 1, [], [], SHORT, bank_settled=True)

    assert (outcome.steps, left_over(outcome)) == ((), [(1, "95.00")])


@pytest.mark.parametrize(
    ("amount", "steps", "credit"),
    [
        pytest.param("25.00", [(2, "part", "25.00", "0.00")], [], id="part"),
        pytest.param("95.00", [(2, "paid", "95.00", "0.00")], [], id="exact"),
        pytest.param("205.00", [(2, "paid", "95.00", "0.00")], [(1, "110.00")], id="the rest stays credit"),
        pytest.param("92.00", [(2, "paid", "92.00", "3.00")], [], id="a shortage is carried"),
    ],
)
def test_credit_counts_on_the_day_an_invoice_is_issued(amount, steps, credit):
    lots = [money(amount, "2017-04-10")]

    outcome = use_credit_on_issue(unpaid(2, MAY), lots, on("2017-05-01"), SHORT)

    assert told(outcome) == steps
    assert left_over(outcome) == credit
    assert {one.counts_on for step in outcome.steps for one in step.applications} == {on("2017-05-01")}


def test_credit_of_several_receipts_is_one_payment_on_issue_the_oldest_first():
    lots = [money("50.00", "2017-04-12", receipt=2), money("92.00", "2017-04-10", receipt=1)]

    outcome = use_credit_on_issue(unpaid(2, MAY), lots, on("2017-05-01"), SHORT)

    assert told(outcome) == [(2, "paid", "95.00", "0.00")]
    assert [(one.receipt_id, str(one.amount)) for one in outcome.steps[0].applications] == [
        (1, "92.00"),
        (2, "3.00"),
    ]
    assert left_over(outcome) == [(2, "47.00")]


def test_an_invoice_of_zero_is_paid_at_once_and_takes_no_credit():
    free = OpenInvoice(2, InvoiceDebt(R("0.00"), R("0.00"), MAY))

    outcome = use_credit_on_issue(free, [money("10.00", "2017-04-10")], on("2017-05-01"), SHORT)

    assert outcome.steps == (Step(2, on("2017-05-01"), (), True, R("0.00")),)
    assert left_over(outcome) == [(1, "10.00")]
    assert use_credit_on_issue(free, [], on("2017-05-01"), SHORT).steps[0].paid


def test_an_invoice_issued_without_credit_stays_open_however_small():
    small = OpenInvoice(2, InvoiceDebt(R("3.00"), R("3.00"), MAY))

    assert use_credit_on_issue(small, [], on("2017-05-01"), SHORT).steps == ()


def test_given_back_credit_is_used_oldest_due_date_first_counting_on_its_own_day():
    lots = [money("50.00", "2017-04-20", receipt=2), money("95.00", "2017-04-10", receipt=1)]

    outcome = use_credit([unpaid(2, MAY), unpaid(3, APRIL)], lots, SHORT)

    assert told(outcome) == [(3, "paid", "95.00", "0.00"), (2, "part", "50.00", "0.00")]
    assert [step.counts_on for step in outcome.steps] == [APRIL, on("2017-04-20")]


cents = st.integers(1, 30_000).map(lambda n: Decimal(n) / 100)
dates = st.integers(-10, 80).map(lambda n: APRIL + n * DAY)
lots = st.lists(st.tuples(cents, dates), max_size=4).map(
    lambda found: [Lot(n, amount, day) for n, (amount, day) in enumerate(found, start=10)]
)
invoices = st.lists(st.tuples(cents, dates, st.sampled_from(["0.00", "5.00"])), max_size=4).map(
    lambda found: [
        OpenInvoice(n, InvoiceDebt(total, total, due, R(d) if R(d) < total else R("0.00"), R("2"), R("1")))
        for n, (total, due, d) in enumerate(found, start=1)
    ]
)


@given(
    open_ones=invoices,
    credit=lots,
    amount=cents,
    day=dates,
    aimed=st.integers(1, 5),
    short=st.sampled_from(["0.00", "5.00"]),
    bank_settled=st.booleans(),
)
def test_money_in_is_money_applied_plus_credit(open_ones, credit, amount, day, aimed, short, bank_settled):
    new = Lot(1, amount, day)

    outcome = receive(new, aimed, open_ones, credit, R(short), bank_settled=bank_settled)

    applied = [one for step in outcome.steps for one in step.applications]
    for lot in [new, *credit]:
        given_away = sum((one.amount for one in applied if one.receipt_id == lot.receipt_id), Decimal(0))
        kept = sum((one.amount for one in outcome.credit if one.receipt_id == lot.receipt_id), Decimal(0))
        assert given_away + kept == lot.amount
    assert all(one.amount > 0 for one in (*applied, *outcome.credit))


@given(open_ones=invoices, credit=lots, short=st.sampled_from(["0.00", "5.00"]))
def test_no_credit_is_left_while_something_is_open(open_ones, credit, short):
    outcome = use_credit(open_ones, credit, R(short))

    settled = {step.invoice_id for step in outcome.steps if step.paid}
    assert not outcome.credit or settled == {one.id for one in open_ones}
    assert all(step.carried >= 0 for step in outcome.steps)

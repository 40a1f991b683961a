"""When invoices are issued and due, and which period is theirs (RULES §3, §4)."""

import pytest

from core.billing.rules.facts import FirstInvoiceMode, InvoiceKind
from core.billing.rules.schedule import (
    closing_to_handle,
    due_of_closing,
    first_dates,
    first_due_with,
    first_period,
    manual_dates,
    own_period,
    regular_dates,
)
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from tests.core.billing.rules.builders import contract, days, on

DUE = PeriodReference.DUE_DATE
BACKWARD = PeriodDirection.BACKWARD
MANUAL = IssueMode.MANUAL


@pytest.mark.parametrize(
    ("closing_day", "due_day", "closing", "due"),
    [
        pytest.param(1, 10, "2017-04-01", "2017-04-10", id="later in the month"),
        pytest.param(25, 5, "2017-12-25", "2018-01-05", id="in the next month, over the year"),
        pytest.param(10, 10, "2017-04-10", "2017-05-10", id="the same day is a month later"),
        pytest.param(31, 30, "2017-01-31", "2017-02-28", id="31 and 30, into February"),
        pytest.param(30, 31, "2017-02-28", "2017-02-28", id="30 and 31 meet in February"),
        pytest.param(29, 31, "2024-02-29", "2024-02-29", id="29 and 31 meet in a leap February"),
        pytest.param(31, 5, "2024-02-29", "2024-03-05", id="the nominal day decides, not the short month's"),
    ],
)
def test_a_closing_date_has_one_due_date(closing_day, due_day, closing, due):
    terms = BillingTerms(closing_day=closing_day, due_day=due_day)

    assert due_of_closing(terms, on(closing)) == on(due)


@pytest.mark.parametrize(
    ("terms", "closing", "period"),
    [
        pytest.param({}, "2017-04-01", ("2017-04-01", "2017-05-01"), id="forward"),
        pytest.param(
            {"period_direction": BACKWARD}, "2017-04-01", ("2017-03-01", "2017-04-01"), id="backward"
        ),
        pytest.param(
            {"period_reference": DUE}, "2017-04-01", ("2017-03-10", "2017-04-10"), id="by the due date"
        ),
        pytest.param({"closing_day": 31}, "2017-02-28", ("2017-02-28", "2017-03-31"), id="31 after February"),
        pytest.param(
            {"closing_day": 31, "period_direction": BACKWARD},
            "2017-02-28",
            ("2017-01-31", "2017-02-28"),
            id="31 backward over February",
        ),
        pytest.param(
            {"closing_day": 20, "due_day": 5, "period_reference": DUE, "period_direction": BACKWARD},
            "2017-04-20",
            ("2017-04-05", "2017-05-05"),
            id="the direction says nothing by the due date",
        ),
    ],
)
def test_the_period_of_a_closing_date_follows_reference_and_direction(terms, closing, period):
    assert own_period(BillingTerms(**terms), on(closing)) == days(*period)


@pytest.mark.parametrize(
    ("due_day", "least", "day", "due"),
    [
        (10, 5, "2017-04-05", "2017-04-10"),
        (10, 5, "2017-04-06", "2017-05-10"),
        (10, 0, "2017-04-10", "2017-04-10"),
        (31, 5, "2017-02-24", "2017-03-31"),
        (31, 5, "2017-02-23", "2017-02-28"),
        (1, 5, "2017-12-28", "2018-02-01"),
    ],
)
def test_a_proposed_due_date_leaves_the_days_to_pay(due_day, least, day, due):
    terms = BillingTerms(due_day=due_day, min_days_to_pay=least)

    assert first_due_with(terms, on(day)) == on(due)


@pytest.mark.parametrize(
    ("stated", "run", "closing"),
    [
        pytest.param({}, "2017-04-01", "2017-04-01", id="on the day"),
        pytest.param({}, "2017-04-05", "2017-04-01", id="missed"),
        pytest.param({"closed_through": on("2017-04-01")}, "2017-04-30", None, id="handled before"),
        pytest.param(
            {"closed_through": on("2017-02-01")}, "2017-04-01", "2017-04-01", id="the latest missed"
        ),
        pytest.param({"activation": on("2017-04-01")}, "2017-04-01", "2017-04-01", id="activated on it"),
        pytest.param({"activation": on("2017-04-02")}, "2017-04-30", None, id="activated after it"),
        pytest.param({"closing_since": on("2017-04-02")}, "2017-04-30", None, id="terms changed after it"),
        pytest.param({"issue_mode": MANUAL}, "2017-04-01", None, id="manual"),
        pytest.param({"exempt": True}, "2017-04-01", "2017-04-01", id="exempt still bills the rest"),
        pytest.param({"closing_day": 31}, "2017-02-28", "2017-02-28", id="31 in February"),
    ],
)
def test_the_run_handles_the_latest_closing_date_not_handled_yet(stated, run, closing):
    assert closing_to_handle(contract(**stated), on(run)) == (closing and on(closing))


@pytest.mark.parametrize(
    ("run", "issued", "due"),
    [
        pytest.param("2017-04-01", "2017-04-01", "2017-04-10", id="on the closing date"),
        pytest.param("2017-04-05", "2017-04-05", "2017-04-10", id="missed, 5 days left"),
        pytest.param("2017-04-06", "2017-04-06", "2017-05-10", id="missed, 4 days left"),
        pytest.param("2017-04-20", "2017-04-20", "2017-05-10", id="missed, already past due"),
    ],
)
def test_a_missed_closing_date_leaves_the_days_to_pay_and_keeps_its_period(run, issued, due):
    dates = regular_dates(contract(), on(run))

    assert (dates.kind, dates.issue_date, dates.due_date) == (InvoiceKind.REGULAR, on(issued), on(due))
    assert (dates.own_period, dates.closing_on) == (days("2017-04-01", "2017-05-01"), on("2017-04-01"))


def test_on_the_closing_date_the_due_date_stands_however_few_days_it_leaves():
    dates = regular_dates(contract(closing_day=30, due_day=31), on("2017-02-28"))

    assert dates.due_date == on("2017-02-28")


def test_a_manual_invoice_bills_the_latest_closing_date_and_leaves_the_days_to_pay():
    dates = manual_dates(contract(issue_mode=MANUAL), on("2017-04-07"))

    assert (dates.kind, dates.issue_date, dates.due_date) == (
        InvoiceKind.MANUAL,
        on("2017-04-07"),
        on("2017-05-10"),
    )
    assert dates.own_period == days("2017-04-01", "2017-05-01")


@pytest.mark.parametrize(
    ("terms", "end"),
    [
        pytest.param({}, "2017-04-01", id="by issue date"),
        pytest.param({"period_reference": DUE}, "2017-04-10", id="by due date"),
        pytest.param({"closing_day": 31}, "2017-03-31", id="closing day 31"),
        pytest.param({"closing_day": 20}, "2017-04-20", id="on the boundary, a whole period"),
        pytest.param({"closing_day": 21}, "2017-03-21", id="one day"),
    ],
)
def test_the_first_invoice_covers_the_rest_of_the_grid_period_of_the_activation(terms, end):
    assert first_period(BillingTerms(**terms), on("2017-03-20")) == days("2017-03-20", end)


def test_the_first_invoice_is_issued_on_the_activation_unless_a_person_says_otherwise():
    facts = contract(activation=on("2017-03-20"))

    proposed = first_dates(facts, FirstInvoiceMode.PRORATED)
    chosen = first_dates(facts, FirstInvoiceMode.FULL, on("2017-03-22"), on("2017-03-27"))

    assert (proposed.issue_date, proposed.due_date, proposed.prorated) == (
        on("2017-03-20"),
        on("2017-04-10"),
        True,
    )
    assert (chosen.issue_date, chosen.due_date, chosen.prorated) == (
        on("2017-03-22"),
        on("2017-03-27"),
        False,
    )
    assert chosen.proposed_due == on("2017-04-10")


@pytest.mark.parametrize("mode", [FirstInvoiceMode.JOIN, FirstInvoiceMode.SKIP])
def test_joined_and_skipped_days_make_no_first_invoice(mode):
    assert first_dates(contract(), mode) is None


def test_an_exempt_contract_has_no_first_invoice_and_a_manual_one_may_have():
    assert first_dates(contract(exempt=True), FirstInvoiceMode.PRORATED) is None
    assert first_dates(contract(issue_mode=MANUAL), FirstInvoiceMode.PRORATED) is not None

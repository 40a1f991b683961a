"""What an invoice holds, in which order (RULES §4)."""

from decimal import Decimal

import pytest

from core.billing.rules.billable import uses
from core.billing.rules.compose import base_of, compose
from core.billing.rules.facts import FirstInvoiceMode, PendingCarry, PendingInstalment, Price
from core.billing.rules.schedule import first_dates, manual_dates, regular_dates
from core.contracts.rules.terms import PeriodDirection
from tests.core.billing.rules.builders import contract, days, discount, internet, invoice, on, one_off, shown

UP_TO_APRIL = (days("2017-01-01", "2017-04-01"),)


def router(number, month, amount="20.00"):
    return PendingInstalment(7, "Roteador", number, 3, on(month), Decimal(amount))


def april(*items, **stated):
    facts = contract(*items, **{"activation": on("2017-04-01"), **stated})
    return invoice(facts, regular_dates(facts, on("2017-04-01")))


def first(*items, mode=FirstInvoiceMode.PRORATED, due_date=None, **stated):
    facts = contract(*items, **stated)
    return invoice(facts, first_dates(facts, mode, due_date=due_date))


def test_lines_stand_in_the_order_of_the_rule_book():
    proposal = first(
        one_off("150.00"),
        discount("10.00"),
        internet("93.00"),
        internet("7.00", number=4),
        activation=on("2017-03-20"),
        carries=(PendingCarry(5, 9, Decimal("2.16")), PendingCarry(6, 9, Decimal("0.01"))),
        instalments=(router(1, "2017-04-01"),),
    )

    assert shown(proposal) == [
        ("recurring", "93.00"),
        ("proration", "-57.00"),
        ("recurring", "7.00"),
        ("proration", "-4.30"),
        ("discount", "-10.00"),
        ("proration", "6.12"),
        ("one_off", "150.00"),
        ("instalment", "20.00"),
        ("carried", "2.16"),
        ("carried", "0.01"),
    ]
    assert proposal.total == Decimal("206.99")
    assert base_of(proposal.lines) == Decimal("204.82")


@pytest.mark.parametrize(
    ("amount", "activation", "proration"),
    [
        pytest.param("50.00", "2017-04-04", "-5.00", id="27 of 30 days"),
        pytest.param("50.00", "2017-05-04", "-4.84", id="28 of 31 days, charged 45.16"),
        pytest.param("99.99", "2017-05-04", "-9.68", id="a fraction is cut: 90.31"),
        pytest.param("0.20", "2017-04-30", "-0.20", id="1 of 30 days is less than a cent"),
        pytest.param("100.00", "2017-02-15", "-50.00", id="14 of 28 days"),
    ],
)
def test_a_charge_is_prorated_by_real_days_and_its_fraction_cut(amount, activation, proration):
    proposal = first(internet(amount), activation=on(activation))

    assert shown(proposal) == [("recurring", amount), ("proration", proration)]


def test_the_fraction_of_a_prorated_discount_falls_to_the_customer_too():
    proposal = first(internet("99.99"), discount("9.99"), activation=on("2017-05-04"))

    assert shown(proposal)[2:] == [("discount", "-9.99"), ("proration", "0.96")]


def test_a_proration_says_its_days_under_its_full_line():
    proposal = first(internet(), discount(), activation=on("2017-05-16"))

    assert [line.description for line in proposal.lines] == [
        "Internet",
        "usou 16 de 31 dias (16/05 a 31/05)",
        "Desconto",
        "vale por 16 de 31 dias (16/05 a 31/05)",
    ]


def test_a_proration_names_single_days_gaps_and_other_years():
    facts = contract(
        internet(billed=(days("2016-12-02", "2016-12-30"),)),
        activation=on("2016-12-01"),
        closed_through=on("2016-12-01"),
    )

    proposal = invoice(facts, regular_dates(facts, on("2017-01-01")))

    assert proposal.lines[1].description == "usou 3 de 31 dias (01/12/2016 e 30/12/2016 a 31/12/2016)"


def test_a_proration_of_nothing_is_left_out():
    proposal = first(internet("0.00"), activation=on("2017-05-16"))

    assert shown(proposal) == [("recurring", "0.00")]


def test_the_full_first_invoice_has_no_proration():
    proposal = first(internet("93.00"), discount(), activation=on("2017-03-20"), mode=FirstInvoiceMode.FULL)

    assert shown(proposal) == [("recurring", "93.00"), ("discount", "-10.00")]
    assert proposal.period == days("2017-03-20", "2017-04-01")


def test_discount_never_makes_an_invoice_negative_and_eats_no_instalment():
    proposal = april(
        internet("40.00"), discount("55.00"), one_off("5.00"), instalments=(router(1, "2017-04-01"),)
    )

    assert shown(proposal) == [
        ("recurring", "40.00"),
        ("discount", "-55.00"),
        ("discount_cap", "15.00"),
        ("one_off", "5.00"),
        ("instalment", "20.00"),
    ]
    assert proposal.total == Decimal("25.00")


def test_a_discount_a_cent_above_the_items_is_capped_too():
    proposal = april(internet("40.00"), discount("40.01"))

    assert shown(proposal)[2:] == [("discount_cap", "0.01")]
    assert str(proposal.total) == "0.00"


def test_an_invoice_of_zero_is_an_invoice():
    proposal = april(internet("40.00"), discount("40.00"))

    assert str(proposal.total) == "0.00"


def test_instalments_up_to_the_month_of_the_due_date_come_in_order():
    waiting = (router(1, "2017-03-01"), router(2, "2017-04-01"), router(3, "2017-05-01"))

    proposal = april(instalments=waiting)

    assert [(line.description, line.instalment, line.instalments) for line in proposal.lines] == [
        ("Roteador 1/3", 1, 3),
        ("Roteador 2/3", 2, 3),
    ]


def test_instalments_follow_the_due_date_that_was_proposed():
    waiting = (router(1, "2017-04-01"), router(2, "2017-05-01"), router(3, "2017-06-01"))

    proposal = first(internet(), activation=on("2017-03-20"), instalments=waiting, due_date=on("2017-06-12"))

    assert [line.instalment for line in proposal.lines if line.instalment] == [1]
    assert proposal.dates.due_date == on("2017-06-12")


@pytest.mark.parametrize(
    ("items", "stated"),
    [
        pytest.param((), {}, id="nothing"),
        pytest.param((), {"carries": (PendingCarry(1, 1, Decimal("2.16")),)}, id="carried alone"),
        pytest.param((discount(),), {}, id="discounts alone"),
        pytest.param((internet(),), {"exempt": True}, id="exempt"),
        pytest.param((), {"instalments": (router(1, "2017-05-01"),)}, id="an instalment of next month"),
    ],
)
def test_with_no_line_there_is_no_invoice(items, stated):
    assert april(*items, **stated) is None


def test_the_period_runs_from_the_first_day_billed_to_the_end_of_its_own_period():
    facts = contract(internet(billed=UP_TO_APRIL), never_billed=(days("2017-04-01", "2017-04-05"),))

    proposal = invoice(facts, regular_dates(facts, on("2017-04-01")))

    assert proposal.period == days("2017-04-05", "2017-05-01")


def test_an_invoice_that_bills_no_days_has_the_period_that_is_its_own():
    proposal = april(one_off(), exempt=True)

    assert proposal.period == days("2017-04-01", "2017-05-01")
    assert proposal.exempt


def test_a_period_that_leaves_no_day_after_the_activation_is_none():
    facts = contract(one_off(), activation=on("2017-04-20"), period_direction=PeriodDirection.BACKWARD)

    proposal = invoice(facts, manual_dates(facts, on("2017-04-25")))

    assert proposal.period is None


def test_skipped_days_left_behind_are_told_with_the_invoice():
    skipped = days("2017-03-20", "2017-04-01")
    facts = contract(internet(), activation=on("2017-03-20"), skipped=skipped)

    proposal = invoice(facts, regular_dates(facts, on("2017-04-01")))

    assert proposal.skip_left == (skipped,)


def test_the_price_and_the_words_of_a_line_are_its_item_type_s():
    facts = contract(internet("100.00"), activation=on("2017-04-16"))
    dates = first_dates(facts, FirstInvoiceMode.PRORATED)
    used, _ = uses(facts, dates)

    proposal = compose(facts, dates, [(used[0], Price("Internet 30 Mega", Decimal("80.00")))])

    assert shown(proposal) == [("recurring", "80.00"), ("proration", "-40.00")]
    assert proposal.lines[0].description == "Internet 30 Mega"
    assert [line.plugin for line in proposal.lines] == ["internet", "internet"]

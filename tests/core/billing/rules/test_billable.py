"""Which days an invoice bills (RULES §3, §4)."""

from core.billing.rules.billable import uses
from core.billing.rules.schedule import manual_dates, regular_dates
from core.contracts.rules.terms import PeriodDirection, PeriodReference
from tests.core.billing.rules.builders import contract, days, discount, internet, on, one_off

APRIL = days("2017-04-01", "2017-05-01")


def billed(facts, day, dates=regular_dates):
    """What the invoice of a day bills, as (item, first day, last day) texts."""
    found, _ = uses(facts, dates(facts, on(day)))
    return [
        (use.item.id, part.start.isoformat(), part.last_day.isoformat()) for use in found for part in use.days
    ]


def test_as_a_rule_an_invoice_bills_just_its_own_period():
    facts = contract(internet(billed=(days("2017-01-01", "2017-04-01"),)))

    found, behind = uses(facts, regular_dates(facts, on("2017-04-01")))

    assert [(use.grid, use.days) for use in found] == [(APRIL, (APRIL,))]
    assert behind is None


def test_days_left_behind_come_grid_period_by_grid_period_oldest_first():
    facts = contract(internet(number=1), discount(number=2), internet(number=3), activation=on("2017-02-20"))

    assert billed(facts, "2017-04-01") == [
        (1, "2017-02-20", "2017-02-28"),
        (3, "2017-02-20", "2017-02-28"),
        (2, "2017-02-20", "2017-02-28"),
        (1, "2017-03-01", "2017-03-31"),
        (3, "2017-03-01", "2017-03-31"),
        (2, "2017-03-01", "2017-03-31"),
        (1, "2017-04-01", "2017-04-30"),
        (3, "2017-04-01", "2017-04-30"),
        (2, "2017-04-01", "2017-04-30"),
    ]


def test_a_day_billed_before_is_not_billed_again():
    facts = contract(internet(billed=(days("2017-01-01", "2017-04-10"), days("2017-04-20", "2017-04-25"))))

    assert billed(facts, "2017-04-01") == [(1, "2017-04-10", "2017-04-19"), (1, "2017-04-25", "2017-04-30")]


def test_days_that_never_are_billed_stay_out():
    facts = contract(
        internet(billed=(days("2017-01-01", "2017-03-01"),)),
        never_billed=(days("2017-03-10", "2017-04-21"),),
    )

    assert billed(facts, "2017-04-01") == [(1, "2017-03-01", "2017-03-09"), (1, "2017-04-21", "2017-04-30")]


def test_an_item_is_billed_from_its_start_up_to_its_end():
    facts = contract(
        internet(number=1, ends_on=on("2017-04-16")),
        internet(number=2, starts_on=on("2017-04-16")),
        internet(number=3, starts_on=on("2017-05-01")),
        internet(number=4, starts_on=on("2017-04-10"), ends_on=on("2017-04-10")),
        activation=on("2017-04-01"),
    )

    assert billed(facts, "2017-04-01") == [(1, "2017-04-01", "2017-04-15"), (2, "2017-04-16", "2017-04-30")]


def test_an_item_that_starts_before_the_contract_counts_from_the_activation():
    facts = contract(internet(starts_on=on("2016-01-01")), activation=on("2017-04-20"))

    assert billed(facts, "2017-05-01")[0] == (1, "2017-04-20", "2017-04-30")


def test_a_discount_stands_only_beside_a_recurring_line_of_the_same_grid_period():
    facts = contract(
        internet(billed=(days("2017-01-01", "2017-04-01"),)),
        discount(starts_on=on("2017-02-01")),
    )

    assert billed(facts, "2017-04-01") == [(1, "2017-04-01", "2017-04-30"), (2, "2017-04-01", "2017-04-30")]


def test_a_discount_does_not_come_in_a_grid_period_whose_recurring_days_are_billed_already():
    facts = contract(
        internet(billed=(days("2017-03-01", "2017-04-01"),)), discount(), activation=on("2017-02-01")
    )

    assert billed(facts, "2017-04-01") == [
        (1, "2017-02-01", "2017-02-28"),
        (2, "2017-02-01", "2017-02-28"),
        (1, "2017-04-01", "2017-04-30"),
        (2, "2017-04-01", "2017-04-30"),
    ]


def test_a_discount_alone_is_not_billed():
    assert billed(contract(discount()), "2017-04-01") == []


def test_a_one_off_comes_once_in_the_next_invoice_issued_on_or_after_its_start():
    waiting, due, undated = (
        one_off(number=1, starts_on=on("2017-04-02")),
        one_off(number=2),
        one_off(number=3),
    )
    started = one_off(number=4, starts_on=on("2017-04-01"), ends_on=on("2017-01-05"))
    facts = contract(
        waiting, due, undated, started, one_off(number=5, billed=(days("2017-02-01", "2017-02-02"),))
    )

    found, _ = uses(facts, regular_dates(facts, on("2017-04-01")))

    assert [(use.item.id, use.grid, use.days) for use in found] == [
        (2, None, ()),
        (3, None, ()),
        (4, None, ()),
    ]


def test_an_exempt_contract_bills_one_offs_alone_and_its_skipped_days_go_on_waiting():
    facts = contract(internet(), discount(), one_off(), exempt=True, skipped=days("2017-01-01", "2017-02-01"))

    found, behind = uses(facts, regular_dates(facts, on("2017-04-01")))

    assert [use.item.id for use in found] == [3]
    assert behind is None


def test_of_skipped_days_only_those_of_its_own_period_are_billed():
    skipped = days("2017-03-20", "2017-04-01")
    facts = contract(internet(), activation=on("2017-03-20"), skipped=skipped)

    found, behind = uses(facts, regular_dates(facts, on("2017-04-01")))

    assert [use.days for use in found] == [(APRIL,)]
    assert behind == (skipped,)


def test_skipped_days_that_its_own_period_holds_are_billed_all():
    facts = contract(
        internet(),
        activation=on("2017-03-20"),
        skipped=days("2017-03-20", "2017-04-10"),
        period_reference=PeriodReference.DUE_DATE,
    )

    found, behind = uses(facts, regular_dates(facts, on("2017-04-01")))

    assert [use.days for use in found] == [(days("2017-03-20", "2017-04-10"),)]
    assert behind == ()


def test_an_invoice_by_hand_before_the_first_closing_date_bills_from_the_activation():
    facts = contract(internet(), activation=on("2017-04-20"))

    assert billed(facts, "2017-04-25", manual_dates) == [(1, "2017-04-20", "2017-04-30")]


def test_an_invoice_by_hand_bills_nothing_where_its_period_ended_before_the_activation():
    facts = contract(internet(), activation=on("2017-04-20"), period_direction=PeriodDirection.BACKWARD)

    assert billed(facts, "2017-04-25", manual_dates) == []

"""What a night does to a contract. RULES §6."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.dunning.rules.facts import Event, LadderFacts, Reason, Stage, Unlock, Wait
from core.dunning.rules.ladder import after_step, step_of_night
from tests.core.dunning.rules.builders import NATIONAL, april, climbed, debt, notice, on, terms

JUNE_30 = date(2017, 6, 30)


def test_nothing_late_is_no_step() -> None:
    facts = on(Stage.NORMAL, debt(due=april(10)))

    assert step_of_night(facts, april(10), NATIONAL) is None


def test_the_notice_is_for_every_invoice_late_on_its_day() -> None:
    late, barely, not_yet = debt(1, april(10)), debt(2, april(12)), debt(3, april(13))
    facts = on(Stage.NORMAL, late, barely, not_yet, terms=terms(message=3))

    step = step_of_night(facts, april(13), NATIONAL)

    assert step and step.stage is Stage.MESSAGE and step.event is Event.MESSAGE_STARTED
    assert step.notice == notice(april(13), 1, 2)
    assert step.reason == Reason(1, april(10), 3)


def test_a_contract_long_late_still_climbs_one_step_a_night() -> None:
    facts = on(Stage.NORMAL, debt(due=date(2017, 1, 10)))

    assert climbed(facts, april(24), april(27)) == [
        (april(24), "message_started"),
        (april(25), "throttled"),
        (april(26), "suspended"),
    ]


def test_a_blank_step_is_passed_over() -> None:
    facts = on(Stage.NORMAL, debt(), terms=terms(message=None, throttle=None))

    assert climbed(facts, april(11), JUNE_30) == [(april(20), "suspended"), (april(30), "cancelled")]


def test_a_blank_suspension_is_never_taken_nor_is_what_counts_from_it() -> None:
    facts = on(Stage.NORMAL, debt(), terms=terms(suspend=None))

    assert climbed(facts, april(11), JUNE_30) == [(april(11), "message_started"), (april(13), "throttled")]


@pytest.mark.parametrize(
    ("due", "never_on", "suspended", "waited"),
    [
        pytest.param(april(10), ["saturday"], april(20), (), id="a-free-day"),
        pytest.param(
            date(2017, 5, 10),
            ["saturday", "sunday", "monday"],
            date(2017, 5, 23),
            (
                Wait(date(2017, 5, 20), "saturday"),
                Wait(date(2017, 5, 21), "sunday"),
                Wait(date(2017, 5, 22), "monday"),
            ),
            id="monday-excepted-too",
        ),
        pytest.param(
            april(11),
            ["saturday", "sunday", "holiday"],
            april(24),
            (Wait(april(21), "holiday"), Wait(april(22), "saturday"), Wait(april(23), "sunday")),
            id="tiradentes",
        ),
        pytest.param(
            april(10), ["holiday_eve"], april(21), (Wait(april(20), "holiday_eve"),), id="only-the-eve"
        ),
    ],
)
def test_a_suspension_waits_for_the_next_day_that_is_not_excepted_and_says_for_which(
    due: date, never_on: list[str], suspended: date, waited: tuple[Wait, ...]
) -> None:
    facts = on(Stage.THROTTLED, debt(due=due), terms=terms(never_on=frozenset(never_on)))
    day = due
    while not (step := step_of_night(facts, day, NATIONAL)):
        day = date.fromordinal(day.toordinal() + 1)

    assert (step.day, step.event) == (suspended, Event.SUSPENDED)
    assert step.reason and step.reason.waited == waited


def test_the_days_of_notice_count_from_the_notice_not_from_the_due_date() -> None:
    late_notice = on(Stage.MESSAGE, debt(), terms=terms(throttle=None, notice=15), notice=notice(april(20)))

    # 15 days after Thu 20 April is Fri 5 May.
    assert climbed(late_notice, april(21), date(2017, 5, 10)) == [(date(2017, 5, 5), "suspended")]


def test_a_notice_that_no_channel_took_holds_the_next_step_back() -> None:
    unheard = notice(april(11), 1, taken=False)

    for stage in (Stage.MESSAGE, Stage.THROTTLED, Stage.SUSPENDED):
        facts = on(stage, debt(), notice=unheard)
        assert climbed(facts, april(12), JUNE_30) == []


def test_a_new_notice_is_the_step_of_its_night_whatever_the_stage() -> None:
    settled_since = on(Stage.SUSPENDED, debt(2, april(10)), notice=notice(april(11), 1))

    assert climbed(settled_since, april(30), date(2017, 5, 2)) == [
        (april(30), "message_started"),
        (date(2017, 5, 1), "cancelled"),
    ]


def test_a_new_notice_does_not_lower_the_stage() -> None:
    facts = on(Stage.THROTTLED, debt(2, april(10)), notice=notice(april(11), 1))

    step = step_of_night(facts, april(14), NATIONAL)

    assert step and step.stage is Stage.THROTTLED and step.notice == notice(april(14), 2)


def test_a_notice_holds_while_one_of_its_invoices_is_open() -> None:
    facts = on(Stage.THROTTLED, debt(2, april(10)), debt(3, april(12)), notice=notice(april(11), 1, 2))

    assert step_of_night(facts, april(14), NATIONAL) is None


def test_reaching_the_message_again_while_a_notice_holds_sends_nothing_and_is_no_event() -> None:
    facts = on(Stage.NORMAL, debt(), notice=notice(april(11), 1))

    step = step_of_night(facts, april(12), NATIONAL)

    assert step and (step.stage, step.event, step.notice) == (Stage.MESSAGE, None, None)


def test_an_invoice_with_five_reais_left_is_told_of_but_cuts_nobody_off() -> None:
    little, a_cent_more = on(Stage.NORMAL, debt(left="5.00")), on(Stage.NORMAL, debt(left="5.01"))

    assert climbed(little, april(11), JUNE_30) == [(april(11), "message_started")]
    assert len(climbed(a_cent_more, april(11), JUNE_30)) == 4


def test_what_may_be_short_is_a_term_of_the_contract() -> None:
    facts = on(Stage.NORMAL, debt(left="5.00"), settle_short_by=Decimal("4.99"))

    assert len(climbed(facts, april(11), JUNE_30)) == 4


def test_cancellation_counts_from_the_suspension_and_may_fall_on_an_excepted_day() -> None:
    facts = on(Stage.SUSPENDED, debt(), suspended_since=april(20))

    step = step_of_night(facts, april(30), NATIONAL)

    # 30 April 2017 is a Sunday.
    assert step and step.event is Event.CANCELLED
    assert step.reason == Reason(1, april(10), 20, since=april(20))
    assert step_of_night(facts, april(29), NATIONAL) is None


def test_a_cancelled_contract_is_on_no_step_any_more() -> None:
    assert climbed(on(Stage.CANCELLED, debt()), april(11), JUNE_30) == []


def test_a_run_started_twice_on_one_date_does_nothing_the_second_time() -> None:
    facts = on(Stage.NORMAL, debt(due=date(2017, 1, 10)))
    step = step_of_night(facts, april(24), NATIONAL)
    assert step

    again = step_of_night(after_step(facts, step), april(24), NATIONAL)

    assert again is None


# The trust unlock runs out


def unlocked(lifted_from: Stage = Stage.SUSPENDED, **more: Any) -> LadderFacts:
    return on(
        Stage.NORMAL, debt(), **{"notice": notice(), "unlock": Unlock(april(25), 3, lifted_from), **more}
    )


def test_the_nth_night_after_an_unlock_takes_the_contract_back_in_one_step() -> None:
    assert climbed(unlocked(), april(25), date(2017, 5, 8)) == [
        (april(28), "suspended"),
        (date(2017, 5, 8), "cancelled"),
    ]


def test_it_goes_no_higher_than_it_was_lifted_from_that_night() -> None:
    step = step_of_night(unlocked(Stage.THROTTLED), april(28), NATIONAL)

    assert step and (step.stage, step.unlock_over) == (Stage.THROTTLED, True)


def test_on_an_excepted_night_it_goes_as_high_as_the_table_lets_it_and_climbs_on_later() -> None:
    # Unlocked on Wed 26 April: the third night is a Saturday.
    facts = unlocked(unlock=Unlock(april(26), 3, Stage.SUSPENDED))

    # Monday 1 May is a holiday.
    assert climbed(facts, april(26), date(2017, 5, 3)) == [
        (april(29), "throttled"),
        (date(2017, 5, 2), "suspended"),
    ]


def test_the_nights_of_the_promise_are_not_counted_as_waited() -> None:
    # Unlocked on Thu 20 April for 4 days, over Tiradentes and the weekend: the fourth night is Mon 24 April.
    facts = unlocked(unlock=Unlock(april(20), 4, Stage.SUSPENDED))

    step = step_of_night(facts, april(24), NATIONAL)

    assert step and step.event is Event.SUSPENDED
    assert step.reason and step.reason.waited == ()


def test_an_unlock_that_runs_out_where_little_is_late_is_over_all_the_same() -> None:
    newer = on(
        Stage.NORMAL,
        debt(2, april(27)),
        terms=terms(message=2),
        unlock=Unlock(april(25), 3, Stage.SUSPENDED),
    )

    step = step_of_night(newer, april(28), NATIONAL)

    assert step and (step.stage, step.event, step.unlock_over) == (Stage.NORMAL, None, True)


def test_a_notice_due_while_unlocked_is_sent_and_leaves_the_contract_normal() -> None:
    facts = unlocked(notice=notice(april(11), 9))

    step = step_of_night(facts, april(26), NATIONAL)

    assert step and (step.stage, step.event) == (Stage.NORMAL, Event.MESSAGE_STARTED)
    assert climbed(facts, april(26), april(28)) == [(april(26), "message_started"), (april(28), "suspended")]

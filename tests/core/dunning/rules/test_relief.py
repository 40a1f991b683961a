"""What lifts a contract: payments, the trust unlock, late news. RULES §6."""

from datetime import date

import pytest

from core.dunning.rules.facts import Stage, Unlock
from core.dunning.rules.ladder import step_of_night
from core.dunning.rules.relief import (
    NoUnlock,
    Relief,
    after_relief,
    after_unlock,
    comes_back,
    stage_after_payment,
    unlock,
    why_no_unlock,
)
from tests.core.dunning.rules.builders import NATIONAL, april, debt, notice, on, terms

MAY_3 = date(2017, 5, 3)


@pytest.mark.parametrize("stage", [Stage.MESSAGE, Stage.THROTTLED, Stage.SUSPENDED])
def test_a_payment_that_leaves_nothing_late_lifts_everything_at_once(stage: Stage) -> None:
    facts = on(stage, debt(2, due=april(25)))

    assert stage_after_payment(facts, april(25)) == Relief(Stage.NORMAL, restored=True, clear=True)


@pytest.mark.parametrize(
    ("due", "stage"),
    [
        pytest.param(april(24), Stage.MESSAGE, id="one-day-late"),
        pytest.param(april(22), Stage.THROTTLED, id="three-days-late"),
        pytest.param(april(15), Stage.SUSPENDED, id="ten-days-late-on-a-day-a-suspension-would-wait"),
    ],
)
def test_a_payment_that_leaves_something_late_steps_down_to_what_its_days_justify(
    due: date, stage: Stage
) -> None:
    facts = on(Stage.SUSPENDED, debt(2, due=due), terms=terms(never_on=frozenset(["tuesday"])))

    relief = stage_after_payment(facts, april(25))

    assert (relief.stage, relief.clear) == (stage, False)
    assert relief.restored is (stage is not Stage.SUSPENDED)


def test_a_payment_never_raises_a_stage() -> None:
    facts = on(Stage.MESSAGE, debt(2, due=april(1)))

    assert stage_after_payment(facts, april(25)) == Relief(Stage.MESSAGE, restored=False, clear=False)


def test_what_is_left_up_to_five_reais_justifies_the_message_alone() -> None:
    facts = on(Stage.SUSPENDED, debt(left="5.00"))

    assert stage_after_payment(facts, april(25)).stage is Stage.MESSAGE


def test_a_suspension_that_goes_on_keeps_its_clock_and_one_that_is_lifted_loses_it() -> None:
    goes_on = on(Stage.SUSPENDED, debt(2, due=april(11)))
    lifted = on(Stage.SUSPENDED, debt(2, due=april(22)))

    assert after_relief(goes_on, stage_after_payment(goes_on, april(25))).suspended_since == april(20)
    assert after_relief(lifted, stage_after_payment(lifted, april(25))).suspended_since is None


# The trust unlock


@pytest.mark.parametrize("stage", [Stage.THROTTLED, Stage.SUSPENDED])
def test_a_trust_unlock_brings_a_cut_contract_back_to_normal(stage: Stage) -> None:
    facts = on(stage, debt())

    given = unlock(facts, april(25))

    assert given == Unlock(april(25), 3, stage)
    assert after_unlock(facts, given).stage is Stage.NORMAL


@pytest.mark.parametrize("stage", [Stage.NORMAL, Stage.MESSAGE, Stage.CANCELLED])
def test_there_is_nothing_to_unlock_where_nothing_is_cut(stage: Stage) -> None:
    assert unlock(on(stage, debt()), april(25)) is None
    assert why_no_unlock(on(stage, debt())) is NoUnlock.NOT_CUT


def test_an_unlock_lasts_a_day_or_more() -> None:
    assert why_no_unlock(on(Stage.THROTTLED, debt()), days=0) is NoUnlock.TOO_FEW_DAYS


def test_there_is_one_unlock_to_a_delinquency() -> None:
    used = Unlock(april(14), 3, Stage.THROTTLED, over=True)
    still_late = on(Stage.SUSPENDED, debt(), debt(2, april(12)), unlock=used)

    assert why_no_unlock(still_late) is NoUnlock.ALREADY_USED


def test_a_delinquency_that_ends_gives_a_new_unlock_to_the_next() -> None:
    used = Unlock(april(14), 3, Stage.THROTTLED, over=True)
    paid = on(Stage.SUSPENDED, unlock=used)

    assert after_relief(paid, stage_after_payment(paid, april(25))).unlock is None


def test_an_unlock_goes_on_under_a_payment_that_leaves_something_late() -> None:
    facts = on(Stage.NORMAL, debt(2, due=april(12)), unlock=Unlock(april(25), 3, Stage.SUSPENDED))

    relief = stage_after_payment(facts, april(26))

    assert relief == Relief(Stage.NORMAL, restored=False, clear=False)
    assert after_relief(facts, relief).unlock == facts.unlock


# Late news after the cancellation, of 30 April


def test_a_payment_made_before_the_cancellation_brings_the_contract_back() -> None:
    facts = on(Stage.CANCELLED)

    relief = comes_back(facts, MAY_3, paid_on=april(30), cancelled_on=april(30), unpaid_then=[])

    assert relief == Relief(Stage.NORMAL, restored=True, clear=True, no_step_on=MAY_3)


def test_a_payment_made_after_the_cancellation_does_not() -> None:
    facts = on(Stage.CANCELLED)

    assert comes_back(facts, MAY_3, paid_on=date(2017, 5, 1), cancelled_on=april(30), unpaid_then=[]) is None
    assert stage_after_payment(facts, MAY_3).stage is Stage.CANCELLED


@pytest.mark.parametrize(
    ("due", "back"),
    [pytest.param(april(20), False, id="ten-days"), pytest.param(april(21), True, id="nine-days")],
)
def test_it_does_not_come_back_where_what_was_unpaid_that_day_would_have_kept_it_suspended(
    due: date, back: bool
) -> None:
    paid_later = debt(2, due=due)

    relief = comes_back(
        on(Stage.CANCELLED), MAY_3, paid_on=april(28), cancelled_on=april(30), unpaid_then=[paid_later]
    )

    assert (relief is not None) is back


@pytest.mark.parametrize(
    ("throttle", "message", "stage"),
    [
        pytest.param(3, 1, Stage.THROTTLED, id="throttled-at-most"),
        pytest.param(None, 1, Stage.MESSAGE, id="message-where-nothing-is-throttled"),
        pytest.param(None, None, Stage.NORMAL, id="normal-where-there-is-neither"),
    ],
)
def test_it_comes_back_on_the_stage_justified_now_but_never_suspended(
    throttle: int | None, message: int | None, stage: Stage
) -> None:
    newer = debt(2, due=april(21))
    facts = on(Stage.CANCELLED, newer, terms=terms(message=message, throttle=throttle))

    relief = comes_back(facts, MAY_3, paid_on=april(28), cancelled_on=april(30), unpaid_then=[newer])

    assert relief and (relief.stage, relief.clear) == (stage, False)


def test_the_night_of_its_return_takes_no_step_and_sends_no_notice() -> None:
    newer = debt(2, due=april(21))
    facts = on(Stage.CANCELLED, newer, notice=notice(april(11), 1))
    relief = comes_back(facts, MAY_3, paid_on=april(28), cancelled_on=april(30), unpaid_then=[newer])
    assert relief

    back = after_relief(facts, relief)

    assert step_of_night(back, MAY_3, NATIONAL) is None
    step = step_of_night(back, date(2017, 5, 4), NATIONAL)
    assert step and step.notice == notice(date(2017, 5, 4), 2)

"""Whatever the ladder and whatever is owed, these hold. RULES §6."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.contracts.rules.terms import EXCEPTIONS, LadderTerms
from core.dunning.rules.facts import Debt, LadderFacts, Stage, Unlock
from core.dunning.rules.ladder import after_step, step_of_night
from core.dunning.rules.relief import stage_after_payment
from tests.core.dunning.rules.builders import NATIONAL

START = date(2024, 1, 1)
STEPS = ("message_after_days", "throttle_after_days", "suspend_after_days")
UNDER = (Stage.NORMAL, Stage.MESSAGE, Stage.THROTTLED, Stage.SUSPENDED)

days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))
blank_or = st.none() | st.integers(1, 30)
debts = st.lists(
    st.tuples(days, st.sampled_from(["4.00", "100.00"])).map(lambda t: (t[0], Decimal(t[1]))), max_size=4
).map(lambda rows: tuple(Debt(at, due, left) for at, (due, left) in enumerate(rows)))


@st.composite
def ladders(draw: st.DrawFn) -> LadderTerms:
    """Ladders that the form would take: no step runs backwards, a Wednesday is always free."""
    taken = sorted(draw(st.lists(st.integers(1, 30), min_size=3, max_size=3)))
    message, throttle, suspend = (draw(st.sampled_from([None, day])) for day in taken)
    notice = draw(st.integers(0, 20)) if message else 0
    never_on = draw(st.frozensets(st.sampled_from(EXCEPTIONS))) - {"wednesday"}
    return LadderTerms(message, throttle, suspend, notice, never_on, draw(blank_or))


facts = st.builds(LadderFacts, terms=ladders(), invoices=debts, stage=st.just(Stage.NORMAL))


@given(facts, days)
def test_a_stage_never_rises_by_two_steps_in_one_night(start: LadderFacts, first: date) -> None:
    there = [
        stage for stage, name in zip(UNDER[1:], STEPS, strict=True) if getattr(start.terms, name) is not None
    ]
    ladder = [Stage.NORMAL, *there, Stage.CANCELLED]
    now = start
    for n in range(90):
        step = step_of_night(now, first + timedelta(days=n), NATIONAL)
        if step and step.stage is not now.stage:
            assert ladder.index(step.stage) == ladder.index(now.stage) + 1
        now = after_step(now, step) if step else now


@given(facts, days)
def test_a_run_repeated_on_one_date_does_nothing_more(start: LadderFacts, first: date) -> None:
    now = start
    for n in range(60):
        day = first + timedelta(days=n)
        step = step_of_night(now, day, NATIONAL)
        now = after_step(now, step) if step else now
        assert step_of_night(now, day, NATIONAL) is None


@given(facts, days, st.sampled_from(UNDER), st.booleans())
def test_a_payment_that_leaves_nothing_late_always_gives_normal(
    start: LadderFacts, day: date, stage: Stage, promised: bool
) -> None:
    not_late = tuple(debt for debt in start.invoices if debt.effective_due >= day)
    unlock = Unlock(day, 3, Stage.SUSPENDED) if promised else None
    now = replace(start, invoices=not_late, stage=Stage.NORMAL if promised else stage, unlock=unlock)

    relief = stage_after_payment(now, day)

    assert relief.stage is Stage.NORMAL and relief.clear
    assert relief.restored is (now.stage is not Stage.NORMAL)


@given(facts, days, st.sampled_from(UNDER))
def test_a_payment_never_raises_a_stage_nor_a_night_lowers_one(
    start: LadderFacts, day: date, stage: Stage
) -> None:
    now = replace(start, stage=stage, suspended_since=START)

    assert stage_after_payment(now, day).stage.rank <= stage.rank
    step = step_of_night(now, day, NATIONAL)
    assert step is None or step.stage.rank >= stage.rank


@given(facts, days)
def test_no_suspension_takes_effect_on_an_excepted_day(start: LadderFacts, first: date) -> None:
    weekdays = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    now = start
    for n in range(90):
        day = first + timedelta(days=n)
        step = step_of_night(now, day, NATIONAL)
        if step and step.event == "suspended":
            assert weekdays[day.weekday()] not in start.terms.suspend_except
            assert "holiday" not in start.terms.suspend_except or not NATIONAL.is_holiday(day)
        now = after_step(now, step) if step else now

"""One step a night: a contract rises at most to the next step that is not blank. Source: RULES §6.

A notice that is due is the step of its night, whatever the stage. A trust unlock that runs out takes the
contract back in one step, no higher than it was lifted from.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.dunning.rules.facts import Event, LadderFacts, Notice, Reason, Stage, Step
from core.dunning.rules.table import CLIMB, after_days, by_days, latest, reachable, waits
from core.foundation.calendar import HolidayCalendar

EVENTS = {Stage.THROTTLED: Event.THROTTLED, Stage.SUSPENDED: Event.SUSPENDED}


def step_of_night(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> Step | None:
    """What the nightly run of a date does to a contract, None for nothing.

    >>> from decimal import Decimal
    >>> from core.contracts.rules.terms import LadderTerms
    >>> from core.dunning.rules.facts import Debt
    >>> late = Debt(7, date(2017, 4, 10), Decimal("100.00"))
    >>> step = step_of_night(
    ...     LadderFacts(LadderTerms(message_after_days=1), (late,)), date(2017, 4, 11), HolidayCalendar()
    ... )
    >>> step.stage, step.event, step.reason.days_late
    (<Stage.MESSAGE: 'message'>, <Event.MESSAGE_STARTED: 'message_started'>, 1)
    """
    if facts.stage is Stage.CANCELLED or (facts.done_on and facts.done_on >= day):
        return None
    if notice := _notice_due(facts, day):
        return _give_notice(facts, notice, day)
    if facts.unlock and facts.unlocked:
        return _go_back_up(facts, day, calendar) if day >= facts.unlock.ends else None
    if facts.stage is Stage.SUSPENDED:
        return _cancel(facts, day)
    return _climb(facts, day, calendar)


def after_step(facts: LadderFacts, step: Step) -> LadderFacts:
    """The facts once a step is taken: what a service keeps of it."""
    suspends = step.event is Event.SUSPENDED
    unlock = replace(facts.unlock, over=True) if facts.unlock and step.unlock_over else facts.unlock
    return replace(
        facts,
        stage=step.stage,
        notice=step.notice or facts.notice,
        unlock=unlock,
        suspended_since=step.day if suspends else facts.suspended_since,
        done_on=step.day,
    )


def _notice_due(facts: LadderFacts, day: date) -> Notice | None:
    if facts.holding or not by_days(facts, Stage.MESSAGE, day):
        return None
    return Notice(day, frozenset(debt.id for debt in facts.invoices if debt.late(day) > 0))


def _give_notice(facts: LadderFacts, notice: Notice, day: date) -> Step:
    """The stage rises to the message at most, and stays where it is under an unlock that goes on."""
    promised = facts.unlock is not None and facts.unlocked and day < facts.unlock.ends
    stage = facts.stage if promised or facts.stage.rank > Stage.MESSAGE.rank else Stage.MESSAGE
    return Step(day, stage, Event.MESSAGE_STARTED, _reason(facts, Stage.MESSAGE, day), notice)


def _go_back_up(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> Step:
    top = facts.unlock.lifted_from if facts.unlock else Stage.NORMAL
    allowed = [stage for stage in reversed(CLIMB) if stage.rank <= top.rank]
    for stage in allowed:
        if stage.rank > facts.stage.rank and reachable(facts, stage, day, calendar):
            return replace(_rise(facts, stage, day, calendar), unlock_over=True)
    return Step(day, facts.stage, None, None, unlock_over=True)


def _climb(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> Step | None:
    above = (stage for stage in CLIMB if stage.rank > facts.stage.rank)
    following = next((stage for stage in above if after_days(facts.terms, stage) is not None), None)
    if following is None or not reachable(facts, following, day, calendar):
        return None
    return _rise(facts, following, day, calendar)


def _rise(facts: LadderFacts, stage: Stage, day: date, calendar: HolidayCalendar) -> Step:
    """Reaching the message while a notice holds is no event: it has been sent."""
    reason = _reason(facts, stage, day)
    if reason and stage is Stage.SUSPENDED:
        reason = replace(reason, waited=waits(facts, day, calendar))
    return Step(day, stage, EVENTS.get(stage), reason)


def _cancel(facts: LadderFacts, day: date) -> Step | None:
    days, since = facts.terms.cancel_after_days, facts.suspended_since
    reason = _reason(facts, Stage.SUSPENDED, day)
    if days is None or since is None or reason is None or day < since + timedelta(days=days):
        return None
    if not _stays_suspended(facts, day):
        return None
    return Step(day, Stage.CANCELLED, Event.CANCELLED, replace(reason, since=since))


def _stays_suspended(facts: LadderFacts, day: date) -> bool:
    """Whether the debt still asks for the suspension, and its notice was taken: terms, due dates and holidays may have
    changed since, and who would not be suspended today is not cancelled."""
    heard = facts.holding is None or facts.holding.taken
    return heard and by_days(facts, Stage.SUSPENDED, day)


def _reason(facts: LadderFacts, stage: Stage, day: date) -> Reason | None:
    debt = latest(facts, stage, day)
    return Reason(debt.id, debt.effective_due, debt.late(day)) if debt else None

"""The table of the ladder: which stage the days late justify, and which days no suspension takes effect.

Source: RULES §6.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.contracts.rules.terms import WEEKDAYS, LadderTerms
from core.dunning.rules.facts import Debt, LadderFacts, Stage, Wait
from core.foundation.calendar import DAY, HolidayCalendar

CLIMB = (Stage.MESSAGE, Stage.THROTTLED, Stage.SUSPENDED)


def after_days(terms: LadderTerms, stage: Stage) -> int | None:
    """Days late from which a stage of `CLIMB` is justified; None where the step is never taken."""
    return {
        Stage.MESSAGE: terms.message_after_days,
        Stage.THROTTLED: terms.throttle_after_days,
        Stage.SUSPENDED: terms.suspend_after_days,
    }[stage]


def latest(facts: LadderFacts, stage: Stage, day: date) -> Debt | None:
    """The invoice longest late on the day among those that count for a stage; None where none is late.

    For the message any open invoice counts, above it only one with more left than `settle_short_by`.
    """
    small = stage is Stage.MESSAGE
    late = (
        debt for debt in facts.invoices if debt.late(day) > 0 and (small or debt.left > facts.settle_short_by)
    )
    return min(late, key=lambda debt: (debt.effective_due, debt.id), default=None)


def by_days(facts: LadderFacts, stage: Stage, day: date) -> bool:
    """Whether the days late alone justify a stage of `CLIMB`."""
    days, debt = after_days(facts.terms, stage), latest(facts, stage, day)
    return days is not None and debt is not None and debt.late(day) >= days


def justified(facts: LadderFacts, day: date) -> Stage:
    """The highest stage that the days late alone justify: neither excepted days nor the notice count here."""
    return next((stage for stage in reversed(CLIMB) if by_days(facts, stage, day)), Stage.NORMAL)


def reachable(facts: LadderFacts, stage: Stage, day: date, calendar: HolidayCalendar) -> bool:
    """Whether the night of the day may take a contract to a stage of `CLIMB`: days, notice, excepted days."""
    if not by_days(facts, stage, day):
        return False
    if stage is Stage.MESSAGE:
        return True
    if facts.holding and not facts.holding.taken:
        return False
    return stage is Stage.THROTTLED or _may_suspend(facts, day, calendar)


def excepted(terms: LadderTerms, day: date, calendar: HolidayCalendar) -> str | None:
    """The name out of `suspend_except` that keeps a suspension from taking effect on the day, or None.

    >>> excepted(LadderTerms(suspend_except=frozenset(["holiday"])), date(2017, 4, 21), HolidayCalendar())
    'holiday'
    """
    named = {
        WEEKDAYS[day.weekday()]: True,
        "holiday": calendar.is_holiday(day),
        "holiday_eve": calendar.is_holiday_eve(day),
    }
    return next((name for name, hit in named.items() if hit and name in terms.suspend_except), None)


def waits(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> tuple[Wait, ...]:
    """The excepted days right before `day` on which nothing else would have kept the suspension back."""
    found: list[Wait] = []
    since, cursor = _ripe_since(facts, day), day - DAY
    while cursor >= since and (name := excepted(facts.terms, cursor, calendar)):
        found.append(Wait(cursor, name))
        cursor -= DAY
    return tuple(reversed(found))


def _may_suspend(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> bool:
    told = _notice_is_up(facts)
    return told is not None and told <= day and not excepted(facts.terms, day, calendar)


def _notice_is_up(facts: LadderFacts) -> date | None:
    """The day from which the notice lets a suspension pass; None where one is asked for and none holds."""
    if facts.holding:
        return facts.holding.day + timedelta(days=facts.terms.notice_days)
    return None if facts.terms.notice_days else date.min


def _ripe_since(facts: LadderFacts, day: date) -> date:
    """The first day that days late, notice and trust unlock let a suspension pass; `day` where none does."""
    days, debt = facts.terms.suspend_after_days, latest(facts, Stage.SUSPENDED, day)
    told = _notice_is_up(facts)
    if days is None or debt is None or told is None:
        return day
    promised = facts.unlock.ends if facts.unlock else date.min
    return max(debt.effective_due + timedelta(days=days), told, promised)

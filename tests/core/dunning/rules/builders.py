"""Contracts on the ladder, stating only what a test is about. Days of April 2017 unless said: the 10th is a Monday."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.contracts.rules.terms import LadderTerms
from core.dunning.rules.facts import Debt, LadderFacts, Notice, Stage
from core.dunning.rules.ladder import after_step, step_of_night
from core.foundation.calendar import DAY, HolidayCalendar

NATIONAL = HolidayCalendar()
WEEKEND = frozenset(["saturday", "sunday", "holiday"])


def april(day: int) -> date:
    return date(2017, 4, day)


def terms(
    message: int | None = 1,
    throttle: int | None = 3,
    suspend: int | None = 10,
    cancel: int | None = 10,
    notice: int = 0,
    never_on: frozenset[str] = WEEKEND,
) -> LadderTerms:
    return LadderTerms(message, throttle, suspend, notice, never_on, cancel)


def debt(number: int = 1, due: date = april(10), left: str = "100.00") -> Debt:
    return Debt(number, due, Decimal(left))


def notice(day: date = april(11), *invoices: int, taken: bool = True) -> Notice:
    return Notice(day, frozenset(invoices or (1,)), taken)


def on(stage: Stage, *debts: Debt, **more: Any) -> LadderFacts:
    """A contract that stands on a stage, under the notice of 11 April for invoice 1 unless told otherwise."""
    values = {"terms": terms(), "notice": notice() if stage.rank else None, **more}
    if stage is Stage.SUSPENDED:
        values.setdefault("suspended_since", april(20))
    return LadderFacts(invoices=debts, stage=stage, **values)


def climbed(facts: LadderFacts, first: date, last: date) -> list[tuple[date, str]]:
    """The events of the nights from `first` to `last`, both included."""
    events = []
    while first <= last:
        if step := step_of_night(facts, first, NATIONAL):
            facts = after_step(facts, step)
            events.append((first, str(step.event)))
        first += DAY
    return events

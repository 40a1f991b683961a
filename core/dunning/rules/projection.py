"""The date of every step of the ladder if nothing is paid: the nights themselves, played ahead. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.contracts.rules.terms import LadderTerms
from core.dunning.rules.facts import Debt, LadderFacts, Stage, Step, Wait
from core.dunning.rules.ladder import after_step, step_of_night
from core.dunning.rules.table import CLIMB, after_days
from core.foundation.calendar import DAY, HolidayCalendar

# A ladder of ten years is a slip of the keyboard, and must not stop the form.
HORIZON = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class Projection:
    """The steps in the order they would be taken, each with its day and its reason."""

    effective_due: date
    steps: tuple[Step, ...]

    @property
    def message(self) -> date | None:
        """The day of the notice; None: never."""
        return self.day_of(Stage.MESSAGE)

    @property
    def throttled(self) -> date | None:
        """The day the speed is reduced; None: never."""
        return self.day_of(Stage.THROTTLED)

    @property
    def suspended(self) -> date | None:
        """The day the internet is stopped; None: never."""
        return self.day_of(Stage.SUSPENDED)

    @property
    def cancelled(self) -> date | None:
        """The day the contract ends; None: never."""
        return self.day_of(Stage.CANCELLED)

    @property
    def waited(self) -> tuple[Wait, ...]:
        """The days on which the suspension waited, each with the name that held it back."""
        return tuple(wait for step in self.steps if step.reason for wait in step.reason.waited)

    def day_of(self, stage: Stage) -> date | None:
        """The day of the first step to a stage; None where it is never taken, or not in ten years."""
        return next((step.day for step in self.steps if step.stage is stage), None)


def project(terms: LadderTerms, effective_due: date, calendar: HolidayCalendar) -> Projection:
    """The ladder of a single invoice, due effectively on a day, that is never paid.

    >>> manual = LadderTerms(1, 3, 10, 0, frozenset(["saturday", "sunday", "holiday"]), 10)
    >>> project(manual, date(2017, 5, 10), HolidayCalendar()).suspended
    datetime.date(2017, 5, 22)
    """
    whole = replace(LadderFacts(terms), settle_short_by=Decimal("0.00"))
    unpaid = Debt(0, effective_due, Decimal("1.00"))
    return forecast(replace(whole, invoices=(unpaid,)), effective_due + DAY, calendar)


def forecast(facts: LadderFacts, first_night: date, calendar: HolidayCalendar) -> Projection:
    """The steps from a night on of a contract as it stands, if nothing is paid and no invoice is added."""
    due = min((debt.effective_due for debt in facts.invoices), default=first_night)
    return Projection(due, tuple(_nights(facts, first_night, calendar)))


def _nights(facts: LadderFacts, night: date, calendar: HolidayCalendar) -> Iterator[Step]:
    last = night + HORIZON
    while night < last and _can_move(facts):
        if step := step_of_night(facts, night, calendar):
            yield step
            facts = after_step(facts, step)
        night += DAY


def _can_move(facts: LadderFacts) -> bool:
    """Whether some night may still bring a step: spares the ten years where none can."""
    if facts.stage is Stage.CANCELLED or not facts.invoices:
        return False
    if facts.unlocked or (facts.terms.message_after_days is not None and not facts.holding):
        return True
    if facts.stage is Stage.SUSPENDED:
        return facts.terms.cancel_after_days is not None
    above = (stage for stage in CLIMB if stage.rank > facts.stage.rank)
    return any(after_days(facts.terms, stage) is not None for stage in above)

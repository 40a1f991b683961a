"""The days on which the ladder would go on from where a contract stands, for those who are told of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from core.dunning.rules.facts import Debt, LadderFacts, Stage
from core.dunning.rules.projection import forecast
from core.foundation.calendar import DAY, HolidayCalendar


@dataclass(frozen=True, slots=True)
class Ahead:
    """The day of each step to come if nothing is paid; None: never, or already taken."""

    throttled: date | None
    suspended: date | None
    cancelled: date | None


def ahead(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> Ahead:
    """What comes after a day, by the invoice that is longest late, the notice being taken.

    Contracts of a base share terms and due dates: each such combination is played ahead once.
    """
    oldest = min((debt.effective_due for debt in facts.invoices), default=None)
    if oldest is None or facts.stage is Stage.CANCELLED:
        return Ahead(None, None, None)
    # Whoever reads it has been told, whatever the channel has answered so far.
    notice = facts.holding and replace(facts.holding, invoices=frozenset((0,)), taken=True)
    alike = replace(
        facts, invoices=(Debt(0, oldest, facts.settle_short_by + 1),), notice=notice, done_on=None
    )
    return _played(alike, day, calendar)


@lru_cache(maxsize=4096)
def _played(facts: LadderFacts, day: date, calendar: HolidayCalendar) -> Ahead:
    seen = forecast(facts, day + DAY, calendar)
    return Ahead(seen.throttled, seen.suspended, seen.cancelled)

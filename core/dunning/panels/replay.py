"""The step of a night to come, with the nights before it played as if nothing is paid.

A base shares terms and due dates: contracts that are alike but for their numbers are played once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from core.dunning.queries.facts import Standing, standings
from core.dunning.queries.night import batches
from core.dunning.rules.facts import LadderFacts, Step
from core.dunning.rules.ladder import after_step, step_of_night
from core.dunning.services.night import BATCH, Move
from core.foundation.calendar import DAY, HolidayCalendar
from core.foundation.holidays import holiday_calendar
from core.foundation.money import CENT


def moves_of(night: date, coming: date) -> Iterator[Move]:
    """Who would move in a night after the coming one; writes nothing."""
    player = Player(coming, night, holiday_calendar())
    for ids in batches(night, BATCH):
        for standing in standings(ids):
            if step := player.step(standing):
                yield Move(standing, step)


class Player:
    """Plays the nights from `first` to `night`, each combination of facts once."""

    def __init__(self, first: date, night: date, calendar: HolidayCalendar) -> None:
        self.first, self.night, self.calendar = first, night, calendar
        self.known: dict[tuple[LadderFacts, date], Step | None] = {}

    def step(self, standing: Standing) -> Step | None:
        """The contract's step of the last night, its reason naming the contract's own invoice."""
        start = max(self.first, standing.hold.until + DAY) if standing.hold else self.first
        alike = _unnumbered(standing.facts)
        if (alike, start) not in self.known:
            self.known[alike, start] = self._played(alike, start)
        return _numbered(self.known[alike, start], standing.facts)

    def _played(self, facts: LadderFacts, night: date) -> Step | None:
        while night < self.night:
            if step := step_of_night(facts, night, self.calendar):
                facts = after_step(facts, step)
            night += DAY
        return step_of_night(facts, night, self.calendar)


def _unnumbered(facts: LadderFacts) -> LadderFacts:
    """The same facts with invoices numbered from 0, and no more of their amounts than the rules look at."""
    ranks = {debt.id: rank for rank, debt in enumerate(facts.invoices)}
    small = facts.settle_short_by
    invoices = tuple(
        replace(debt, id=ranks[debt.id], left=small + CENT if debt.left > small else min(small, CENT))
        for debt in facts.invoices
    )
    held = (
        frozenset(ranks[key] for key in facts.notice.invoices if key in ranks)
        if facts.notice
        else frozenset()
    )
    notice = replace(facts.notice, invoices=held) if facts.notice else None
    return replace(facts, invoices=invoices, notice=notice)


def _numbered(step: Step | None, facts: LadderFacts) -> Step | None:
    if step is None or step.reason is None:
        return step
    return replace(step, reason=replace(step.reason, invoice_id=facts.invoices[step.reason.invoice_id].id))

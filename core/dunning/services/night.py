"""The night of a date: each late contract takes at most one step, batch by batch, each its own transaction.

Run twice, or by two processes at once, it does nothing more: the contracts are locked, their facts read after
that, and a date that is done with is kept with the contract. Source: RULES §6, §7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.billing.services.locking import lock_contracts
from core.dunning.models import LadderRun
from core.dunning.queries import night as query
from core.dunning.queries.facts import Standing, standings
from core.dunning.rules.facts import Reason, Step
from core.dunning.rules.ladder import after_step, step_of_night
from core.dunning.rules.words import step_words
from core.dunning.services.keep import Change, keep
from core.dunning.services.notice import try_again
from core.dunning.services.remind import remind
from core.foundation.calendar import HolidayCalendar
from core.foundation.clock import now
from core.foundation.database import transaction
from core.foundation.holidays import holiday_calendar
from core.foundation.memory import without_collection

BATCH = 2_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Move:
    """A contract that moves in a night, and its step."""

    standing: Standing
    step: Step

    @property
    def contract_id(self) -> int:
        """Whose step it is."""
        return self.standing.contract_id

    @property
    def words(self) -> str:
        """What the step does, and why."""
        return step_words(self.step)


@dataclass(slots=True)
class NightReport:
    """What a night did: how many contracts it looked at, and how many took each step (`silent`: without an event)."""

    day: date
    looked_at: int = 0
    steps: Counter[str] = field(default_factory=Counter)

    @property
    def moved(self) -> int:
        """How many contracts took a step."""
        return sum(self.steps.values())

    def add(self, looked_at: int, moves: list[Move]) -> None:
        """Count a batch in."""
        self.looked_at += looked_at
        self.steps.update(move.step.event or "silent" for move in moves)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values; `from_json` reads it."""
        return {"day": str(self.day), "looked_at": self.looked_at, "steps": dict(self.steps)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> NightReport:
        """A report that was kept as JSON."""
        return cls(date.fromisoformat(data["day"]), data["looked_at"], Counter(data["steps"]))

    def merge(self, other: NightReport) -> None:
        """Count in the report of another range of the same night."""
        self.looked_at += other.looked_at
        self.steps.update(other.steps)


def move(
    day: date, *, first: int = 0, last: int | None = None, progress: Progress | None = None
) -> NightReport:
    """Move the contracts of a range of ids (both ends included; all by default) in the night of a date."""
    report, calendar = NightReport(day), holiday_calendar()
    expected = query.count_candidates(day, first, last)
    with without_collection():
        for ids in query.batches(day, BATCH, first, last):
            report.add(len(ids), _move_batch(day, ids, calendar))
            if progress:
                progress(report.looked_at, expected)
    return report


def run(day: date, *, progress: Progress | None = None) -> NightReport:
    """The whole night of a date in this process: reminders, steps, notices that nobody could take; its record."""
    began = now()
    report = move(day, progress=progress)
    finish(report, began)
    return report


def finish(report: NightReport, began: datetime) -> None:
    """What follows once every contract has taken its step: once a night, however its ranges were split."""
    try_again(report.day)
    remind(report.day)
    with transaction() as session:
        values = {"started_at": began, "finished_at": now(), "report": report.as_json()}
        session.add(LadderRun(run_date=report.day, **values))


def _move_batch(day: date, ids: list[int], calendar: HolidayCalendar) -> list[Move]:
    with transaction() as session:
        locked = lock_contracts(session, ids, active=True)
        moves = list(_moves(day, locked, calendar))
        keep(session, [_change(one) for one in moves], day)
    return moves


def _moves(day: date, ids: list[int], calendar: HolidayCalendar) -> Iterator[Move]:
    for standing in standings(ids):
        if not standing.held_on(day) and (step := step_of_night(standing.facts, day, calendar)):
            yield Move(standing, step)


def _change(move: Move) -> Change:
    step = move.step
    return Change(
        move.standing,
        after_step(move.standing.facts, step),
        step.event,
        move.words,
        _data(step.reason),
        step.notice,
    )


def _data(reason: Reason | None) -> dict[str, Any]:
    """A step's reason in figures, for the proof."""
    if reason is None:
        return {}
    return {
        "invoice": reason.invoice_id,
        "effective_due": str(reason.effective_due),
        "days_late": reason.days_late,
        "waited": [[str(wait.day), wait.because] for wait in reason.waited],
        "since": str(reason.since) if reason.since else None,
    }


def preview(day: date, first: int = 0, last: int | None = None) -> Iterator[Move]:
    """Who would move in the night of a date as things stand, in the order of their ids; writes nothing."""
    calendar = holiday_calendar()
    for ids in query.batches(day, BATCH, first, last):
        yield from _moves(day, ids, calendar)

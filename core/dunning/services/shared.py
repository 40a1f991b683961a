"""A night whose contracts are shared out in ranges among several workers; what follows them is done once."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.contracts.queries.ranges import id_ranges
from core.dunning.services.night import NightReport, finish, move
from core.foundation import tasks

NIGHT, PART = "core.dunning.jobs.night", "core.dunning.jobs.move_part"


def run_shared(day: date, jobs: int) -> dict[str, Any] | None:
    """The night of a date for so many workers, as JSON values; None while its parts are on their way."""
    parts = [tasks.Part(PART, (day.isoformat(), *one.ends), one.words) for one in id_ranges(jobs)]
    given = tasks.spread(parts, here=jobs == 1)
    if given is None:
        return None
    report = NightReport(day)
    for part in given:
        report.merge(NightReport.from_json(part))
    finish(report, tasks.began())
    return report.as_json()


def move_part(day: date, first: int, last: int | None) -> dict[str, Any]:
    """A range of contracts, as JSON values."""
    return move(day, first=first, last=last, progress=tasks.progress).as_json()

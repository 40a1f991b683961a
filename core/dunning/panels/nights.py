"""Which night comes next, and whether the last one was run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.dunning.queries.night import last_run
from core.foundation import clock
from core.foundation.calendar import DAY
from core.foundation.preferences import preference

GRACE_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Nights:
    """`coming`: the date whose run is next. `missed`: today, where its run is half an hour overdue; None else."""

    coming: date
    missed: date | None
    run_hour: int
    suspend_hour: int


def nights() -> Nights:
    """The nights as the clock and the runs that were kept have them.

    With the date moved by hand the hours of the real clock count.
    """
    day, last, run_hour = clock.today(), last_run(), preference("dunning.run_hour")
    local = clock.local(clock.now())
    minutes = (local.hour - run_hour) * 60 + local.minute
    done = _ran(last, day)
    coming = day if not done and minutes < 0 else day + DAY
    missed = day if not done and minutes >= GRACE_MINUTES else None
    return Nights(coming, missed, run_hour, preference("dunning.suspend_from_hour"))


def _ran(run: Any, day: date) -> bool:
    return run is not None and run.run_date >= day

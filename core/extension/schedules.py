"""Work that comes back by itself: what a room or plugin registers, and when it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


def always() -> bool:
    """For work that is due whenever its time has come."""
    return True


@dataclass(frozen=True, slots=True)
class Every:
    """Every so often at most, while `due()` says that there is something to do. It is asked often: make it cheap."""

    often: timedelta
    due: Callable[[], bool] = always


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a business day, from an hour (0 to 23) of the provider's clocks on.

    `hour` is asked each time, so that it may be a preference. If nothing ran at that hour it is done later the same
    day; days that are over are not made up for, since today's work catches up.
    """

    hour: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work for the scheduler to ask for. `key` is unlike any other's, `label` is for the page *Tarefas*.

    `job` is a dotted name. It is called without arguments, or for `Daily` with the day as text (“2026-11-24”); never
    twice at one moment. What it raises is written down, and it is tried again.
    """

    key: str
    label: str
    job: str
    when: Every | Daily

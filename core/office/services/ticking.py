"""A tick of the scheduler: nothing lost, what is due asked for. Twice at one moment it asks for each thing once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from core.extension.calls import collect
from core.extension.schedules import Every, Schedule
from core.foundation import outbox, tasks
from core.foundation.clock import local, now, today
from core.foundation.database import db
from core.foundation.tasks import leases
from core.foundation.tasks.tending import TOLD_AGAIN_AFTER


@dataclass(frozen=True, slots=True)
class Last:
    """When a schedule was last asked for, and whether that has ended."""

    at: datetime
    ended: bool


def tick(told_again_after: timedelta = TOLD_AGAIN_AFTER) -> None:
    """Tend the tasks, have due events delivered, ask for what the schedules say."""
    tasks.tend(told_again_after)
    for plugin in outbox.plugins_due():
        outbox.ask_for_drain(plugin)
    _ask_for_scheduled()
    leases.forget_old()


def _ask_for_scheduled() -> None:
    schedules, day = collect("register_schedules"), today()
    asked = _asked([key_on(schedule, day) for schedule in schedules])
    for schedule in schedules:
        try:
            _ask(schedule, day, asked)
        except Exception:  # a plugin may fail to say whether it is due; the others go on
            db.session.rollback()
            current_app.logger.exception("the schedule %s could not be asked", schedule.key)


def key_on(schedule: Schedule, day: date) -> str:
    """The key of a schedule's task: one for ever, or one a day."""
    return f"every:{schedule.key}" if isinstance(schedule.when, Every) else f"{schedule.key}:{day}"


def _asked(keys: list[str]) -> dict[str, Last]:
    query = select(tasks.Task.key, tasks.Task.created_at, tasks.Task.state).where(tasks.Task.key.in_(keys))
    ends = (tasks.DONE, tasks.FAILED)
    return {key: Last(at, state in ends) for key, at, state in db.session.execute(query) if key}


def _ask(schedule: Schedule, day: date, asked: Mapping[str, Last]) -> None:
    key, when = key_on(schedule, day), schedule.when
    last = asked.get(key)
    if isinstance(when, Every):
        if _is_time(when, last) and when.due():
            tasks.submit(schedule.job, key=key, label=schedule.label, anew=True)
    elif last is None and local(now()).hour >= when.hour():
        tasks.submit(schedule.job, day.isoformat(), key=key, label=schedule.label)


def _is_time(when: Every, last: Last | None) -> bool:
    return last is None or (last.ended and last.at + when.often <= now())

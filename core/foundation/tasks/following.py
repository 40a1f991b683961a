"""Waiting for a task that workers do, and seeing how far it is."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from core.foundation.database import db
from core.foundation.tasks.asking import find
from core.foundation.tasks.holding import Watch
from core.foundation.tasks.models import DONE, FAILED, SPLIT, Task
from core.foundation.tasks.tending import TOLD_AGAIN_AFTER, tend

LOOK, TEND = 0.3, 3.0  # seconds
DEEPEST = 6


class TaskFailed(Exception):
    """The task failed for good; the message is its sentence."""


def follow(task_id: int, watch: Watch | None = None, told_again_after: timedelta = TOLD_AGAIN_AFTER) -> Any:
    """Wait for a task to end, gives its result. Raises TaskFailed.

    It is tended meanwhile: also where there is no scheduler, a worker that dies is replaced.
    """
    tended = time.monotonic()
    while (task := find(task_id)) and task.state not in (DONE, FAILED):
        if watch:
            watch(*figures([task_id]))
        if time.monotonic() > tended + TEND:
            tend(told_again_after)
            tended = time.monotonic()
        db.session.rollback()
        time.sleep(LOOK)
    if task is None or task.state == FAILED:
        raise TaskFailed(task.error if task else "")
    return task.result


def figures(task_ids: list[int], deep: int = 0) -> tuple[int, int]:
    """How much of a task and its parts is done, of how much is known by now."""
    if not task_ids or deep > DEEPEST:
        return 0, 0
    counted = select(func.coalesce(func.sum(Task.done), 0), func.coalesce(func.sum(Task.total), 0))
    done, total = db.session.execute(counted.where(Task.id.in_(task_ids), Task.state != SPLIT)).one()
    below = select(Task.id).where(Task.parent_id.in_(task_ids))
    more, of = figures(list(db.session.scalars(below)), deep + 1)
    return done + more, total + of

"""What keeps tasks moving whatever happens: called every few seconds by whoever leads, harmless when called twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from core.foundation import queue
from core.foundation.clock import now
from core.foundation.database import changed, db, transaction
from core.foundation.tasks.asking import push
from core.foundation.tasks.closing import FREE, MOST, UNFINISHED, hold_parent, wake_parent
from core.foundation.tasks.models import FAILED, RUNNING, SPLIT, WAITING, Task

TOLD_AGAIN_AFTER = timedelta(seconds=60)
DIED = "O processo que a fazia parou sem avisar, três vezes."
MANY = 500


def tend(told_again_after: timedelta = TOLD_AGAIN_AFTER) -> None:
    """Take back what dead workers held, wake parents whose parts are done, tell the queue of what waits in it no more."""
    for task_id, parent_id, attempts in _expired():
        _take_back(task_id, parent_id, attempts)
    for parent_id in _forgotten_parents():
        with transaction() as session:
            hold_parent(session, parent_id)
            wake_parent(session, parent_id)
    _tell_again(told_again_after)


def _expired() -> list[tuple[int, int | None, int]]:
    query = select(Task.id, Task.parent_id, Task.attempts).where(*_dead(now()))
    return [(key, parent, attempts) for key, parent, attempts in db.session.execute(query)]


def _dead(at: datetime) -> tuple[Any, ...]:
    return (Task.state == RUNNING, Task.lease_until < at)


def _take_back(task_id: int, parent_id: int | None, attempts: int) -> None:
    with transaction() as session:
        hold_parent(session, parent_id)
        values: dict[str, Any] = {"state": WAITING, "pushed_at": None, **FREE}
        if attempts >= MOST:
            values = {"state": FAILED, "error": DIED, "finished_at": now(), **FREE}
        if changed(session, update(Task).where(Task.id == task_id, *_dead(now())).values(values)):
            wake_parent(session, parent_id)


def _forgotten_parents() -> list[int]:
    part = aliased(Task)
    on_its_way = exists().where(part.parent_id == Task.id, part.state.in_(UNFINISHED))
    return list(db.session.scalars(select(Task.id).where(Task.state == SPLIT, ~on_its_way)))


def _tell_again(after: timedelta) -> None:
    """Marked as told first: two schedulers at one moment tell of each once."""
    if not queue.exists():
        return
    with transaction() as session:
        told = _mark(session, now(), after)
    if told:
        push(told)


def _mark(session: Session, at: datetime, after: timedelta) -> list[int]:
    untold = and_(
        Task.state == WAITING,
        Task.due_at <= at,
        or_(Task.pushed_at.is_(None), Task.pushed_at < at - after),
    )
    first = select(Task.id).where(untold).order_by(Task.id).limit(MANY)
    statement = update(Task).where(Task.id.in_(first), untold).values(pushed_at=at).returning(Task.id)
    return sorted(session.scalars(statement))


def due(limit: int = 1) -> list[int]:
    """Tasks that wait and whose time has come, the oldest first: for a scheduler that has no queue to tell."""
    ready = (Task.state == WAITING, Task.due_at <= now())
    return list(db.session.scalars(select(Task.id).where(*ready).order_by(Task.due_at, Task.id).limit(limit)))

"""Asking for work: a row in the running transaction, a word to the workers after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from core.foundation import audit, queue
from core.foundation.clock import now
from core.foundation.database import after_commit, changed, db, transaction
from core.foundation.tasks.models import DONE, FAILED, SPLIT, WAITING, Task

LABEL = 160


def submit(
    job: str,
    *args: Any,
    key: str | None = None,
    label: str = "",
    parent_id: int | None = None,
    at: datetime | None = None,
    anew: bool = False,
) -> int | None:
    """Ask for `job` (a dotted name) to be called with plain arguments, from `at` on; gives the task's id.

    The row is written in the running transaction, and a worker is told once it has committed. A `key` may be asked
    for once alone: None where it was. With `anew` it may be asked for again once it has ended.
    """
    began = now()
    values = {
        "job": job,
        "args": list(args),
        "label": label[:LABEL],
        "parent_id": parent_id,
        "created_by": audit.actor().name,
        "created_at": began,
        **waiting_from(at or began),
    }
    with transaction() as session:
        found = _again(session, key, values) if anew else None
        task_id = found or _written(session, key, values)
        if task_id is not None and values["pushed_at"]:
            after_commit(lambda: push([task_id]))
    return task_id


def waiting_from(at: datetime) -> dict[str, Any]:
    """The values of a task that nobody has begun. One that is due counts as pushed: it is, after the commit."""
    fresh: dict[str, Any] = dict.fromkeys(
        ("lease_until", "worker", "started_at", "finished_at", "result", "error")
    )
    pushed = at if at <= now() else None
    return {
        **fresh,
        "state": WAITING,
        "attempts": 0,
        "due_at": at,
        "pushed_at": pushed,
        "done": 0,
        "total": 0,
    }


def _again(session: Session, key: str | None, values: dict[str, Any]) -> int | None:
    ended = (Task.key == key, Task.state.in_((DONE, FAILED)))
    return session.scalar(update(Task).where(*ended).values(values).returning(Task.id))


def _written(session: Session, key: str | None, values: dict[str, Any]) -> int | None:
    make = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    row = make(Task).values(key=key, **values).on_conflict_do_nothing(index_elements=["key"])
    return session.scalar(row.returning(Task.id))


def push(task_ids: Sequence[int]) -> bool:
    """Tell the workers of tasks. Where the queue does not answer, the scheduler tells them later."""
    if queue.push(task_ids):
        return True
    current_app.logger.warning("the queue does not answer: %s tasks are told of later", len(task_ids))
    with transaction() as session:
        session.execute(update(Task).where(Task.id.in_(task_ids)).values(pushed_at=None))
    return False


def retry(task_id: int) -> bool:
    """Have a failed task done again: of one in parts, the parts that failed. False where it has not failed."""
    with transaction() as session:
        task = session.get(Task, task_id, populate_existing=True)
        if task is None or task.state != FAILED:
            return False
        parts = _failed_parts(session, [task_id])
        if parts:
            _reset(session, parts)
        elif not _reset(session, [task_id]):
            return False
        _reopen(session, task_id if parts else task.parent_id)
    return True


def _failed_parts(session: Session, task_ids: Iterable[int]) -> list[int]:
    failed = select(Task.id).where(Task.parent_id.in_(task_ids), Task.state == FAILED)
    return list(session.scalars(failed.order_by(Task.id)))


def _reset(session: Session, task_ids: list[int]) -> int:
    statement = update(Task).where(Task.id.in_(task_ids), Task.state == FAILED).values(waiting_from(now()))
    reset = changed(session, statement)
    after_commit(lambda: push(task_ids))
    return reset


def _reopen(session: Session, parent_id: int | None) -> None:
    """A parent that failed with its parts waits for them once more, and so on up."""
    while parent_id is not None:
        values = {"state": SPLIT, "error": None, "finished_at": None}
        session.execute(update(Task).where(Task.id == parent_id, Task.state == FAILED).values(values))
        parent_id = session.scalar(select(Task.parent_id).where(Task.id == parent_id))


def find(task_id: int) -> Task | None:
    """The task as it is now."""
    return db.session.get(Task, task_id, populate_existing=True)

"""How a task ends: done, tried again later, failed for good; and what that means for the one it is a part of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.foundation.clock import now
from core.foundation.database import after_commit, changed, transaction
from core.foundation.tasks.asking import push, waiting_from
from core.foundation.tasks.holding import Holding
from core.foundation.tasks.models import DONE, FAILED, RUNNING, SPLIT, WAITING, Task

WAITS = (timedelta(seconds=30), timedelta(minutes=5))
MOST = len(WAITS) + 1
FREE = {"lease_until": None, "worker": None}
UNFINISHED = (WAITING, RUNNING, SPLIT)


def finish(holding: Holding, result: Any) -> bool:
    """The task is done; `result` is small JSON. False where it is no longer held: nothing is written then."""
    return _end(holding, state=DONE, result=result, finished_at=now(), **FREE)


def fail(holding: Holding, error: str, *, for_good: bool = False) -> bool:
    """The task failed: it waits longer each time, and after three attempts a person must look."""
    if for_good or holding.attempts >= MOST:
        return _end(holding, state=FAILED, error=error, finished_at=now(), **FREE)
    due_at = now() + WAITS[holding.attempts - 1]
    return _end(holding, state=WAITING, error=error, due_at=due_at, pushed_at=None, **FREE)


def hand_back(holding: Holding) -> bool:
    """The task goes on elsewhere: it waits, and this attempt does not count."""
    return _end(holding, state=WAITING, pushed_at=None, attempts=holding.attempts - 1, **FREE)


def _end(holding: Holding, **values: Any) -> bool:
    with transaction() as session:
        hold_parent(session, holding.parent_id)
        ended = bool(changed(session, update(Task).where(*holding.mine).values(values)))
        if ended:
            wake_parent(session, holding.parent_id)
    return ended


def hold_parent(session: Session, parent_id: int | None) -> None:
    """Parts that end at one moment take turns: else each would think the other still on its way."""
    if parent_id is not None:
        session.execute(select(Task.id).where(Task.id == parent_id).with_for_update())


def wake_parent(session: Session, parent_id: int | None) -> None:
    """Once the last part has ended the parent's job is called again; or fails, where a part has."""
    if parent_id is None or _count(session, parent_id, UNFINISHED):
        return
    failed = _count(session, parent_id, (FAILED,))
    if not failed:
        values = {**waiting_from(now()), "started_at": Task.started_at}
        if changed(session, _still_split(parent_id).values(values)):
            after_commit(lambda: push([parent_id]))
        return
    _fail_with_parts(session, parent_id, failed)


def _fail_with_parts(session: Session, parent_id: int, failed: int) -> None:
    part = select(Task.label, Task.error).where(Task.parent_id == parent_id, Task.state == FAILED)
    label, error = session.execute(part.order_by(Task.id).limit(1)).one()
    words = f"Falhou {label}: {error}" if failed == 1 else f"{failed} partes falharam. {label}: {error}"
    statement = _still_split(parent_id).values(state=FAILED, error=words, finished_at=now())
    grandparent = select(Task.parent_id).where(Task.id == parent_id)
    if changed(session, statement):
        wake_parent(session, session.scalar(grandparent))


def _still_split(parent_id: int) -> Any:
    return update(Task).where(Task.id == parent_id, Task.state == SPLIT)


def _count(session: Session, parent_id: int, states: tuple[str, ...]) -> int:
    parts = select(func.count()).select_from(Task).where(Task.parent_id == parent_id, Task.state.in_(states))
    return session.scalar(parts) or 0

"""Tasks as people see them: what runs, what waits, what failed and why, who is there to do it, how the nights went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.foundation.clock import local, now, today
from core.foundation.database import db
from core.foundation.outbox import OutboxDelivery
from core.foundation.preferences import preference
from core.foundation.tasks import DONE, FAILED, RUNNING, SPLIT, WAITING, Task, figures, leases
from core.foundation.tasks.leases import Sign

NIGHTLY = "core.office.jobs.night"
SHOWN = 50
SLOW = timedelta(minutes=2)
WHOLE = Task.parent_id.is_(None)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task, or the whole of one in parts: how much of it is done, of how much is known, and by whom."""

    id: int
    label: str
    state: str
    since: datetime | None
    until: datetime
    worker: str
    done: int
    total: int
    error: str


@dataclass(frozen=True, slots=True)
class Board:
    """All that the page *Tarefas* shows."""

    running: list[TaskLine]
    waiting: list[TaskLine]
    failed: list[TaskLine]
    deliveries: list[OutboxDelivery]
    scheduler: Sign | None
    workers: list[Sign]
    nights: list[Task]
    at: datetime

    @property
    def stalled(self) -> bool:
        """Whether somebody who should be there is not."""
        return self.scheduler is None or not self.scheduler.there


def board() -> Board:
    """The page as it is now."""
    signs = leases.signs(leases.SCHEDULER)
    return Board(
        running=_lines((RUNNING, SPLIT), Task.started_at),
        waiting=_lines((WAITING,), Task.due_at),
        failed=_lines((FAILED,), Task.finished_at.desc()),
        deliveries=failing_deliveries(),
        scheduler=signs[0] if signs else None,
        workers=leases.signs(leases.WORKER),
        nights=nights(),
        at=now(),
    )


def _lines(states: Sequence[str], order: Any) -> list[TaskLine]:
    query = select(Task).where(WHOLE, Task.state.in_(states)).order_by(order, Task.id).limit(SHOWN)
    return [_line(row) for row in db.session.scalars(query, execution_options={"populate_existing": True})]


def _line(row: Task) -> TaskLine:
    done, total = figures([row.id]) if row.state in (RUNNING, SPLIT) else (row.done, row.total)
    since = row.finished_at if row.state == FAILED else row.started_at
    workers = [row.worker] if row.worker else _workers_of([row.id])
    names = ", ".join(sorted({name.partition("/")[0] for name in workers}))
    return TaskLine(
        row.id, row.label or row.job, row.state, since, row.due_at, names, done, total, row.error or ""
    )


def _workers_of(task_ids: list[int]) -> list[str]:
    """Who does parts of a task now, parts of parts included."""
    found: list[str] = []
    while task_ids:
        below = db.session.execute(select(Task.id, Task.worker).where(Task.parent_id.in_(task_ids))).all()
        found += [worker for _, worker in below if worker]
        task_ids = [key for key, _ in below]
    return found


def failing_deliveries() -> list[OutboxDelivery]:
    """Events that a plugin failed to take, those that failed most first."""
    failing = select(OutboxDelivery).where(OutboxDelivery.error.is_not(None))
    order = (OutboxDelivery.attempts.desc(), OutboxDelivery.id)
    return list(db.session.scalars(failing.order_by(*order).limit(SHOWN)))


def nights(limit: int = 7) -> list[Task]:
    """The latest nights, by schedule and by hand, newest first."""
    of_nights = select(Task).where(WHOLE, Task.job == NIGHTLY).order_by(Task.id.desc())
    return list(db.session.scalars(of_nights.limit(limit)))


def failed_count() -> int:
    """How many tasks wait for a person."""
    failed = select(func.count()).select_from(Task).where(Task.state == FAILED, WHOLE)
    return db.session.scalar(failed) or 0


def standing_since() -> datetime | None:
    """Since when the oldest task that could be done is not begun; None while all goes on."""
    late = (Task.state == WAITING, Task.due_at < now() - SLOW)
    return db.session.scalar(select(func.min(Task.due_at)).where(*late))


def night_of_today() -> str:
    """How the night of today went: "done", "under way", "stopped" (its invoices), "failed", "missed"; "" before its time.

    Only where nights are left to the scheduler: a provider that never had one is told nothing.
    """
    found, day = nights(), today()
    of_today = [row for row in found if row.args and row.args[0] == day.isoformat()]
    if of_today:
        return _outcome(of_today)
    expected = local(now()).hour > int(preference("dunning.run_hour"))
    return "missed" if expected and (found or leases.signs(leases.SCHEDULER)) and _is_now(day) else ""


def _outcome(rows: list[Task]) -> str:
    states = {row.state for row in rows}
    if DONE in states:
        latest = next(row for row in rows if row.state == DONE)
        return "stopped" if latest.result and latest.result["billing"]["stopped"] else "done"
    return "failed" if states == {FAILED} else "under way"


def _is_now(day: date) -> bool:
    """A day that was moved by MALHA_TODAY has no hours of its own."""
    return local(now()).date() == day

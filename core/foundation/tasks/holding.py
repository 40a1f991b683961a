"""Holding a task: a lease taken by compare-and-swap, renewed while the work goes on, given up by whoever lost it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import changed, db, transaction
from core.foundation.tasks.beat import Beat
from core.foundation.tasks.models import RUNNING, WAITING, Task

LEASE = timedelta(seconds=45)
BEATS_A_LEASE = 4
Watch = Callable[[int, int], None]


class LeaseLost(BaseException):
    """Another may be doing this task by now. Not an Exception: no job takes it for a fault of its own."""


class HandedBack(BaseException):
    """This process was asked to end: the task goes back to those that wait, as far as it came."""


@dataclass(slots=True)
class Holding:
    """A task in hand. `was_split`: its parts are on their way, and it ends when they have."""

    task_id: int
    holder: str
    job: str
    args: list[Any]
    parent_id: int | None
    created_by: str
    attempts: int
    started_at: datetime
    lease: timedelta = LEASE
    was_split: bool = False

    @property
    def mine(self) -> tuple[Any, ...]:
        """SQL: that the task is still held by this holder."""
        return (Task.id == self.task_id, Task.state == RUNNING, Task.worker == self.holder)


_held: ContextVar[Holding | None] = ContextVar("held", default=None)
_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)
_ending = [False]


def whoever() -> str:
    """A name for who takes a task now: the machine, the process, and a mark that no other taking has."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}/{secrets.token_hex(3)}"


def claim(task_id: int, lease: timedelta = LEASE) -> Holding | None:
    """Take a task that waits and whose time has come; None where another has it, or it is done."""
    at, holder = now(), whoever()
    free = (Task.id == task_id, Task.state == WAITING, Task.due_at <= at)
    values = {
        "state": RUNNING,
        "worker": holder,
        "lease_until": at + lease,
        "attempts": Task.attempts + 1,
        "started_at": func.coalesce(Task.started_at, at),
        "error": None,
    }
    with transaction() as session:
        if not changed(session, update(Task).where(*free).values(values)):
            return None
        return holding_of(task_id, holder, lease)


def holding_of(task_id: int, holder: str, lease: timedelta) -> Holding:
    """What is known of a task that was just taken."""
    task = db.session.get_one(Task, task_id, populate_existing=True)
    began = task.started_at or now()
    asked = (task.job, task.args, task.parent_id, task.created_by)
    return Holding(task_id, holder, *asked, task.attempts, began, lease)


def renew(holding: Holding, **values: Any) -> bool:
    """Hold on for another lease, writing `values`; False where the task is no longer held."""
    with transaction() as session:
        statement = update(Task).where(*holding.mine).values(lease_until=now() + holding.lease, **values)
        return bool(changed(session, statement))


def held() -> Holding | None:
    """The task that is being done here and now."""
    return _held.get()


def began() -> datetime:
    """When the task in hand was begun, before any of its parts; now, where there is none."""
    holding = _held.get()
    return holding.started_at if holding else now()


@contextmanager
def in_hand(holding: Holding) -> Iterator[None]:
    """Do a task: it is the one held, signs of life are given, and whoever asked for it acts."""
    before, token = audit.actor(), _held.set(holding)
    named = holding.created_by != audit.SYSTEM.name
    audit.act_as(audit.Actor(None, holding.created_by) if named else audit.SYSTEM)
    try:
        with Beat(lambda: renew(holding), holding.lease / BEATS_A_LEASE):
            yield
    finally:
        _held.reset(token)
        audit.act_as(before)


@contextmanager
def watched(watch: Watch | None) -> Iterator[None]:
    """Have `watch` told as well how far the work inside is."""
    token = _watch.set(watch)
    try:
        yield
    finally:
        _watch.reset(token)


def progress(done: int, total: int) -> None:
    """Say how far the work is, between two transactions of it. Raises LeaseLost or HandedBack: let them pass."""
    if watch := _watch.get():
        watch(done, total)
    holding = _held.get()
    if holding is None:
        return
    if _ending[0]:
        raise HandedBack
    if not renew(holding, done=done, total=total):
        raise LeaseLost


def end_soon() -> None:
    """This process is to end: what is in hand is handed back at its next `progress`."""
    _ending[0] = True


def alive(task_id: int) -> bool:
    """Whether somebody holds a task and gave a sign of life within its lease."""
    held_now = (Task.id == task_id, Task.state == RUNNING, Task.lease_until > now())
    return db.session.scalar(select(Task.id).where(*held_now)) is not None

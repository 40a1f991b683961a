"""Doing a task, to whatever end: a fault is written down, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy.exc import DBAPIError

from core.foundation import audit, queue
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.tasks import leases
from core.foundation.tasks.asking import LABEL
from core.foundation.tasks.closing import fail, finish, hand_back
from core.foundation.tasks.holding import (
    LEASE,
    HandedBack,
    Holding,
    LeaseLost,
    claim,
    holding_of,
    in_hand,
    watched,
    whoever,
)
from core.foundation.tasks.models import RUNNING, Task

LONGEST_ERROR = 2_000


def perform(task_id: int, lease: timedelta = LEASE) -> bool:
    """Do a task if nobody else does; False where there was nothing to do."""
    holding = claim(task_id, lease)
    if holding is None:
        return False
    with in_hand(holding):
        try:
            _run(holding)
        except LeaseLost:
            current_app.logger.warning("task %s is no longer ours; leaving it", task_id)
        except HandedBack:
            hand_back(holding)
        except Exception as error:  # a job may fail in any way; it is tried again, or a person told
            _note_failure(holding, error)
    return True


def _run(holding: Holding) -> Any:
    result = queue.run(holding.job, *holding.args)
    if not holding.was_split and not finish(holding, result):
        raise LeaseLost
    return result


def _note_failure(holding: Holding, error: BaseException, *, for_good: bool = False) -> None:
    db.session.rollback()  # what it left half
    current_app.logger.error("task %s (%s) failed", holding.task_id, holding.job, exc_info=error)
    fail(holding, sentence(error), for_good=for_good)


def perform_if_alone(task_id: int) -> None:
    """Do a task at once where nobody else will: there is no queue, and no scheduler gives a sign of life."""
    if not queue.exists() and not leases.anyone(leases.SCHEDULER):
        perform(task_id)


def here(job: str, *args: Any, label: str = "", watch: Callable[[int, int], None] | None = None) -> Any:
    """Do a job at once in this process, written down as a task: a person waits for it, and gets what it raises."""
    holding = _begun_here(job, args, label)
    with in_hand(holding), watched(watch):
        try:
            return _run(holding)
        except BaseException as error:
            _note_failure(holding, error, for_good=True)
            raise


def _begun_here(job: str, args: tuple[Any, ...], label: str) -> Holding:
    at, holder = now(), whoever()
    with transaction() as session:
        row = Task(
            job=job,
            args=list(args),
            label=label[:LABEL],
            state=RUNNING,
            attempts=1,
            due_at=at,
            worker=holder,
            lease_until=at + LEASE,
            created_by=audit.actor().name,
            created_at=at,
            started_at=at,
        )
        session.add(row)
        session.flush()
        return holding_of(row.id, holder, LEASE)


def sentence(error: BaseException) -> str:
    """What went wrong, for a person to read."""
    if isinstance(error, DBAPIError):
        return f"O banco de dados recusou: {error.orig}"[:LONGEST_ERROR]
    if isinstance(error, KeyboardInterrupt):
        return "Interrompida por quem a começou."
    return (str(error) or type(error).__name__)[:LONGEST_ERROR]

"""A task in parts: each is a task of its own, and once the last is done the job of the whole is called again.

So nobody waits for a part while holding a worker, and a single worker does the whole as well as ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from core.foundation import queue
from core.foundation.database import changed, db, transaction
from core.foundation.tasks.asking import submit
from core.foundation.tasks.closing import FREE
from core.foundation.tasks.holding import LeaseLost, held
from core.foundation.tasks.models import DONE, SPLIT, Task


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a task: a job, its plain arguments, and words for a person (“contratos 1 a 2.000”)."""

    job: str
    args: tuple[Any, ...]
    label: str = ""


def split(parts: Sequence[Part]) -> None:
    """Leave the parts of the task in hand to whoever is free. The job must return: it is called again at the end.

    Raises LeaseLost.
    """
    holding = held()
    if holding is None:
        raise RuntimeError("only a task can be split")
    with transaction() as session:
        values = {"state": SPLIT, "done": 0, "total": 0, **FREE}
        if not changed(session, update(Task).where(*holding.mine).values(values)):
            raise LeaseLost
        for part in parts:
            submit(part.job, *part.args, label=part.label, parent_id=holding.task_id)
    holding.was_split = True


def results(task_id: int, job: str) -> list[Any]:
    """What the parts of a task that did this job gave, in their order."""
    done = select(Task.result).where(Task.parent_id == task_id, Task.job == job, Task.state == DONE)
    return list(db.session.scalars(done.order_by(Task.id)))


def gathered(job: str) -> list[Any]:
    """What the parts of the task in hand that did this job gave, where it is called again after them."""
    holding = held()
    return results(holding.task_id, job) if holding else []


def spread(parts: Sequence[Part], *, here: bool) -> list[Any] | None:
    """What parts of one job give: done one after another where `here`, else by whoever is free.

    None: they are on their way; return at once, and be called again when all are done.
    """
    if held() and (done := gathered(parts[0].job)):
        return done
    if here or not held():
        return [queue.run(part.job, *part.args) for part in parts]
    split(parts)
    return None

"""Work for later, kept in the database: a queue only tells workers that there is some.

A task is a dotted name and plain arguments. Whoever does it holds a lease and renews it; a task whose lease ran out
is anyone's again. So a queue that is emptied or restarted loses nothing, and a worker that dies holds nothing up.

A service asks with `submit`, in its own transaction. A job says how far it is with `progress`, and leaves its parts
to others with `spread`. The scheduler calls `tend`; a worker calls `perform`.
"""

from core.foundation.tasks.asking import push, retry, submit
from core.foundation.tasks.doing import here, perform, perform_if_alone, sentence
from core.foundation.tasks.following import TaskFailed, figures, follow
from core.foundation.tasks.holding import (
    LEASE,
    HandedBack,
    Holding,
    LeaseLost,
    began,
    claim,
    progress,
    watched,
)
from core.foundation.tasks.models import DONE, FAILED, RUNNING, SPLIT, WAITING, Lease, Task
from core.foundation.tasks.parts import Part, gathered, results, split, spread
from core.foundation.tasks.tending import due, tend

__all__ = [
    "DONE",
    "FAILED",
    "LEASE",
    "RUNNING",
    "SPLIT",
    "WAITING",
    "HandedBack",
    "Holding",
    "Lease",
    "LeaseLost",
    "Part",
    "Task",
    "TaskFailed",
    "began",
    "claim",
    "due",
    "figures",
    "follow",
    "gathered",
    "here",
    "perform",
    "perform_if_alone",
    "progress",
    "push",
    "results",
    "retry",
    "sentence",
    "spread",
    "split",
    "submit",
    "tend",
    "watched",
]

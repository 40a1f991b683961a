"""The queue: RQ jobs that carry the id of a task, to tell workers that there is one.

The truth is in the database (`core.foundation.tasks`): what is lost with the queue is told of again. RQ and its client
are imported by who uses them alone: a sixth of the memory of a process that has no queue otherwise.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import current_app
from werkzeug.utils import import_string

if TYPE_CHECKING:
    from redis import Redis
    from rq import Queue

NAME = "malha"
ENTRY = "core.worker.run"
LONGEST = 4 * 60 * 60  # seconds
PATIENCE = 2  # seconds that somebody at a page waits for a queue that does not answer


def exists() -> bool:
    """Whether the settings name a queue."""
    return bool(current_app.config["MALHA"].redis_url)


def connection(patience: int | None = None) -> Redis | None:
    """The Redis or Valkey of the settings, or None where there is none. `patience`: seconds, for ever unless given."""
    url = current_app.config["MALHA"].redis_url
    if not url:
        return None
    from redis import Redis

    return Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=patience)


def push(task_ids: Sequence[int]) -> bool:
    """Tell workers of tasks, where there is a queue; False where it does not answer."""
    redis = connection(PATIENCE)
    if redis is None:
        return True
    from redis.exceptions import RedisError
    from rq import Queue

    try:
        with redis:
            _enqueue(Queue(NAME, connection=redis), task_ids)
    except RedisError:
        return False
    return True


def _enqueue(queue: Queue, task_ids: Sequence[int]) -> None:
    """Each once, however often it is told of: where no worker comes, the queue must not grow."""
    there = {job_id.partition("-")[0] for job_id in queue.get_job_ids()}
    jobs = [
        queue.prepare_data(
            ENTRY,
            args=(task_id,),
            job_id=f"{task_id}-{secrets.token_hex(4)}",
            timeout=LONGEST,
            result_ttl=0,
            failure_ttl=60,
        )
        for task_id in task_ids
        if str(task_id) not in there
    ]
    queue.enqueue_many(jobs)


def run(job: str, *args: Any) -> Any:
    """Call a job by its dotted name in the app context there is."""
    return import_string(job)(*args)

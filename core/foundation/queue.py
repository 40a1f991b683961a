"""Work for later: RQ jobs that carry ids. Without a Redis, it is done at once, in this process.

The truth is in the database: a job lost with its queue is found again there. RQ and its client are imported by
who uses them alone: a sixth of the memory of a process that has no queue otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import current_app
from werkzeug.utils import import_string

if TYPE_CHECKING:
    from redis import Redis


def connection() -> Redis | None:
    """The Redis or Valkey of the settings, or None where there is none."""
    url = current_app.config["MALHA"].redis_url
    if not url:
        return None
    from redis import Redis

    return Redis.from_url(url)


def enqueue(job: str, *args: Any) -> None:
    """Have `job` (a dotted name) called with plain arguments inside an app, by a worker where there is one."""
    redis = connection()
    if redis is None:
        run(job, *args)
        return
    from rq import Queue

    Queue("malha", connection=redis).enqueue("core.worker.run", job, *args, job_timeout=7200)


def run(job: str, *args: Any) -> Any:
    """Call a job by its dotted name in the app context there is."""
    return import_string(job)(*args)

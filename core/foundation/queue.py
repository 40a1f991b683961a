"""Work for later: RQ jobs that carry ids. Without a Redis, it is done at once, in this process.

The truth is in the database: a job lost with its queue is found again there.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from redis import Redis
from rq import Queue


def connection() -> Redis | None:
    """The Redis or Valkey of the settings, or None where there is none."""
    url = current_app.config["MALHA"].redis_url
    return Redis.from_url(url) if url else None


def enqueue(job: str, *args: Any) -> None:
    """Have `job` (a dotted name) called with plain arguments inside an app, by a worker where there is one."""
    redis = connection()
    if redis is None:
        run(job, *args)
    else:
        Queue("malha", connection=redis).enqueue("core.worker.run", job, *args, job_timeout=7200)


def run(job: str, *args: Any) -> Any:
    """Call a job by its dotted name in the app context there is."""
    from werkzeug.utils import import_string

    return import_string(job)(*args)

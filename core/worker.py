"""The entry of RQ's workers: a job runs inside the app, which each process makes once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask

from core.app import create_app
from core.foundation import queue


@lru_cache(maxsize=1)
def _app() -> Flask:
    return create_app()


def run(job: str, *args: Any) -> Any:
    """Do a job (a dotted name) with plain arguments. The name that `core.foundation.queue` asks workers for."""
    with _app().app_context():
        return queue.run(job, *args)

"""The entry of RQ's workers: a task is done inside the app, which each process makes once."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, current_app, has_app_context

from core.app import create_app
from core.foundation import tasks
from core.foundation.database import db


@lru_cache(maxsize=1)
def _app() -> Flask:
    return create_app()


def run(task_id: int) -> None:
    """Do a task by its id. The name that `core.foundation.queue` asks workers for."""
    app: Flask = current_app._get_current_object() if has_app_context() else _app()  # type: ignore[attr-defined]
    with app.app_context():
        tasks.perform(task_id, app.extensions.get("malha.lease", tasks.LEASE))
        db.session.remove()

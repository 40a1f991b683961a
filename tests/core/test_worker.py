"""Long work goes through a real queue to a worker, and without a queue is done at once. DESIGN §2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from redis import Redis
from rq import Queue, SimpleWorker

from core.billing.models import BillingRun
from core.billing.services.start import start_run
from core.foundation.database import db
from core.peers.valkey import Valkey
from core.testing.builders import contract

APRIL = date(2017, 4, 1)


@pytest.fixture
def queue(valkey: Valkey) -> Iterator[Redis]:
    """The connection of an empty queue."""
    with Redis.from_url(valkey.url) as connection:
        connection.flushall()
        yield connection


def state_of(app: Flask, run_id: int) -> tuple[str, int]:
    with app.app_context():
        row = db.session.get_one(BillingRun, run_id)
        return row.state, row.issued


def start(app: Flask) -> int:
    with app.app_context():
        contract(starts_on=APRIL)
        run_id = start_run(APRIL, None)
        db.session.remove()
    return run_id


def test_a_run_waits_in_the_queue_until_a_worker_does_it(
    make_app: Callable[..., Flask],
    database: str,
    valkey: Valkey,
    queue: Redis,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make_app(database, redis_url=valkey.url)
    run_id = start(app)
    assert (state_of(app, run_id), Queue("malha", connection=queue).count) == (("waiting", 0), 1)

    for name, value in {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "REDIS_URL": valkey.url}.items():
        monkeypatch.setenv(f"MALHA_{name}", value)
    SimpleWorker(["malha"], connection=queue).work(burst=True, logging_level="ERROR")

    assert state_of(app, run_id) == ("done", 1)


def test_without_a_queue_the_run_is_done_at_once(app: Flask) -> None:
    run_id = start(app)

    assert state_of(app, run_id) == ("done", 1)

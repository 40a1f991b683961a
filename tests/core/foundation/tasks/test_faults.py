"""With a real queue and real workers: whatever is killed, emptied or restarted, nothing is lost nor done twice."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import func, select

from bench.seed import START, seed
from core.billing.models import Invoice
from core.foundation import outbox, tasks
from core.foundation.database import db, transaction
from core.foundation.tasks import leases
from core.foundation.tasks.models import Task
from core.office.queries.tasks import NIGHTLY
from core.peers.valkey import Valkey
from tests.core.foundation.tasks.conftest import Crew, kill_with_its_horse, until
from tests.core.foundation.tasks.work_of_tests import HERE, noted

BOTH = pytest.mark.databases("sqlite", "postgres")
SOON = timedelta(seconds=0.5)


def state_of(task_id: int) -> str:
    db.session.rollback()
    return db.session.scalars(select(Task.state).where(Task.id == task_id)).one()


def ended(task_id: int) -> bool:
    """As the scheduler would, it is tended while it is waited for."""
    tasks.tend(SOON)
    return state_of(task_id) in ("done", "failed")


@BOTH
def test_a_task_whose_worker_was_killed_with_its_horse_is_done_by_another(
    queued: Flask, crew: Crew, tmp_path: Path
) -> None:
    book, stone = tmp_path / "book", tmp_path / "stone"
    stone.touch()
    first = crew.worker()
    key = tasks.submit(f"{HERE}.hold_while", str(book), "a", str(stone)) or 0
    until(lambda: noted(book))

    kill_with_its_horse(first, key)
    crew.worker()
    crew.scheduler()
    stone.unlink()

    until(lambda: state_of(key) == "done")
    assert noted(book) == ["a-begun", "a-begun", "a"]


def test_a_queue_that_is_emptied_killed_and_restarted_loses_nothing_and_nothing_is_done_twice(
    queued: Flask, own_queue: Valkey, crew: Crew, tmp_path: Path
) -> None:
    book = tmp_path / "book"
    crew.worker()
    crew.worker()
    key = tasks.submit(f"{HERE}.whole", str(book), 30) or 0
    until(lambda: noted(book))

    with Redis.from_url(own_queue.url) as connection:
        connection.flushall()
    emptied = len(noted(book))
    own_queue.kill()
    during = tasks.submit(f"{HERE}.note", str(book), "during") or 0
    own_queue.start()

    until(lambda: ended(key) and ended(during))
    assert emptied < 30, "the queue was emptied too late"
    assert sorted(noted(book)) == sorted(["during", *(f"part{n}" for n in range(30))])
    assert (state_of(key), state_of(during)) == ("done", "done")


def test_a_queue_that_is_down_fails_no_service_and_it_is_told_later(
    queued: Flask, own_queue: Valkey, tmp_path: Path
) -> None:
    own_queue.kill()

    key = tasks.submit(f"{HERE}.note", str(tmp_path / "book"), "a") or 0
    untold = db.session.get_one(Task, key).pushed_at
    own_queue.start()
    tasks.tend()

    with Redis.from_url(own_queue.url) as connection:
        assert (untold, connection.llen("rq:queue:malha")) == (None, 1)


def test_however_often_it_is_told_the_queue_does_not_grow(queued: Flask, own_queue: Valkey) -> None:
    tasks.submit(f"{HERE}.note", "book", "a")

    for _ in range(3):
        tasks.tend(timedelta(0))

    with Redis.from_url(own_queue.url) as connection:
        assert connection.llen("rq:queue:malha") == 1


def test_a_worker_that_is_asked_to_end_hands_its_task_back_and_ends_at_once(
    queued: Flask, crew: Crew, tmp_path: Path
) -> None:
    book, stone = tmp_path / "book", tmp_path / "stone"
    stone.touch()
    worker = crew.worker()
    key = tasks.submit(f"{HERE}.hold_while", str(book), "a", str(stone)) or 0
    until(lambda: noted(book))

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0
    db.session.rollback()
    task = db.session.get_one(Task, key, populate_existing=True)
    assert (task.state, task.attempts, task.worker) == ("waiting", 0, None)
    assert leases.signs(leases.WORKER) == []


def test_an_idle_worker_that_is_asked_to_end_ends_at_once(queued: Flask, crew: Crew) -> None:
    worker = crew.worker()
    until(lambda: leases.anyone(leases.WORKER))

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(10) == 0


def test_when_the_scheduler_that_leads_is_killed_the_other_takes_over(queued: Flask, crew: Crew) -> None:
    crew_of_two = {process.pid: process for process in (crew.scheduler(), crew.scheduler())}
    until(lambda: leases.anyone(leases.SCHEDULER))
    leader = _leader()

    crew_of_two[leader].kill()

    until(lambda: _leader() != leader)
    assert _leader() in crew_of_two


def _leader() -> int:
    db.session.rollback()
    (sign,) = leases.signs(leases.SCHEDULER)
    return int(sign.holder.partition("/")[0].rpartition(":")[2])


@pytest.mark.databases("postgres")
def test_a_range_of_the_night_whose_worker_was_killed_is_done_by_another(
    queued: Flask, crew: Crew, database: str
) -> None:
    seed(4_100)
    workers = {process.pid: process for process in (crew.worker(), crew.worker())}
    key = tasks.submit(NIGHTLY, START.isoformat(), 2) or 0
    until(_range_in_hand)
    task_id, parent = _range_in_hand()

    kill_with_its_horse(workers[parent], task_id)

    until(lambda: ended(key))
    assert state_of(key) == "done"
    report = db.session.get_one(Task, key, populate_existing=True).result["billing"]
    assert db.session.scalar(select(func.count(func.distinct(Invoice.contract_id)))) == 4_100
    assert db.session.scalar(select(func.count(Invoice.id))) == 4_100
    assert report["issued"] <= 4_100


def _range_in_hand() -> tuple[int, ...]:
    """A range of invoices that is being done: its task, and the worker that it was forked from."""
    db.session.rollback()
    running = (Task.job == "core.billing.jobs.run_part", Task.state == "running")
    for key, holder in db.session.execute(select(Task.id, Task.worker).where(*running)):
        horse = holder.partition("/")[0].rpartition(":")[2]
        stat = Path(f"/proc/{horse}/stat")
        if stat.exists():
            return key, int(stat.read_text().rpartition(")")[2].split()[1])
    return ()


@pytest.mark.databases("postgres")
def test_a_night_by_hand_that_was_killed_is_finished_by_the_next(app: Flask, crew: Crew) -> None:
    with app.app_context():
        seed(4_100)
        night = crew.start("nightly", "--date", START.isoformat())
        until(_some)
        night.kill()
        night.wait()
        killed = _some()

        crew.start("nightly", "--date", START.isoformat()).wait(60)

        assert 0 < killed < 4_100, "the night was not caught half-way"
        assert _some() == 4_100
        assert db.session.scalar(select(func.count(func.distinct(Invoice.contract_id)))) == 4_100


def _some() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Invoice.id))) or 0


def test_a_night_that_is_shared_out_is_followed_to_its_report(
    queued: Flask, crew: Crew, tmp_path: Path
) -> None:
    crew.worker()
    until(lambda: leases.anyone(leases.WORKER))

    night = crew.start("nightly", "--date", "2017-04-01", "--jobs", "2")

    assert night.wait(30) == 0
    db.session.rollback()
    done = db.session.scalars(select(Task).where(Task.job == NIGHTLY)).one()
    assert (done.state, done.result["billing"]["issued"]) == ("done", 0)


def test_events_go_out_right_after_the_commit_by_a_worker(queued: Flask, own_queue: Valkey) -> None:
    with transaction():
        outbox.wake("on_contract_saved")
        outbox.wake("on_contract_saved")

    listeners = outbox.subscribers("on_contract_saved")
    keys = db.session.scalars(select(Task.key).order_by(Task.key)).all()
    assert keys == sorted(f"outbox:{plugin}" for plugin in listeners)


def test_without_a_queue_a_worker_says_what_it_needs(runner: Callable[..., Any]) -> None:
    done = runner("worker")

    assert (done.exit_code, "MALHA_REDIS_URL" in done.output) == (2, True)

"""Workers and schedulers in processes of their own, on a queue of their own that a test may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from core.foundation.database import db
from core.foundation.tasks.models import Task
from core.peers.valkey import Valkey

ROOT = Path(__file__).parents[4]
PATIENCE = 20


class Crew:
    """Processes of `malha`, ended after the test."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), **env}
        self._all: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """`malha` with these words."""
        command = [sys.executable, "-m", "core.cli", *words]
        process = subprocess.Popen(command, cwd=ROOT, env=self._env, start_new_session=True)
        self._all.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        """One whose tasks are another's a second after it died."""
        return self.start("worker", "--lease", "1")

    def scheduler(self) -> subprocess.Popen[bytes]:
        """One that ticks often, and is replaced two seconds after it died."""
        return self.start("scheduler", "--every", "0.2", "--term", "2", "--tell-again", "1", "--lease", "1")

    def end(self) -> None:
        for process in self._all:
            process.kill()
            process.wait()


def kill_with_its_horse(process: subprocess.Popen[bytes], task_id: int) -> None:
    """A power cut, for one worker and what it forked for a task."""
    holder = db.session.get_one(Task, task_id, populate_existing=True).worker or ""
    process.send_signal(signal.SIGSTOP)  # so that it does not see its horse die
    os.kill(int(holder.partition("/")[0].rpartition(":")[2]), signal.SIGKILL)
    process.kill()
    process.wait()


def until(true: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    over = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < over, "waited in vain"
        db.session.rollback()  # else what others have written since is not seen
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def jobs_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """`work_of_tests` is found as workers find it."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


@pytest.fixture
def own_queue() -> Iterator[Valkey]:
    """A queue that a test may empty and kill."""
    with Valkey() as server:
        yield server


@pytest.fixture
def queued(make_app: Callable[..., Flask], database: str, own_queue: Valkey) -> Iterator[Flask]:
    """The app with that queue, and its context."""
    app = make_app(database, redis_url=own_queue.url)
    with app.app_context():
        yield app


@pytest.fixture
def crew(database: str, own_queue: Valkey, tmp_path: Path) -> Iterator[Crew]:
    settings = {"DATABASE_URL": database, "DATA_DIR": str(tmp_path), "REDIS_URL": own_queue.url}
    hired = Crew({f"MALHA_{name}": value for name, value in settings.items()})
    yield hired
    hired.end()

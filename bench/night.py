"""The night at a size, 8 % late; and the same work with two workers beside one.

The heaviest night of a ladder: every late contract takes its first step, and a message is made for each. Then a night
on which every contract closes. Each night runs in a process of its own, for its memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

from bench.billing import seed_database
from core.app import create_app
from core.billing.services.recorded import RECORDED, record_start
from core.foundation import tasks
from core.foundation.database import db, transaction
from core.foundation.tasks import leases
from core.notices.models import ChannelSettings
from core.peers.postgres import Postgres
from core.peers.valkey import Valkey

MONTH, LADDER_NIGHT, CLOSING_NIGHT = "2017-02-01", "2017-02-11", "2017-03-01"
LATE_SHARE = 8  # percent
# The Anatel figures would wait longer; these make every late contract move on one night.
LADDER = """
UPDATE contract SET message_after_days = 1, throttle_after_days = 3, suspend_after_days = 10, cancel_after_days = 10;
INSERT INTO customer_email (customer_id, address, position) SELECT id, 'c' || id || '@example.com', 0 FROM customer;
"""
PAID = f"""
UPDATE invoice SET status = 'paid', "left" = 0, paid_on = '2017-02-09' WHERE contract_id % 100 >= {LATE_SHARE};
"""


@dataclass(frozen=True, slots=True)
class Night:
    """One night: how many moved, how many invoices, seconds, memory in MB."""

    moved: int
    issued: int
    seconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Nights:
    """A size: the night of the ladder, the night of the closing date, the month by one worker and by two."""

    contracts: int
    ladder: Night
    closing: Night
    one_worker: float
    two_workers: float

    @property
    def speedup(self) -> float:
        """How many times faster two workers are."""
        return self.one_worker / self.two_workers


def measure(server: Postgres, contracts: int) -> Nights:
    """Seed a provider of that size, live two nights of it, and run its month by one worker and by two."""
    base, nights = f"nightbase_{contracts}", f"nights_{contracts}"
    seed_database(server.create_database(base), contracts)
    url = server.create_database(nights, base)
    _switch_channel_on(url)
    _prepare(server.dsn_of(nights), LADDER)
    _night(url, MONTH)
    _prepare(server.dsn_of(nights), PAID)
    ladder, closing = _night(url, LADDER_NIGHT), _night(url, CLOSING_NIGHT)
    server.drop_database(nights)
    by_one, by_two = (_by_workers(server, base, count) for count in (1, 2))
    server.drop_database(base)
    return Nights(contracts, ladder, closing, by_one, by_two)


def _switch_channel_on(url: str) -> None:
    with create_app({"database_url": url}).app_context():
        with transaction() as session:
            session.merge(ChannelSettings(channel="email", active=True, settings="{}"))
        db.session.remove()
        db.engine.dispose()


def _prepare(dsn: str, statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statements)
        connection.execute("VACUUM ANALYZE")  # as the server does by itself within a minute


def _night(url: str, day: str) -> Night:
    command = [sys.executable, "-m", "bench.onenight", url, day]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Night(**json.loads(done.stdout))


def _by_workers(server: Postgres, base: str, count: int) -> float:
    """Seconds of the month by so many workers, in the same ranges, from the word to start to the report."""
    name = f"{base}_by_{count}"
    url = server.create_database(name, base)
    with tempfile.TemporaryDirectory() as folder, Valkey() as queue:
        settings = {"database_url": url, "data_dir": Path(folder), "redis_url": queue.url}
        app = create_app(settings)
        with app.app_context(), _workers({key: str(value) for key, value in settings.items()}, count):
            began = time.perf_counter()
            key = tasks.submit(RECORDED, record_start(date.fromisoformat(MONTH)), 2)
            tasks.follow(key or 0)
            seconds = time.perf_counter() - began
            db.session.remove()
            db.engine.dispose()
    server.drop_database(name)
    return seconds


@contextmanager
def _workers(settings: dict[str, str], count: int) -> Iterator[None]:
    env = {**os.environ, **{f"MALHA_{name.upper()}": value for name, value in settings.items()}}
    crew = [subprocess.Popen([sys.executable, "-m", "core.cli", "worker"], env=env) for _ in range(count)]
    try:
        while len(leases.signs(leases.WORKER)) < count:
            db.session.rollback()
            time.sleep(0.1)
        db.session.rollback()
        yield
    finally:
        for worker in crew:
            worker.terminate()
        for worker in crew:
            worker.wait(20)


def report(nights: Nights) -> str:
    """The figures as a chapter of the page."""
    return f"""
## The night

{nights.contracts:,} contracts, {LATE_SHARE} % of them late, one process: on the first night every late contract takes the first
step of its ladder and an e-mail is made for it; on the second every contract closes as well, and the month is compared with
the one before.

| night | steps | invoices | s | peak memory, MB |
|---|---|---|---|---|
{_row("first step of the ladder", nights.ladder)}
{_row("closing date of all", nights.closing)}

The month as the workers share it out, in the same ranges: {nights.one_worker:.2f} s by one worker, {nights.two_workers:.2f} s by two, on a
machine of {os.cpu_count()} cores that the database shares.

| goal | reached |
|---|---|
| the night under 30 s and 128 MB | {nights.ladder.seconds:.1f} s, {nights.ladder.memory_mb:.0f} MB; with the month of all {nights.closing.seconds:.1f} s, {nights.closing.memory_mb:.0f} MB |
| two workers at least 1.85 times as fast as one | {nights.speedup:.2f} times |
"""


def _row(name: str, one: Night) -> str:
    return f"| {name} | {one.moved:,} | {one.issued:,} | {one.seconds:.2f} | {one.memory_mb:.0f} |"


if __name__ == "__main__":
    with Postgres(shared_buffers="256MB", max_wal_size="4GB") as started:
        print(report(measure(started, int(sys.argv[1]))))

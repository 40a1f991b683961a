"""The monthly run beside its floor: COPY of the very same rows into the very same tables."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.seed import seed
from core.app import create_app
from core.extension.branches import branches
from core.foundation import migrations
from core.foundation.database import db
from core.peers.postgres import Postgres

TABLES = ("invoice", "invoice_line", "audit_entry", "outbox_event")
# Seeded with ids of their own: their sequences are set to go on from there.
SEEDED = ("customer", "address", "contract", "contract_template")
MONTHS = ("2017-02-01", "2017-03-01")


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: seconds of the first month, of a rerun, of the month after; the floor's; rows; memory in MB."""

    contracts: int
    seconds: float
    rerun_seconds: float
    second_month_seconds: float
    floor_seconds: float
    rows: int
    memory_mb: float

    @property
    def share_of_floor(self) -> float:
        """Rows a second of the run, as a share of the floor's."""
        return self.floor_seconds / self.seconds


def measure(server: Postgres, contracts: int) -> tuple[Measured, str]:
    """Seed a provider of that size, run two months, and copy the first one's rows as the floor.

    Gives the figures, and the address of the database with both months in it.
    """
    base, month, floor = (f"{name}_{contracts}" for name in ("base", "month", "floor"))
    seed_database(server.create_database(base), contracts)
    url = server.create_database(month, base)
    server.create_database(floor, base)
    first = _run(url, MONTHS[0], contracts)
    with tempfile.TemporaryDirectory() as folder:
        rows = _dump(server.dsn_of(month), Path(folder))
        floor_seconds = _copy(server.dsn_of(floor), Path(folder))
    again, later = _run(url, MONTHS[0], 0), _run(url, MONTHS[1], contracts)
    for name in (floor, base):
        server.drop_database(name)
    measured = Measured(
        contracts,
        first["seconds"],
        again["seconds"],
        later["seconds"],
        floor_seconds,
        rows,
        first["memory_mb"],
    )
    return measured, url


def seed_database(url: str, contracts: int) -> None:
    """Make a new database of that size, its statistics taken."""
    app = create_app({"database_url": url})
    with app.app_context():
        migrations.upgrade(branches())
        seed(contracts)
        db.session.remove()
        db.engine.dispose()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for table in SEEDED:
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
        connection.execute("VACUUM ANALYZE")


def _run(url: str, day: str, expected: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.month", url, day]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    if result["issued"] != expected:
        raise RuntimeError(f"{day}: {result['issued']} invoices instead of {expected}")
    return result


def _dump(dsn: str, folder: Path) -> int:
    """The rows that the run wrote, as COPY text; gives how many."""
    rows = 0
    with psycopg.connect(dsn) as connection:
        for table in TABLES:
            with (folder / table).open("wb") as file, connection.cursor() as cursor:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    for block in copy:
                        file.write(block)
                rows += cursor.rowcount
    return rows


def _copy(dsn: str, folder: Path) -> float:
    began = time.perf_counter()
    with psycopg.connect(dsn) as connection:
        for table in TABLES:
            with (
                (folder / table).open("rb") as file,
                connection.cursor().copy(f"COPY {table} FROM STDIN") as copy,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
    return time.perf_counter() - began

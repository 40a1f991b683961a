"""The PostgreSQL that tests and the bench start for themselves."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from core.peers.postgres import Postgres
from core.peers.process import PeerFailed

ORPHAN = """
import os, sys, signal
from core.peers.{module} import {name}
server = {name}().start()
print(server._process.pid, server._base, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_clone_holds_what_its_template_held_and_is_apart_from_it(postgres: Postgres) -> None:
    postgres.create_database("original")
    with psycopg.connect(postgres.dsn_of("original")) as connection:
        connection.execute("CREATE TABLE plan (name text)")
        connection.execute("INSERT INTO plan VALUES ('30 Mega')")

    postgres.create_database("copy", template="original")
    with psycopg.connect(postgres.dsn_of("copy")) as connection:
        connection.execute("INSERT INTO plan VALUES ('50 Mega')")

    assert _plans(postgres, "copy") == ["30 Mega", "50 Mega"]
    assert _plans(postgres, "original") == ["30 Mega"]
    postgres.drop_database("copy")
    postgres.drop_database("original")


def _plans(server: Postgres, database: str) -> list[str]:
    engine = create_engine(server.url_of(database))
    with engine.connect() as connection:
        names = list(connection.scalars(text("SELECT name FROM plan ORDER BY name")))
    engine.dispose()
    return names


def test_a_database_is_dropped_although_somebody_is_connected(postgres: Postgres) -> None:
    postgres.create_database("busy")

    with psycopg.connect(postgres.dsn_of("busy")):
        postgres.drop_database("busy")

    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(postgres.dsn_of("busy"))


def test_nothing_is_left_behind_after_the_server_ended() -> None:
    with Postgres(shared_buffers="16MB") as server:
        folder = Path(server.url.partition("host=")[2])
        assert (folder / "data" / "postmaster.pid").exists()

    assert not folder.exists()


def test_a_setting_that_the_server_refuses_is_told_with_its_own_words() -> None:
    with pytest.raises(PeerFailed, match="shared_buffers"):
        Postgres(shared_buffers="plenty").start()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
@pytest.mark.parametrize(("module", "name"), [("postgres", "Postgres"), ("valkey", "Valkey")])
def test_a_server_ends_when_whoever_started_it_is_killed(module: str, name: str) -> None:
    program = ORPHAN.format(module=module, name=name)

    starter = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert starter.returncode == -signal.SIGKILL, starter.stderr
    pid, folder = starter.stdout.split()
    assert _gone(int(pid), within=10)
    shutil.rmtree(folder)  # a killed process cannot tidy up


def _gone(pid: int, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status")
        if not status.exists() or "State:\tZ" in status.read_text():
            return True
        time.sleep(0.05)
    return False

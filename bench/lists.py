"""The customers' list at a size, beside a bare Flask page: requests a second, each behind a gunicorn worker.

Signed in, with all columns; page and bare page are measured in turn, so that the machine's moods fall on both.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

import psycopg
from sqlalchemy import select
from werkzeug.test import Client

from bench.seed import name_of
from core.app import create_app
from core.customers.models import Customer
from core.foundation.database import db
from core.foundation.text import fold
from core.identity.services import create_user

ROUNDS = 9
SECONDS = 0.8
LOGIN, PASSWORD = "bench", "uma senha de bancada"
KEY = "a key for the bench alone"


@dataclass(frozen=True, slots=True)
class Listed:
    """Requests a second, medians of the rounds: a bare page, the first page, one in the middle, a search."""

    customers: int
    bare: float
    first: float
    deep: float
    search: float


def measure(url: str, customers: int) -> Listed:
    """Measure on a database that `bench.billing` has seeded and billed."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")  # as the server does by itself within a minute
    with tempfile.TemporaryDirectory() as folder:
        cookie, deep = _prepare(url, customers, Path(folder))
        env = {"MALHA_DATABASE_URL": url, "MALHA_DATA_DIR": folder, "MALHA_SECRET_KEY": KEY}
        with _serving("bench.bare:app", {}) as bare, _serving("wsgi:app", env) as malha:
            asked = {
                "bare": (bare, "/", ""),
                "first": (malha, "/clientes", cookie),
                "deep": (malha, deep, cookie),
                "search": (malha, "/clientes?q=camila+rocha", cookie),
            }
            rates: dict[str, list[float]] = {name: [] for name in asked}
            for _ in range(ROUNDS):
                for name, request in asked.items():
                    rates[name].append(_rate(*request))
    return Listed(customers, **{name: median(found) for name, found in rates.items()})


def _prepare(url: str, customers: int, folder: Path) -> tuple[str, str]:
    """A signed-in session's cookie, and the address of the page that follows a customer in the middle."""
    app = create_app({"database_url": url, "data_dir": folder, "secret_key": KEY, "password_cost": 1})
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        create_user(LOGIN, "Bancada", "admin", PASSWORD)
        middle = select(Customer.id, Customer.sort_name).where(
            Customer.sort_name >= fold(name_of(customers // 2))
        )
        key, name = db.session.execute(middle.order_by(Customer.sort_name).limit(1)).one()
        db.session.remove()
    client = Client(app)
    client.post("/entrar", data={"login": LOGIN, "password": PASSWORD})
    client.get(
        "/clientes"
    )  # the session gets the token of its forms, which every page but the first finds there
    session = client.get_cookie("session")
    if session is None:
        raise RuntimeError("could not sign in")
    return f"session={session.value}", f"/clientes?depois={key}:{quote(name)}"


@contextmanager
def _serving(app: str, env: dict[str, str]) -> Iterator[int]:
    """A gunicorn with one worker on a port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "1",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        app,
    ]
    server = subprocess.Popen(command, env={**os.environ, **env})
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn did not come up")


def _rate(port: int, path: str, cookie: str) -> float:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
    )
    _get(port, request)
    began, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - began) < SECONDS:
        _get(port, request)
        done += 1
    return done / spent


def _get(port: int, request: bytes) -> None:
    """One answer, read to its end."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        start = connection.recv(65_536)
        while connection.recv(65_536):
            pass
    if not start.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"answered {start[:60]!r}")

"""What every test may ask for: an app on a database of its own, a clock, a browser.

Nothing reaches beyond this machine. Databases are copies of one that was migrated once a run. The app is
imported by the fixtures that make one, so that tests of pure rules start at once and stand alone.
"""

import ipaddress
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from core.peers.postgres import Postgres
from core.peers.valkey import Valkey
from scripts.bootstrap import find_browser

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
FIRST_DAY = date(2017, 3, 20)
OPENING = time(9)
TEMPLATE = "malha_template"
SETTINGS = {
    "secret_key": "a key for tests alone",
    "encryption_keys": ("bWFsaGEtdGVzdC1rZXktb2YtMzItYnl0ZXMtbG9uZyE=",),
    "password_cost": 1,
    "testing": True,
}


# The machine: no network but loopback, no settings from outside


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Whoever connects to another machine, or asks for its address, gets an error."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless_loopback(address[0])
        connect(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_unless_loopback(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _refuse_unless_loopback(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        allowed = ipaddress.ip_address(name or "").is_loopback
    except ValueError:  # a name
        allowed = False
    if not allowed:
        raise RuntimeError(f"a test reached for {name}: tests stay on this machine")


@pytest.fixture(autouse=True, scope="session")
def no_settings_from_outside() -> Iterator[None]:
    """A developer's own MALHA_… variables change no test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("MALHA_")]:
            patch.delenv(name)
        yield


# Databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`@pytest.mark.databases("sqlite", "postgres")` runs a test on each; unmarked it is SQLite."""
    marker = metafunc.definition.get_closest_marker("databases")
    if marker and "database" in metafunc.fixturenames:
        metafunc.parametrize("database", marker.args, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The address of a migrated and empty database that this test has for itself."""
    url: str = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_copy")
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to copy."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(f"sqlite:///{folder / 'malha.sqlite'}", folder)
    return folder / "malha.sqlite"


@pytest.fixture
def sqlite_copy(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a copy of the migrated SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'malha.sqlite')}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, one for each xdist worker, started by the first test that needs it."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated database, to clone."""
    _migrate(postgres.create_database(TEMPLATE), tmp_path_factory.mktemp("template"))
    return TEMPLATE


@pytest.fixture
def postgres_copy(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """The address of a clone of the migrated database."""
    name = f"malha_{os.urandom(6).hex()}"
    yield postgres.create_database(name, postgres_template)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Valkey server, one for each xdist worker."""
    with Valkey() as server:
        yield server


def _migrate(url: str, data_dir: Path) -> None:
    app = _create_app(url, data_dir)
    outcome = _command(app)("db", "upgrade")
    _let_go(app)
    assert outcome.exit_code == 0, outcome.output


# The app


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates as Python code, compiled once for all the apps that tests make."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("jinja")))


@pytest.fixture
def make_app(tmp_path: Path, compiled_templates: BytecodeCache) -> Iterator[Callable[..., Flask]]:
    """`make_app(url, **settings)`: an app on a database; its connections close after the test."""
    made: list[Flask] = []

    def make(url: str, **settings: object) -> Flask:
        app = _create_app(url, tmp_path, **settings)
        app.config["WTF_CSRF_ENABLED"] = False  # the journeys go with it, in a real browser
        app.jinja_env.bytecode_cache = compiled_templates
        made.append(app)
        return app

    yield make
    for app in made:
        _let_go(app)


@pytest.fixture
def app(make_app: Callable[..., Flask], database: str) -> Flask:
    """The app on `database`. No context is pushed: requests that share one share `g`, the user included."""
    return make_app(database)


@pytest.fixture
def app_context(app: Flask) -> Iterator[Flask]:
    """For tests of services and queries: the app with its context, and no request in it."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> Callable[..., Any]:
    """`runner("billing", "run", "--date", "2017-04-01")`: the command `malha`, its output and exit_code."""
    return _command(app)


def _create_app(url: str, data_dir: Path, **settings: object) -> Flask:
    from core.app import create_app

    return create_app({**SETTINGS, "database_url": url, "data_dir": data_dir, **settings})


def _command(app: Flask) -> Callable[..., Any]:
    from core.cli import malha

    invoker: FlaskCliRunner = app.test_cli_runner()
    return lambda *words: invoker.invoke(malha, [str(word) for word in words])


def _let_go(app: Flask) -> None:
    from core.foundation.database import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


# Time


class Clock:
    """Stands still until it is moved."""

    def __init__(self, machine: Any) -> None:
        self._machine = machine

    def move_to(self, when: date | datetime) -> None:
        """To an instant, or to nine in the morning, in São Paulo, of a day."""
        if not isinstance(when, datetime):
            when = datetime.combine(when, OPENING, SAO_PAULO)
        self._machine.move_to(when, tick=False)


@pytest.fixture
def clock(time_machine: Any) -> Clock:
    """It is nine in the morning of 20 March 2017, the first day of the manual; `clock.move_to(day)`."""
    stopped = Clock(time_machine)
    stopped.move_to(FIRST_DAY)
    return stopped


# The browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; the tests that ask for it are skipped where there is none."""
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium here: install the package chromium, or set CHROMIUM to a browser's path")
    # Chromium's own sandbox does not start as root; and it must not look up any name.
    options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=options)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a clerk's screen. A script that fails or breaks the content policy fails the test."""
    context = browser.new_context(
        locale="pt-BR", timezone_id=SAO_PAULO.key, viewport={"width": 1366, "height": 640}
    )
    opened, complaints = context.new_page(), []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
    yield opened
    context.close()
    assert complaints == []


def _is_complaint(line: Any) -> bool:
    # A refused form answers 4xx, and Chromium writes each of those down as an error.
    return line.type == "error" and "the server responded with a status of 4" not in line.text


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """`serve(app)`: the app on a port of this machine, and its address."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()

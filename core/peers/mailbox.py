"""A mail server on loopback that keeps each letter as a file: the demo's customers, who have no real mailbox."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller

from core.peers.process import PeerFailed

HOST, PORT = "127.0.0.1", 8025


class Mailbox:
    """`Mailbox(folder).start()` listens; each letter becomes a file `2026-11-24T080003-001.eml` in the folder."""

    def __init__(self, folder: Path, port: int = PORT) -> None:
        self.folder, self.port = folder, port
        self._serial = count(1)
        self._controller: Any = None

    def start(self) -> Self:
        """Listen; PeerFailed where the port is taken."""
        self._look_for_the_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._controller = Controller(self, hostname=HOST, port=self.port)
        self._controller.start()
        return self

    def _look_for_the_port(self) -> None:
        """Before a server is made that would be left half-started."""
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, self.port))
            except OSError as error:
                raise PeerFailed(f"no mailbox at {HOST}:{self.port}: {error}") from error

    def stop(self) -> None:
        """Close the port; may be called twice."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a letter, under a name that sorts by when it came."""
        name = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}-{next(self._serial):03}.eml"
        (self.folder / name).write_bytes(envelope.content)
        return f"250 2.0.0 Ok: kept as {name}"

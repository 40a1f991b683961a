"""A device that does not exist: what it is told is a line in a file, and whom it knows is read from another.

`access.log` has a JSON object a line; `sessions.json` is written by hand: {"100.64.0.10": "marina.tavares"}.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

LOG, SESSIONS = "access.log", "sessions.json"


class LogDevice:
    """Its two files are in the data folder."""

    def __init__(self, folder: Path) -> None:
        self._log, self._sessions = folder / LOG, folder / SESSIONS

    def write(self, entry: Mapping[str, object]) -> None:
        """Append one line, in one write, so that lines of several workers do not mix. Raises OSError."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(dict(entry), ensure_ascii=False) + "\n"
        handle = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def login_at(self, address: str) -> str | None:
        """Who has an address now, as the file says; None without a file, or with one that is no such list."""
        try:
            known = json.loads(self._sessions.read_text())
        except (OSError, ValueError):
            return None
        login = known.get(address) if isinstance(known, dict) else None
        return login if isinstance(login, str) else None

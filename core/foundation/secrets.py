"""Secrets at rest: text encrypted with the first key of a ring, readable with any of them.

The keys live outside the database (`MALHA_ENCRYPTION_KEYS`, or a file in the data folder made at the first
start), newest first: to rotate, put a new one in front, run `malha secrets rotate`, then drop the old one.
"""

from __future__ import annotations

import os
import secrets as random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from core.foundation.settings import Settings, SettingsError


class EncryptedText(TypeDecorator[str]):
    """Text that is never in the database in the clear."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().encrypt(value.encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        try:
            return ring().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise SettingsError("no key of MALHA_ENCRYPTION_KEYS opens a stored secret") from error


def ring() -> MultiFernet:
    """The key ring of the running app."""
    keys: MultiFernet = current_app.extensions["malha.keys"]
    return keys


def build_ring(settings: Settings) -> MultiFernet:
    """The ring from the settings, or from a file in the data folder that is made when it is not there."""
    keys = settings.encryption_keys or _file_lines(settings.data_dir / "encryption.keys", _new_key)
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise SettingsError("MALHA_ENCRYPTION_KEYS: each key is 32 bytes in url-safe base64") from error


def session_key(settings: Settings) -> str:
    """The key that signs sessions, likewise from the settings or a file."""
    return settings.secret_key or _file_lines(settings.data_dir / "session.key", random.token_urlsafe)[0]


def _new_key() -> str:
    return Fernet.generate_key().decode()


def _file_lines(path: Path, make: Callable[[], str]) -> tuple[str, ...]:
    """The lines of a file readable by its owner alone; two processes starting at once agree on one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _put(path, make())
        lines = tuple(path.read_text().split())
    except OSError as error:
        raise SettingsError(f"MALHA_DATA_DIR: {error}") from error
    if not lines:
        raise SettingsError(f"{path} is empty: put its key back, or delete the file for a new one")
    return lines


def _put(path: Path, line: str) -> None:
    """The file appears whole or not at all, and the first one stays."""
    handle, name = mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(line + "\n")
    with suppress(FileExistsError):
        os.link(name, path)
    Path(name).unlink()

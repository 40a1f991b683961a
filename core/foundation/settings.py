"""What the process is told from outside, read and validated once at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
DATABASES = ("sqlite:", "postgresql+psycopg:")
QUEUES = ("redis:", "rediss:", "unix:")
DEFAULT_PLUGINS = ("internet", "email_boxes", "virtual_disk", "one_off", "discount", "email_smtp", "webhook")


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. Each comes from `MALHA_<NAME>` in the environment unless overridden."""

    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    encryption_keys: tuple[str, ...] = ()
    plugins: tuple[str, ...] = DEFAULT_PLUGINS
    time_zone: str = "America/Sao_Paulo"
    password_cost: int = 3
    secure_cookies: bool = False
    trusted_proxies: int = 0
    portal_url: str = ""
    prepared_statements: bool = True
    testing: bool = False

    @property
    def database(self) -> str:
        """The SQLAlchemy address: the one given, or a SQLite file in the data folder."""
        return _driver(self.database_url) or f"sqlite:///{(self.data_dir / 'malha.sqlite').resolve()}"


def _driver(url: str) -> str:
    """PostgreSQL addresses as people write them, with the driver that we install."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def load(overrides: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment and overrides. Raises SettingsError naming the first bad one."""
    env = os.environ if env is None else env
    read = {name: env[f"MALHA_{name.upper()}"] for name in _names() if f"MALHA_{name.upper()}" in env}
    values = {name: _parsed(name, value) for name, value in read.items()}
    _check_moved_day(env.get("MALHA_TODAY"))
    unknown = set(overrides or {}) - set(_names())
    if unknown:
        raise SettingsError(f"unknown setting: {', '.join(sorted(unknown))}")
    return _checked(Settings(**{**values, **(overrides or {})}))  # type: ignore[arg-type]  # checked next


def _names() -> list[str]:
    return [f.name for f in fields(Settings)]


def _parsed(name: str, text: str) -> object:
    if name in ("plugins", "encryption_keys"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name in ("secure_cookies", "prepared_statements", "testing"):
        return _yes_or_no(name, text)
    if name in ("password_cost", "trusted_proxies"):
        return int(text) if text.isdecimal() else -1
    if name == "portal_url":
        return text.strip().rstrip("/")
    return Path(text) if name == "data_dir" else text.strip()


def _yes_or_no(name: str, text: str) -> bool:
    """Anything but a clear word is refused: cookies that were meant to be secure must not go without."""
    word = text.strip().lower()
    if word not in YES + NO:
        raise SettingsError(f"MALHA_{name.upper()}: 1 or 0, got {text!r}")
    return word in YES


def _check_moved_day(text: str | None) -> None:
    try:
        date.fromisoformat(text or "2017-03-20")
    except ValueError as error:
        raise SettingsError(f"MALHA_TODAY: a day such as 2017-03-20, got {text!r}") from error


def _checked(settings: Settings) -> Settings:
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"MALHA_TIME_ZONE: no time zone named {settings.time_zone!r}") from error
    if settings.password_cost < 1:
        raise SettingsError("MALHA_PASSWORD_COST: a whole number, 1 or more")
    if settings.trusted_proxies < 0:
        raise SettingsError("MALHA_TRUSTED_PROXIES: how many proxies stand in front, 0 or more")
    if len(set(settings.plugins)) != len(settings.plugins):
        raise SettingsError("MALHA_PLUGINS: a plugin is named twice")
    if not settings.database.startswith(DATABASES):
        raise SettingsError(
            "MALHA_DATABASE_URL: postgresql://user:password@host/name or sqlite:////path/file"
        )
    if settings.portal_url and not settings.portal_url.startswith(("http://", "https://")):
        raise SettingsError(
            "MALHA_PORTAL_URL: http://10.0.0.5:8080, where customers reach the message portal"
        )
    if settings.redis_url and not settings.redis_url.startswith(QUEUES):
        raise SettingsError("MALHA_REDIS_URL: redis://host:6379/0")
    return settings

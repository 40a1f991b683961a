"""What day and what instant it is, for those at the edge: rules and services take the day as an argument."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The provider's time zone, in which business days begin and end."""
    return ZoneInfo(current_app.config["MALHA"].time_zone)


def today() -> date:
    """The provider's business day; `MALHA_TODAY` moves it, to live a contract through on a demo."""
    moved = os.environ.get("MALHA_TODAY")
    return date.fromisoformat(moved) if moved else now().astimezone(zone()).date()


def local(instant: datetime) -> datetime:
    """An instant as the provider's clocks show it."""
    return instant.astimezone(zone())

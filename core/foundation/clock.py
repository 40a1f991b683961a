"""What day and what instant it is, for those at the edge: rules and services take the day as an argument."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time
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
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The business day that an instant of now falls on; `MALHA_TODAY` moves it."""
    moved = os.environ.get("MALHA_TODAY")
    return date.fromisoformat(moved) if moved else local(instant).date()


def hour_of(day: date, hour: int) -> datetime | None:
    """The instant of an hour of a business day at the provider's; None where the day is not the real one.

    A day that was moved, or lived through in a simulation, has no hours to wait for.
    """
    if local(now()).date() != day:
        return None
    return datetime.combine(day, time(hour), zone()).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """An instant as the provider's clocks show it."""
    return instant.astimezone(zone())

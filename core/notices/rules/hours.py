"""A customer is written to at decent hours only, on the provider's clocks. Source: issue 4, quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Messages may go from `start` o'clock, until before `end` o'clock (24: midnight). `start` is below `end`."""

    start: int
    end: int


def is_open(at: datetime, hours: Hours, zone: tzinfo) -> bool:
    """Whether a message may go at an instant."""
    return hours.start <= at.astimezone(zone).hour < hours.end


def opening(at: datetime, hours: Hours, zone: tzinfo) -> datetime:
    """The instant itself where a message may go then, else the next at which one may, in UTC.

    With 8 to 20: 07:59:59 and the night before become 08:00, and 20:00 becomes 08:00 of the day after.
    """
    if is_open(at, hours, zone):
        return at.astimezone(UTC)
    local = at.astimezone(zone)
    day = local.date() + (DAY if local.hour >= hours.end else timedelta())
    return datetime.combine(day, time(hours.start), zone).astimezone(UTC)

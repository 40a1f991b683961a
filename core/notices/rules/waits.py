"""A message that did not go is tried again, after growing waits, for three days. Source: issue 4, retries."""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
LATER = timedelta(hours=6)
PATIENCE = timedelta(days=3)


def next_try(attempts: int, first_at: datetime, at: datetime) -> datetime | None:
    """When a message is tried again whose attempt number `attempts` (1 or more) failed at `at`; None: given up.

    >>> from datetime import UTC
    >>> noon = datetime(2017, 4, 11, 12, tzinfo=UTC)
    >>> str(next_try(2, noon, noon))
    '2017-04-11 12:05:00+00:00'
    """
    if attempts <= len(WAITS):
        return at + WAITS[attempts - 1]
    return at + LATER if at + LATER <= first_at + PATIENCE else None

"""The demo's days to come: nobody pays, every night runs, every letter arrives; to live a contract to its end."""

from __future__ import annotations

import os
from datetime import date

from core.billing.services.run import run as issue
from core.dunning.queries.night import last_run
from core.dunning.services.night import run as climb
from core.foundation import audit
from core.foundation.calendar import DAY
from core.foundation.clock import today
from core.foundation.console import Progress
from core.foundation.outbox import drain
from core.office.demo.post import ACCESS, deliver


def live_until(last: date, progress: Progress | None = None) -> int:
    """Live from the first night that was not run to that of `last`; gives how many nights it was.

    Each day is the business day of this process while it is lived through.
    """
    audit.act_as(audit.Actor(None, "demonstração"))
    run, first = last_run(), today()
    if run:
        first = run.run_date + DAY
    nights = max((last - first).days + 1, 0)
    for n in range(nights):
        _live(first + n * DAY)
        if progress:
            progress(n + 1, nights)
    return nights


def _live(day: date) -> None:
    os.environ["MALHA_TODAY"] = day.isoformat()
    climb(day)
    deliver(day)
    issue(day, confirmed=True)
    deliver(day)
    drain(ACCESS)

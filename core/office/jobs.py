"""The office's work in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.foundation.tasks import leases
from core.office.services.nightly import nightly


def night(day: str, jobs: int | None = None, confirmed: bool = False) -> dict[str, Any] | None:
    """The night of a day, shared out among as many workers as there are unless told."""
    return nightly(date.fromisoformat(day), jobs or leases.workers(), confirmed=confirmed)

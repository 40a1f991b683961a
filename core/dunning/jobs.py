"""The ladder's work in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.dunning.services import shared


def night(day: str, jobs: int) -> dict[str, Any] | None:
    """The night of a date."""
    return shared.run_shared(date.fromisoformat(day), jobs)


def move_part(day: str, first: int, last: int | None) -> dict[str, Any]:
    """A range of contracts in the night of a date."""
    return shared.move_part(date.fromisoformat(day), first, last)

"""Billing's work in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.billing.services import recorded


def billing_run(run_id: int, jobs: int = 1) -> dict[str, Any] | None:
    """Do a recorded run."""
    return recorded.run_recorded(run_id, jobs)


def run_part(run_id: int, first: int, last: int | None) -> dict[str, Any]:
    """Do a range of a recorded run."""
    return recorded.run_part(run_id, first, last)


def preview_part(day: str, first: int, last: int | None) -> dict[str, Any]:
    """What a range of a run would issue."""
    return recorded.preview_part(date.fromisoformat(day), first, last)


def night(day: str, jobs: int, confirmed: bool) -> dict[str, Any] | None:
    """The night's invoices."""
    return recorded.run_in_the_night(date.fromisoformat(day), jobs, confirmed=confirmed)

"""Billing's work in the background."""

from __future__ import annotations

from core.billing.services.run import run_recorded


def billing_run(run_id: int) -> None:
    """Do a recorded run."""
    run_recorded(run_id)

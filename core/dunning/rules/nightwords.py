"""What a night did, in a line."""

from __future__ import annotations

from collections.abc import Mapping

STEPS = {
    "message_started": "avisados",
    "throttled": "reduzidos",
    "suspended": "suspensos",
    "cancelled": "cancelados",
    "silent": "sem aviso novo",
}


def night_words(steps: Mapping[str, int]) -> str:
    """How many took each step: “12 avisados, 3 suspensos”."""
    return ", ".join(f"{count} {STEPS[step]}" for step, count in sorted(steps.items())) or "ninguém se moveu"

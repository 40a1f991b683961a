"""Drawings as SVG from the server: pure functions of what is to be seen. Each carries a sentence as its label."""

from core.drawings.amounts import (
    Change,
    Instalment,
    bars_with_week_before,
    instalment_bars,
    month_days,
    waterfall,
)
from core.drawings.fork import Event, fork
from core.drawings.ladder import Step, ladder_strip

__all__ = [
    "Change",
    "Event",
    "Instalment",
    "Step",
    "bars_with_week_before",
    "fork",
    "instalment_bars",
    "ladder_strip",
    "month_days",
    "waterfall",
]

"""Ladders to start from, as data. Source: RULES §6; RGC, Res. 765/2023; the manual's example."""

from __future__ import annotations

from core.contracts.rules.terms import LadderTerms
from core.extension.types import LadderPreset

ANATEL = LadderTerms(
    message_after_days=1,
    suspend_after_days=16,
    notice_days=15,
    suspend_except=frozenset(("friday", "saturday", "sunday", "holiday", "holiday_eve")),
    cancel_after_days=60,
)
MANUAL = LadderTerms(
    message_after_days=1,
    throttle_after_days=3,
    suspend_after_days=10,
    suspend_except=frozenset(("saturday", "sunday", "holiday")),
    cancel_after_days=10,
)
PRESETS = (
    LadderPreset("anatel", "Anatel · 1 / 16 / 60", ANATEL),
    LadderPreset("manual", "Manual · 1 / 3 / 10 / 10", MANUAL),
)

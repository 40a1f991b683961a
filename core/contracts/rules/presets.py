"""Ladders to start from: the regulator's and the manual's, what one is called, and its key.

The provider keeps its own copies of both, as data, and may change them; these two stay what they are. Source: RULES
§6; RGC, Res. 765/2023; the manual's example.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

from core.contracts.rules.terms import LadderTerms
from core.foundation.text import fold

LONGEST_KEY = 40
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


def preset_label(name: str, ladder: LadderTerms) -> str:
    """A preset as the form offers it: its name and its steps, those never taken left out.

    >>> preset_label("Anatel", ANATEL)
    'Anatel · 1 / 16 / 60'
    """
    steps = (
        ladder.message_after_days,
        ladder.throttle_after_days,
        ladder.suspend_after_days,
        ladder.cancel_after_days,
    )
    days = " / ".join(str(step) for step in steps if step is not None)
    return f"{name} · {days}" if days else name


def preset_key(name: str, taken: Collection[str]) -> str:
    """A key for a new preset, out of its name and unlike those taken.

    >>> preset_key("Área rural", {"area-rural"})
    'area-rural-2'
    """
    plain = re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")[: LONGEST_KEY - 4].rstrip("-") or "regua"
    numbered = (f"{plain}-{n}" for n in count(2))
    return plain if plain not in taken else next(key for key in numbered if key not in taken)

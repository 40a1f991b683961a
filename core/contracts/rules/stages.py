"""The stage of a contract in a word, as lists show it, and which of several is the worst. Source: RULES §6, UX §2."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

WORDS = {
    "normal": ("Em dia", "ok"),
    "message": ("Mensagem", "warn"),
    "throttled": ("Reduzida", "warn"),
    "suspended": ("Suspensa", "bad"),
    "cancelled": ("Cancelado", ""),
}
ORDER = ("suspended", "throttled", "message", "normal", "cancelled")


def stage_words(status: str, stage: str) -> tuple[str, str]:
    """The word and the tone of a contract's state.

    >>> stage_words("active", "throttled")
    ('Reduzida', 'warn')
    """
    return WORDS["cancelled" if status == "ended" else stage]


def worst_first(contracts: Iterable[Any]) -> list[Any]:
    """Contracts (anything with `id`, `status` and `stage`) with the worst stage first; ended ones last."""
    return sorted(contracts, key=lambda one: (_rank(one), -one.id))


def _rank(contract: Any) -> int:
    return ORDER.index("cancelled" if contract.status == "ended" else contract.stage)

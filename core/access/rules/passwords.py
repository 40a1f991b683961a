"""Passwords that can be read out on the telephone: a few signs, two words, a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_WORDS = (
    "ponte", "barco", "janela", "folha", "vento", "praia", "campo", "pedra", "lago", "trilha", "nuvem", "porto",
    "sino", "telha", "milho", "cedro", "areia", "farol", "garfo", "linho", "manga", "norte", "prato", "sabia",
)  # fmt: skip
_LETTERS = "abcdefghjkmnpqrstuvwxyz"


def readable_password(pick: Callable[[Sequence[str]], str]) -> str:
    """Such as kz7-ponte-barco-42, one of some 10⁸; `pick` chooses at random."""
    digits = "23456789"
    start = pick(_LETTERS) + pick(_LETTERS) + pick(digits)
    return f"{start}-{pick(_WORDS)}-{pick(_WORDS)}-{pick(digits)}{pick(digits)}"

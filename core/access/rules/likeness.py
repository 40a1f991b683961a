"""An account without a contract seems to be a customer's where its comment or login says the customer's name or address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.foundation.text import fold

_PARTICLES = frozenset({"da", "das", "de", "do", "dos", "e", "ltda", "me", "eireli", "sa"})
_STREET_KINDS = frozenset(
    {"rua", "r", "avenida", "av", "travessa", "tv", "estrada", "alameda", "praca", "rodovia"}
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure (more is surer) and why, in words for a person."""

    score: int
    reason: str


def words_of_name(name: str) -> list[str]:
    """The words of a name that tell people apart, folded."""
    return [word for word in _words(name) if word not in _PARTICLES]


def words_of_street(street: str) -> list[str]:
    """The words of a street without its kind, folded."""
    return [word for word in _words(street) if word not in _PARTICLES | _STREET_KINDS]


def likeness(name: str, addresses: Sequence[tuple[str, str]], login: str, comment: str) -> Likeness | None:
    """Whether an account is this customer's; None where nothing says so. `addresses`: (street, number) each.

    >>> likeness("Marina Tavares", [("Rua das Acácias", "120")], "", "Marina Tavares, Acácias 120").score
    3
    """
    by_name = _says_name(name, comment)
    by_address = any(_says_address(street, number, comment) for street, number in addresses)
    if by_name and by_address:
        return Likeness(3, "o comentário no roteador traz o nome e o endereço do cadastro")
    if by_name or by_address:
        return Likeness(2, f"o comentário no roteador traz o {'nome' if by_name else 'endereço'} do cadastro")
    return Likeness(1, "o login traz o nome do cadastro") if _says_name(name, login) else None


def _says_name(name: str, text: str) -> bool:
    """First and last word of the name; a name of one word says too little."""
    wanted, said = words_of_name(name), set(_words(text))
    return len(wanted) > 1 and wanted[0] in said and wanted[-1] in said


def _says_address(street: str, number: str, text: str) -> bool:
    wanted, said = words_of_street(street), set(_words(text))
    return bool(wanted) and number.isdigit() and wanted[-1] in said and number in said


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))

"""What a gateway's answer means: pure. What does not prove that a message was taken does not count as taken."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from malha import DriverRefused, DriverUnreachable, Outcome, ReadBack, Sent, said

TAKEN = ("accepted", "queued", "delivered")
DELIVERED = ("delivered", "read")
FAILED = ("failed", "refused")
REDIRECTS = range(300, 400)
# About us and not about the customer: who we are, where the gateway is.
SET_UP = (401, 403, 404, 405, 407)
LATER = (408, 425, 429)
NOBODY_NOW = (429, 503)
LONGEST_REFERENCE = 160


class Halted(DriverUnreachable):
    """The other messages would fare no better now."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer read whole. `hidden` are the secrets that its words may not repeat."""

    place: str
    status: int
    content: bytes
    hidden: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any] | None:
        """The JSON object that it is, or None."""
        try:
            read = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, dict) else None

    @property
    def words(self) -> str:
        """What it says for a person to read."""
        data = self.data
        if data is not None:
            return said(_text(data.get("detail")), self.hidden)
        if self.content.lstrip()[:1] == b"<":
            return "uma página da web"
        return said(self.content, self.hidden)


def taken(answer: Answer, key: str) -> Sent:
    """The proof that a message was taken. Raises DriverRefused for one that never will be, else Unreachable.

    `key` is the reference where the gateway gives none of its own.
    """
    if answer.status not in range(200, 300):
        raise _failure(answer)
    data = answer.data
    if data is None:
        return _without_json(answer, key)
    status = _text(data.get("status", "accepted")).lower()
    if status == "refused":
        raise DriverRefused(answer.words or f"{answer.place} recusou a mensagem, sem dizer por quê.")
    if status not in TAKEN:
        raise DriverUnreachable(
            f"{answer.place} respondeu com um status que não existe: {_told(answer, status)}"
        )
    reference = _text(data.get("id"))
    return Sent(_told(answer, status), reference if 0 < len(reference) <= LONGEST_REFERENCE else key)


def _without_json(answer: Answer, key: str) -> Sent:
    """An empty 2xx is a yes; a page, which a portal or a proxy may have put there, is none."""
    if not answer.content.strip():
        return Sent(f"HTTP {answer.status}, sem conteúdo", key)
    raise DriverUnreachable(
        f"{answer.place} respondeu {answer.status} sem o JSON combinado: {answer.words}. "
        "Isso não prova que a mensagem foi aceita."
    )


def _failure(answer: Answer) -> Exception:
    words = " ".join(filter(None, (f"{answer.place} respondeu {answer.status}:", answer.words)))
    if answer.status in REDIRECTS:
        return Halted(f"{words} Redirecionamento não é seguido: ponha o endereço final na configuração.")
    if answer.status in SET_UP:
        return Halted(f"{words} Confira o endereço, o segredo e o token.")
    if answer.status in NOBODY_NOW:
        return Halted(words)
    if answer.status in LATER or answer.status not in range(400, 500):
        return DriverUnreachable(words)
    return DriverRefused(words)


def news(answer: Answer) -> ReadBack | None:
    """What became of a message; None while the gateway does not say."""
    data = answer.data
    if answer.status != 200 or data is None:
        return None
    status = _text(data.get("status")).lower()
    if status in DELIVERED:
        return ReadBack(Outcome.TAKEN, _told(answer, status))
    return ReadBack(Outcome.BOUNCED, _told(answer, status)) if status in FAILED else None


def _told(answer: Answer, status: str) -> str:
    return ": ".join(filter(None, (said(status, answer.hidden), answer.words)))


def _text(value: Any) -> str:
    """Text and whole numbers as text; anything else is nothing."""
    plain = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
    return str(value) if plain else ""

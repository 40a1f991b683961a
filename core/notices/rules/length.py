"""How much room a text takes on a phone: what fits in one SMS, and how many a longer one is. Source: GSM 03.38."""

from __future__ import annotations

_PLAIN = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = set("^{}\\[~]|€")
PLAIN_ROOM, ACCENT_ROOM = (160, 153), (70, 67)


def sms_parts(text: str) -> int:
    """As how many SMS a text goes: 160 letters in one, 70 with an accent such as ã, and less in each of several.

    >>> sms_parts("Fatura vence amanha"), sms_parts("ã" * 71)
    (1, 2)
    """
    units, (alone, each) = _units(text)
    return 1 if units <= alone else -(-units // each)


def _units(text: str) -> tuple[int, tuple[int, int]]:
    if set(text) <= _PLAIN | _TWICE:
        return len(text) + sum(one in _TWICE for one in text), PLAIN_ROOM
    return len(text.encode("utf-16-le")) // 2, ACCENT_ROOM

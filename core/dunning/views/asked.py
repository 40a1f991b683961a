"""What the address of the ladder's page asks for: a night, a tab, a filter, how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from core.dunning.panels.nights import Nights
from core.dunning.panels.tonight import KINDS
from core.foundation.ptbr import wdm
from core.foundation.typed import TypedError, parse_date

TABS = {
    "noite": "Movem-se esta noite",
    "sem-aviso": "Aviso não chegou",
    "segurados": "Segurados",
    "prometidos": "Prometidos",
    "suspensos": "Suspensos",
    "reduzidos": "Reduzidos",
}
FURTHEST = timedelta(days=60)
BIGGEST = 2**62


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind`, `shown`: the group that stands open, and how many rows of it. `after`: where a page begins.

    `error` is a sentence where the night asked for cannot be shown.
    """

    night: date
    tab: str
    text: str
    kind: str
    shown: int
    after: int
    error: str = ""


def asked(args: Mapping[str, Any], nights: Nights, day: date) -> Asked:
    """Read an address; what cannot be read is as if it were not there."""
    night, error = _night(str(args.get("noite", "")), nights, day)
    tab, kind = str(args.get("aba", "")), str(args.get("ver", ""))
    return Asked(
        night,
        tab if tab in TABS else "noite",
        str(args.get("filtro", "")).strip()[:80],
        kind if kind in KINDS else "",
        _number(args.get("n")),
        _number(args.get("depois")),
        error,
    )


def _number(text: Any) -> int:
    plain = str(text or "")
    return min(int(plain), BIGGEST) if plain.isascii() and plain.isdigit() and len(plain) < 20 else 0


def _night(text: str, nights: Nights, day: date) -> tuple[date, str]:
    if not text.strip():
        return nights.coming, ""
    try:
        night = parse_date(text, day)
    except TypedError as error:
        return nights.coming, str(error)
    if night == nights.missed or nights.coming <= night <= day + FURTHEST:
        return night, ""
    first, last = wdm(nights.coming, day), wdm(day + FURTHEST, day)
    words = _(
        "Escolha uma noite de %(first)s a %(last)s; o que já passou está na página de cada contrato.",
        first=first,
        last=last,
    )
    return nights.coming, words

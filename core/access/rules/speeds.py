"""Speeds are typed and shown in Mega and kept in kbit/s: 30 Mega is 30,000 kbit/s, as routers count."""

from __future__ import annotations

import re
from decimal import Decimal

from core.access.rules.identifiers import Refused

MOST_MEGA = 100_000
_MEGA = re.compile(r"([0-9]{1,6})(?:,([0-9]{1,3}))?")
METHOD_LABELS = {"pppoe": "PPPoE", "hotspot": "Hotspot", "ip_mac": "IP×MAC", "dhcp": "DHCP"}


def kbps(typed: str, field: str = "speed") -> int:
    """Kbit/s of what was typed in Mega. Raises Refused.

    >>> kbps("2,5")
    2500
    """
    plain = re.sub(r"(?i)\s*(mega|mbps|mb)$", "", typed.strip())
    found = _MEGA.fullmatch(plain)
    if not found:
        raise Refused(field, f"“{plain[:20]}” não é uma velocidade. Escreva em Mega, por exemplo, 30 ou 2,5.")
    value = int(found[1]) * 1000 + int((found[2] or "0").ljust(3, "0"))
    if not 0 < value <= MOST_MEGA * 1000:
        raise Refused(field, "Aqui cabe de 0,001 a 100000 Mega.")
    return value


def mega(speed: int | None) -> str:
    """Kbit/s in Mega as it is typed: 30, 2,5; "" where there is none."""
    if speed is None:
        return ""
    return f"{(Decimal(speed) / 1000).normalize():f}".replace(".", ",")


def speed_words(download: int, upload: int) -> str:
    """“30/15 Mega”, or “30 Mega” where both are one."""
    return f"{mega(download)} Mega" if download == upload else f"{mega(download)}/{mega(upload)} Mega"

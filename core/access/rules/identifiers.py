"""Logins, MAC and IP addresses have one way of being written, or are refused with a sentence."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

MOST_LOGIN = 80
_LOGIN = re.compile(r"[A-Za-z0-9._@+/:-]")
_MAC = re.compile(r"[0-9A-F]{12}")
_NAMES = {" ": "espaço", "\t": "tabulação", "\n": "quebra de linha", "\r": "quebra de linha"}


class Refused(ValueError):
    """What was typed cannot be kept: `field` names where, the text is a sentence for a person."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def clean_login(typed: str) -> str | None:
    """A login as routers take it, None where it is empty. Raises Refused, naming the first bad character."""
    login = typed.strip()
    odd = next((character for character in login if not _LOGIN.fullmatch(character)), None)
    if odd is not None:
        raise Refused(
            "login", f"O login não pode ter {_called(odd)}. Use letras sem acento, números e . _ - @ +"
        )
    if len(login) > MOST_LOGIN:
        raise Refused("login", f"O login tem {len(login)} caracteres; cabem {MOST_LOGIN}.")
    return login or None


def _called(character: str) -> str:
    """How a character is called: by its name, by itself in quotes, by its number where it is not seen."""
    if character in _NAMES:
        return _NAMES[character]
    if unicodedata.category(character)[0] in "CZ":
        return f"o caractere invisível U+{ord(character):04X}"
    return f"“{character}”"


def clean_mac(typed: str) -> str | None:
    """A MAC address as B8:27:EB:00:5E:01, None where it is empty. Raises Refused.

    >>> clean_mac("b827.eb00.5e01")
    'B8:27:EB:00:5E:01'
    """
    plain = re.sub(r"[\s:.-]", "", typed).upper()
    if not plain:
        return None
    if not _MAC.fullmatch(plain):
        raise Refused("mac", f"“{typed.strip()[:20]}” não é um MAC. Escreva, por exemplo, B8:27:EB:00:5E:01.")
    return ":".join(plain[i : i + 2] for i in range(0, 12, 2))


def clean_ip(typed: str) -> str | None:
    """An IPv4 or IPv6 address in its short form, None where it is empty. Raises Refused."""
    plain = typed.strip()
    if not plain:
        return None
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        raise Refused("ip", f"“{plain[:45]}” não é um IP. Escreva, por exemplo, 100.64.0.10.") from None


def check_method(method: str, mac: str | None, ip: str | None) -> None:
    """An account by IP×MAC is known by one of the two. Raises Refused where it has neither."""
    if method == "ip_mac" and not (mac or ip):
        raise Refused("mac", "Para IP×MAC, escreva o MAC, o IP ou os dois.")

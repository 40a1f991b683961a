"""Which web addresses may be asked: encrypted ones, or this machine."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from malha import is_this_machine

ALLOWED = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
HOW = "Escreva o endereço inteiro, por exemplo https://gateway.exemplo.com.br/mensagens."
ENCRYPTED = "Só https://, para que ninguém no caminho leia as mensagens. http:// só para esta máquina."
NO_USER = "Sem usuário e senha no endereço: use o token."


def fault_of(url: str) -> str:
    """Why an address may not be asked, for a person; "" where it may. `{id}` may stand in it."""
    try:
        parts = urlsplit(url.replace("{id}", "id"))
        known = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return HOW
    if not known or not ALLOWED.fullmatch(url.replace("{id}", "id")) or parts.fragment:
        return HOW
    if "@" in parts.netloc:
        return NO_USER
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))
    return "" if safe else ENCRYPTED

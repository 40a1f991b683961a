"""The door for those whom the router sends here: whatever address they asked for, they get the message portal.

Nothing else of the app is behind it, and no header says who they are unless a proxy of ours is in front.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any

ELSEWHERE = "/mensagens/desvio"
BEHIND = frozenset(
    ("/mensagens", "/mensagens/entrar", "/mensagens/sair", "/mensagens/liberar", "/static/portal.css")
)
ASKED = "malha.asked"
TOLD = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Door:
    """A WSGI application around the app's own."""

    def __init__(self, inner: Wsgi, behind_proxy: bool = False) -> None:
        self._inner, self._behind_proxy = inner, behind_proxy

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not self._behind_proxy:
            environ = {key: value for key, value in environ.items() if not key.startswith(TOLD)}
        path = environ.get("PATH_INFO", "")
        if path in BEHIND:
            return self._inner(environ, start_response)
        method = "HEAD" if environ.get("REQUEST_METHOD") == "HEAD" else "GET"
        return self._inner({**environ, **_elsewhere(path), "REQUEST_METHOD": method}, start_response)


def _elsewhere(path: str) -> dict[str, Any]:
    """A request for anything else, whatever it was: nothing of it is taken over but the path, to be looked up."""
    return {
        "PATH_INFO": ELSEWHERE,
        "QUERY_STRING": "",
        "HTTP_HOST": "portal",
        "CONTENT_LENGTH": "0",
        "CONTENT_TYPE": "",
        "HTTP_COOKIE": "",
        "wsgi.input": io.BytesIO(),
        ASKED: path,
    }

"""The words of another machine, fit to be kept and shown."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 300
SHORTEST_HIDDEN = 4  # a shorter secret would blot out half of any sentence
BLOT = "•••"


def said(words: str | bytes, hidden: Iterable[str | None] = ()) -> str:
    """One line of at most 300 printable characters; the secrets in `hidden` are blotted out where it repeats them.

    >>> said("250 2.0.0 Ok:\\r\\n  queued")
    '250 2.0.0 Ok: queued'
    """
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    for secret in hidden:
        if secret and len(secret) >= SHORTEST_HIDDEN:
            text = text.replace(secret, BLOT)
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: MOST * 10]).split())
    return line if len(line) <= MOST else line[: MOST - 1] + "…"

"""Text as it is searched: without accents and capitals."""

from __future__ import annotations

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case without accents, runs of white space as one blank.

    >>> fold("  João  D'Ávila ")
    "joao d'avila"
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip().lower()


def digits(text: str) -> str:
    """Only its digits."""
    return re.sub(r"\D", "", text)


def like(text: str) -> str:
    """A LIKE pattern that finds the text anywhere, its own % and _ taken as they are (escape with \\)."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", text) + "%"

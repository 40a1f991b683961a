"""Why a row matched is shown: the letters that were searched, accents and capitals ignored. Source: UX §1."""

from __future__ import annotations

import re

from core.foundation.text import fold


def pieces(text: str, query: str) -> list[tuple[str, bool]]:
    """The text cut in pieces, each with whether it is one that was searched.

    >>> pieces("Marina", "mari")
    [('Mari', True), ('na', False)]
    """
    words = [re.escape(word) for word in fold(query).split()]
    plain = "".join(fold(letter)[:1] or letter for letter in text)
    if not words or len(plain) != len(text):
        return [(text, False)]
    cut = [0]
    for found in re.finditer("|".join(words), plain):
        cut += [found.start(), found.end()]
    ends = [*cut[1:], len(text)]
    parts = [(text[a:b], i % 2 == 1) for i, (a, b) in enumerate(zip(cut, ends, strict=True))]
    return [part for part in parts if part[0]]

"""How customers are found: every word of what was typed, anywhere, accents and capitals ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from core.foundation.text import digits, fold

MOST_WORDS = 6
SIGNS = re.compile(r"[\s.\-/()+]")
LIKE_ENOUGH = 0.6


def words(typed: str) -> list[tuple[str, ...]]:
    """The words to look for, each in the ways it may be stored: as typed, and without the signs of a number.

    >>> words("Távora 444.777")
    [('tavora',), ('444.777', '444777')]
    """
    folded = fold(typed)
    if folded and not re.search(r"[^\W\d_]|[@_]", folded) and digits(folded):
        return [(digits(folded),)]
    return [_ways(word) for word in folded.split()[:MOST_WORDS]]


def _ways(word: str) -> tuple[str, ...]:
    bare = SIGNS.sub("", word)
    return (word, bare) if bare and bare != word and any(c.isdigit() for c in word) else (word,)


def term_text(kind: str, shown: str) -> str:
    """The text that a term is found by: folded; numbers of documents and telephones without their signs."""
    folded = fold(shown)
    return SIGNS.sub("", folded) if kind in ("document", "phone") else folded


def marked(shown: str, ways: Iterable[tuple[str, ...]], numeric: bool = False) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was looked for. `numeric` looks past the signs of numbers.

    >>> marked("Otávio", [("tav",)])
    [('O', False), ('táv', True), ('io', False)]
    """
    plain, places = _folded_with_places(shown, numeric)
    hit = [False] * len(shown)
    for word in (way for every in ways for way in every):
        for found in re.finditer(re.escape(word), plain):
            for place in range(places[found.start()], places[found.end() - 1] + 1):
                hit[place] = True
    return _pieces(shown, hit)


def _folded_with_places(shown: str, numeric: bool) -> tuple[str, list[int]]:
    plain, places = "", []
    for place, letter in enumerate(shown):
        folded = " " if letter.isspace() else fold(letter)
        if not (numeric and SIGNS.match(letter)):
            plain += folded
            places += [place] * len(folded)
    return plain, places


def _pieces(shown: str, hit: Sequence[bool]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    for letter, on in zip(shown, hit, strict=True):
        if pieces and pieces[-1][1] == on:
            pieces[-1] = (pieces[-1][0] + letter, on)
        else:
            pieces.append((letter, on))
    return pieces


def closest(typed: str, names: Iterable[tuple[int, str]], most: int = 3) -> list[tuple[int, str]]:
    """Of (id, name), the names most like what was typed, best first; none that is not much like it."""
    wanted = fold(typed)
    scored = [(SequenceMatcher(None, wanted, fold(name)).ratio(), key, name) for key, name in names]
    best = sorted((one for one in scored if one[0] >= LIKE_ENOUGH), key=lambda one: (-one[0], one[1]))
    return [(key, name) for _, key, name in best[:most]]


def as_name(typed: str) -> str:
    """What was looked for, as the name of somebody to register: Zulmira Bastos, Maria da Silva.

    Empty where it holds numbers or an address, which are nobody's name.
    """
    if re.search(r"[\d@_]", typed):
        return ""
    small = ("da", "de", "do", "das", "dos", "e")
    return " ".join(w if w in small else w[:1].upper() + w[1:] for w in typed.split())[:160]

"""A point of the law and how it was met."""

from __future__ import annotations

from dataclasses import dataclass

MET, NOT_MET, NONE, TO_CHECK = "Atendido", "Não atendido", "Não se aplica", "A conferir"


@dataclass(frozen=True, slots=True)
class Point:
    """What is asked, by what source, one of the four verdicts, and what was done."""

    asked: str
    source: str
    verdict: str
    done: str

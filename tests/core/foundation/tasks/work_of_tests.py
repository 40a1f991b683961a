"""Jobs for the tests of tasks, by a name that workers find as well (PYTHONPATH)."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from core.foundation import audit, tasks

HERE = "work_of_tests"


def note(path: str, word: str) -> str:
    """Write a word down, so that what was done twice is seen twice."""
    with Path(path).open("a") as file:
        file.write(f"{word}\n")
    return word.upper()


def noted(path: Any) -> list[str]:
    """The words that were written down."""
    return Path(path).read_text().split() if Path(path).exists() else []


def slowly(path: str, word: str, seconds: float) -> None:
    """A word before and a word after, and signs of life between."""
    note(path, f"{word}-begun")
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(0.02)
        tasks.progress(1, 2)
    note(path, word)


def refuse(sentence: str) -> None:
    raise ValueError(sentence)


def refuse_while(path: str, sentence: str) -> None:
    """Fails as long as a file is there."""
    if Path(path).exists():
        raise ValueError(sentence)


def whole(path: str, count: int) -> list[str] | None:
    """A job in parts, whose result is theirs."""
    parts = [tasks.Part(f"{HERE}.note", (path, f"part{n}"), f"parte {n}") for n in range(count)]
    return tasks.spread(parts, here=False)


def half_refused(path: str, sentence: str) -> list[Any] | None:
    """A job in two parts, of which one fails as long as a file is there."""
    job = f"{HERE}.refuse_while"
    return tasks.spread(
        [tasks.Part(job, (path, sentence), "parte 0"), tasks.Part(job, (f"{path}-not", sentence), "parte 1")],
        here=False,
    )


def who() -> str:
    return audit.actor().name


def hold_while(path: str, word: str, stone: str) -> None:
    """Begun when its word is there, and goes on as long as a file is."""
    note(path, f"{word}-begun")
    while Path(stone).exists():
        time.sleep(0.02)
        tasks.progress(1, 2)
    note(path, word)

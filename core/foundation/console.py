"""Long work on a terminal: a bar there, plain lines elsewhere, nothing for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

T = TypeVar("T")
Progress = Callable[[int, int], None]


def watched(label: str, quiet: bool, work: Callable[[Progress | None], T]) -> T:
    """Do work that reports how far it is (n of m contracts), and show it."""
    from rich.console import Console  # half a second that only a terminal needs

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        return work(None if quiet else _plain_line)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console) as bar:
        task = bar.add_task(label, total=None)
        return work(lambda done, expected: bar.update(task, completed=done, total=expected))


def _plain_line(done: int, expected: int) -> None:
    click.echo(f"{done} de {max(done, expected)} contratos", err=True)

"""The stage of contracts on the customers' list, for the ids of one page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from core.contracts.models import ACTIVE
from core.contracts.rules.stages import stage_words
from core.extension.types import Cell
from core.foundation.calendar import days_late
from core.foundation.clock import today
from core.foundation.ptbr import plural

NONE = Cell("Cadastro")


def stage_cells(found: Mapping[int, Sequence[Any]], open_invoices: Sequence[Any]) -> Mapping[int, Cell]:
    """“Reduzida, 12 dias” of the worst of each customer's contracts; “Cadastro” where there is none."""
    late = late_days(open_invoices, today())
    return {key: _cell_of(rows[0], late) if rows else NONE for key, rows in found.items()}


def _cell_of(row: Any, late: Mapping[int, int]) -> Cell:
    return _cell(row.status, row.stage, late.get(row.id, 0) if row.status == ACTIVE else 0)


def late_days(open_invoices: Iterable[Any], day: date) -> dict[int, int]:
    """How many days late each contract is, of those that are: as late as its oldest open invoice."""
    late: dict[int, int] = {}
    for row in open_invoices:
        if row.id and row.effective_due_date < day:
            late[row.contract_id] = max(late.get(row.contract_id, 0), days_late(day, row.effective_due_date))
    return late


@lru_cache(maxsize=1024)
def _cell(status: str, stage: str, late: int) -> Cell:
    """A contract that is late and not on a stage yet, or unlocked in trust, is said to be late."""
    words, tone = stage_words(status, stage)
    if not late:
        return Cell(words, tone, pill=True)
    if stage == "normal":
        words, tone = "Em atraso", "warn"
    return Cell(f"{words}, {plural(late, 'dia', 'dias')}", tone, pill=True)

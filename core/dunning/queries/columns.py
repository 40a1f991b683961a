"""The stage of contracts on the customers' list, for the ids of one page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from core.billing.models import IS_OPEN, Invoice
from core.contracts.models import ACTIVE
from core.contracts.rules.stages import stage_words
from core.extension.types import Cell
from core.foundation.bulk import ByIds
from core.foundation.calendar import days_late
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.ptbr import plural

NONE = Cell("Cadastro")
INVOICE = Invoice.__table__.c
LATE = ByIds(
    lambda among: (
        select(INVOICE.contract_id, func.min(INVOICE.effective_due_date))
        .where(IS_OPEN, INVOICE.effective_due_date < bindparam("day"), among(INVOICE.contract_id))
        .group_by(INVOICE.contract_id)
    )
)


def stage_cells(found: Mapping[int, Sequence[Any]]) -> Mapping[int, Cell]:
    """“Reduzida, 12 dias” of the worst of each customer's contracts; “Cadastro” where there is none."""
    worst = {key: rows[0] for key, rows in found.items() if rows}
    late = late_days([row.id for row in worst.values() if row.status == ACTIVE], today())
    return {key: _cell_of(worst[key], late) if key in worst else NONE for key in found}


def _cell_of(row: Any, late: Mapping[int, int]) -> Cell:
    return _cell(row.status, row.stage, late.get(row.id, 0))


def late_days(contract_ids: Sequence[int], day: date) -> dict[int, int]:
    """How many days late each contract is, of those that are."""
    if not contract_ids:
        return {}
    rows = LATE.rows(db.session(), contract_ids, day=day)
    return {contract_id: days_late(day, due) for contract_id, due in rows}


@lru_cache(maxsize=1024)
def _cell(status: str, stage: str, late: int) -> Cell:
    """A contract that is late and not on a stage yet, or unlocked in trust, is said to be late."""
    words, tone = stage_words(status, stage)
    if not late:
        return Cell(words, tone, pill=True)
    if stage == "normal":
        words, tone = "Em atraso", "warn"
    return Cell(f"{words}, {plural(late, 'dia', 'dias')}", tone, pill=True)

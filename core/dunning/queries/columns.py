"""The stage of contracts on the customers' list, for the ids of one page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.billing.models import IS_OPEN, Invoice
from core.contracts.models import ACTIVE
from core.contracts.rules.stages import stage_words
from core.extension.types import Cell
from core.foundation.bulk import among
from core.foundation.calendar import days_late
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.ptbr import plural

NONE = Cell("Cadastro")


def stage_cells(found: Mapping[int, Sequence[Any]]) -> Mapping[int, Cell]:
    """“Reduzida, 12 dias” of the worst of each customer's contracts; “Cadastro” where there is none."""
    worst = {key: rows[0] for key, rows in found.items() if rows}
    late = late_days([row.id for row in worst.values() if row.status == ACTIVE], today())
    return {key: _cell(worst[key], late.get(worst[key].id, 0)) if key in worst else NONE for key in found}


def late_days(contract_ids: Sequence[int], day: date) -> dict[int, int]:
    """How many days late each contract is, of those that are."""
    if not contract_ids:
        return {}
    first = func.min(Invoice.effective_due_date)
    query = select(Invoice.contract_id, first).where(
        IS_OPEN, Invoice.effective_due_date < day, among(db.session(), Invoice.contract_id, contract_ids)
    )
    rows = db.session.execute(query.group_by(Invoice.contract_id))
    return {contract_id: days_late(day, due) for contract_id, due in rows}


def _cell(row: Any, late: int) -> Cell:
    """A contract that is late and not on a stage yet, or unlocked in trust, is said to be late."""
    words, tone = stage_words(row.status, row.stage)
    if not late:
        return Cell(words, tone, pill=True)
    if row.stage == "normal":
        words, tone = "Em atraso", "warn"
    return Cell(f"{words}, {plural(late, 'dia', 'dias')}", tone, pill=True)

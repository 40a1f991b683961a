"""Which contracts a night must look at, found in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select

from core.billing.models import IS_OPEN, Invoice
from core.contracts.models import ACTIVE, Contract
from core.dunning.models import LadderRun, LadderState
from core.foundation.database import db


def count_candidates(day: date, first: int = 0, last: int | None = None) -> int:
    """How many contracts the night of a day looks at, out of a range of ids (both ends included)."""
    wanted = (*_late(day), *_range(first, last))
    return db.session.scalar(select(func.count()).select_from(_joined()).where(*wanted)) or 0


def batches(day: date, size: int, first: int = 0, last: int | None = None) -> Iterator[list[int]]:
    """Ids of contracts with something late whose night is not done with, ascending, each batch found when asked for."""
    after = first - 1
    while batch := _candidates(day, size, after, last):
        yield batch
        after = batch[-1]


def _candidates(day: date, size: int, after: int, last: int | None) -> list[int]:
    wanted = (*_late(day), *_range(after + 1, last))
    query = select(Contract.id).select_from(_joined()).where(*wanted).order_by(Contract.id).limit(size)
    return list(db.session.scalars(query))


def _joined() -> Any:
    return Contract.__table__.outerjoin(LadderState.__table__, LadderState.contract_id == Contract.id)


def _range(first: int, last: int | None) -> tuple[Any, ...]:
    return (Contract.id >= first, *(() if last is None else (Contract.id <= last,)))


def _late(day: date) -> tuple[Any, ...]:
    """Active, something late, the night not done with, not held back."""
    late = exists().where(Invoice.contract_id == Contract.id, IS_OPEN, Invoice.effective_due_date < day)
    return (
        Contract.status == ACTIVE,
        or_(LadderState.done_on.is_(None), LadderState.done_on < day),
        or_(LadderState.held_until.is_(None), LadderState.held_until < day),
        late,
    )


def last_run() -> LadderRun | None:
    """The latest night that was run to its end."""
    done = LadderRun.finished_at.is_not(None)
    return db.session.scalars(
        select(LadderRun).where(done).order_by(LadderRun.run_date.desc()).limit(1)
    ).first()

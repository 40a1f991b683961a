"""All contracts cut into ranges of ids, for workers to share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select

from core.contracts.models import ACTIVE, Contract
from core.foundation.database import db
from core.foundation.ptbr import integer

PARTS_A_WORKER = 4
LEAST = 2_000


@dataclass(frozen=True, slots=True)
class Range:
    """Ids from `first` to `last`, both included; `last` None: all the rest."""

    first: int
    last: int | None

    @property
    def ends(self) -> tuple[int, int | None]:
        """Both, as a job's arguments."""
        return self.first, self.last

    @property
    def words(self) -> str:
        """Which contracts, for a person."""
        if self.last is None:
            return f"Contratos a partir do {integer(self.first)}"
        return f"Contratos {integer(self.first)} a {integer(self.last)}"


def id_ranges(workers: int) -> list[Range]:
    """Ranges of active contracts, as many in each: about four a worker, so that none is idle at the end; all in one
    where there is one worker, and no fewer than 2,000 in each.
    """
    firsts = [0, *_firsts(workers)[1:]] if workers > 1 else [0]
    return [Range(first, after - 1) for first, after in pairwise(firsts)] + [Range(firsts[-1], None)]


def _firsts(workers: int) -> list[int]:
    """The first id of each range."""
    active = Contract.status == ACTIVE
    count = db.session.scalar(select(func.count()).select_from(Contract).where(active)) or 0
    size = max(LEAST, -(-count // (PARTS_A_WORKER * workers)))
    place = func.row_number().over(order_by=Contract.id).label("place")
    numbered = select(Contract.id, place).where(active).subquery()
    return list(
        db.session.scalars(
            select(numbered.c.id).where((numbered.c.place - 1) % size == 0).order_by(numbered.c.id)
        )
    )

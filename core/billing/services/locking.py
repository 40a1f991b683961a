"""Who writes invoices or receipts of a contract holds its row: two runs and a clerk at one moment take turns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contracts.models import ACTIVE, Contract
from core.foundation.bulk import among


def lock_contracts(session: Session, ids: Sequence[int], *, active: bool = False) -> list[int]:
    """Lock contracts, in the order of their ids, until the transaction ends. Gives those that exist.

    `active`: only those that, once locked, have not ended. On SQLite the transaction itself holds the one
    write lock.
    """
    query = select(Contract.id).where(among(session, Contract.id, ids)).order_by(Contract.id)
    if active:
        query = query.where(Contract.status == ACTIVE)
    return list(session.scalars(query.with_for_update(key_share=True)))

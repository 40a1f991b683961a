"""The stage that contracts stand on: decided by the ladder, written here since many rooms read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from core.contracts.models import Contract

STATEMENT = (
    update(Contract.__table__)  # type: ignore[arg-type]  # a table, by way of its class
    .where(Contract.__table__.c.id == bindparam("key"))
    .values(stage=bindparam("new"), stage_since=bindparam("since"))
)


def set_stages(session: Session, changes: Sequence[tuple[int, str]], day: date) -> None:
    """Give contracts their stage from a day on, in the running transaction, which has locked them."""
    if changes:
        session.flush()
        rows = [{"key": key, "new": stage, "since": day} for key, stage in changes]
        session.connection().execute(STATEMENT, rows)
        session.expire_all()

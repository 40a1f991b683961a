"""The stage that contracts stand on: decided by the ladder, written here since many rooms read it. In bulk, in the
running transaction, which has locked them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from core.contracts.models import ENDED, Contract
from core.foundation import audit
from core.foundation.audit import AuditEntry
from core.foundation.bulk import write_rows
from core.foundation.outbox import emit_many

TABLE = Contract.__table__
CHANGE = (
    update(TABLE)  # type: ignore[arg-type]  # a table, by way of its class
    .where(TABLE.c.id == bindparam("key"))
    .values(stage=bindparam("new"), stage_since=bindparam("since"))
)
END = CHANGE.values(status=ENDED, ended_on=bindparam("since"))


def set_stages(session: Session, changes: Sequence[tuple[int, str]], day: date) -> None:
    """Give contracts their stage from a day on."""
    _write(session, CHANGE, changes, day)


def end_at_stage(session: Session, endings: Sequence[tuple[int, str]], stage: str, day: date) -> None:
    """End contracts, each with the reason that stays in its history; `day` is the first no longer used.

    What their accounts should have is set by who ends them.
    """
    _write(session, END, [(key, stage) for key, _ in endings], day)
    rows = [
        audit.row("contract_ended", "contract", key, {"day": str(day), "reason": reason[:500]})
        for key, reason in endings
    ]
    if rows:
        write_rows(session, AuditEntry, list(rows[0]), (list(row.values()) for row in rows))
        emit_many("on_contract_saved", [{"contract_id": key} for key, _ in endings])


def _write(session: Session, statement: object, changes: Sequence[tuple[int, str]], day: date) -> None:
    if changes:
        session.flush()
        rows = [{"key": key, "new": stage, "since": day} for key, stage in changes]
        session.connection().execute(statement, rows)  # type: ignore[call-overload]  # one of the two above
        session.expire_all()

"""Who did what to what, when: one row an action, written in the transaction of the action itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.foundation.clock import now
from core.foundation.database import Base, Id, UTCDateTime, db


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a staff user, or the system itself (`id` None)."""

    id: int | None
    name: str


SYSTEM = Actor(None, "rotina")
_actor: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


class AuditEntry(Base):
    """`subject` is a kind and an id, such as ("contract", 42); `data` holds what changed, never a secret."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(Id)
    actor_name: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Id)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


def actor() -> Actor:
    """Who acts now."""
    return _actor.get()


def act_as(who: Actor) -> None:
    """From here on, in this request or job, `who` acts."""
    _actor.set(who)


def record(action: str, kind: str, subject_id: int, data: Mapping[str, Any] | None = None) -> None:
    """Add one row to the running transaction."""
    db.session.add(AuditEntry(**row(action, kind, subject_id, data)))


def row(action: str, kind: str, subject_id: int, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The same as a dictionary, for services that write in bulk."""
    who = actor()
    return {
        "at": now(),
        "actor_id": who.id,
        "actor_name": who.name,
        "action": action,
        "subject_kind": kind,
        "subject_id": subject_id,
        "data": dict(data or {}),
    }


def history(subjects: Iterable[tuple[str, int]], limit: int = 50) -> list[AuditEntry]:
    """What was done to any of the subjects, newest first."""
    wanted = [(AuditEntry.subject_kind == kind) & (AuditEntry.subject_id == key) for kind, key in subjects]
    return _newest(db.or_(db.false(), *wanted), limit)


def actions_on(kind: str, ids: Any, actions: Iterable[str], limit: int) -> list[AuditEntry]:
    """Some kinds of action on subjects of a kind, newest first; `ids` is what SQL's IN takes: a list, or a SELECT."""
    wanted = (AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))
    return _newest(db.and_(*wanted, AuditEntry.action.in_(list(actions))), limit)


def _newest(wanted: Any, limit: int) -> list[AuditEntry]:
    query = db.select(AuditEntry).where(wanted).order_by(AuditEntry.id.desc()).limit(limit)
    return list(db.session.scalars(query))

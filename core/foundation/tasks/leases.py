"""Roles held for a while: who leads (`scheduler`), and which workers are there (`worker:…`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core.foundation.clock import now
from core.foundation.database import changed, db, transaction
from core.foundation.tasks.models import Lease

SCHEDULER, WORKER = "scheduler", "worker:"
TERM = timedelta(seconds=30)
NAME = 40
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sign:
    """The last sign of life of a scheduler or worker; `there` while it is expected to be alive."""

    name: str
    holder: str
    at: datetime
    there: bool


def lead(name: str, holder: str, term: timedelta = TERM) -> bool:
    """Take or keep a role for a term; False while another holds it."""
    at = now()
    values = {"holder": holder, "until": at + term}
    mine_or_nobodys = (Lease.name == name[:NAME], or_(Lease.holder == holder, Lease.until < at))
    with transaction() as session:
        if changed(session, update(Lease).where(*mine_or_nobodys).values(values)):
            return True
        make = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
        row = make(Lease).values(name=name[:NAME], **values).on_conflict_do_nothing().returning(Lease.name)
        return session.scalar(row) is not None


def leave(name: str, holder: str) -> None:
    """Give a role up: another may take it at once."""
    with transaction() as session:
        mine = (Lease.name == name[:NAME], Lease.holder == holder)
        if name.startswith(WORKER):
            session.execute(delete(Lease).where(*mine))
        else:
            session.execute(update(Lease).where(*mine).values(until=now()))


def forget_old() -> None:
    """Workers of which nothing was heard for a day are no news any more."""
    with transaction() as session:
        session.execute(
            delete(Lease).where(Lease.name.startswith(WORKER), Lease.until < now() - FORGOTTEN_AFTER)
        )


def signs(prefix: str, term: timedelta = TERM) -> list[Sign]:
    """The signs of life of those whose name begins so, the latest first."""
    rows = db.session.scalars(
        select(Lease).where(Lease.name.startswith(prefix)).order_by(Lease.until.desc()),
        execution_options={"populate_existing": True},
    )
    at = now()
    return [Sign(row.name, row.holder, min(row.until - term, at), row.until >= at) for row in rows]


def anyone(prefix: str) -> bool:
    """Whether somebody of that name is there."""
    there = select(Lease.name).where(Lease.name.startswith(prefix), Lease.until >= now())
    return db.session.scalar(there.limit(1)) is not None


def workers() -> int:
    """How many workers are there to share work; 1 where none is, for whoever does it then."""
    there = select(func.count()).select_from(Lease).where(Lease.name.startswith(WORKER), Lease.until >= now())
    return max(1, db.session.scalar(there) or 0)

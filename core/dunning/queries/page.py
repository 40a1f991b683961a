"""What a contract's page shows of its ladder: its events, its speeds, whether its notice waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from core.access.models import InternetAccount, Plan
from core.access.rules.speeds import mega
from core.dunning.models import LadderEvent
from core.foundation.database import db


def events_since(contract_id: int, day: date, most: int = 12) -> Sequence[LadderEvent]:
    """The newest events of a contract from a day on, oldest first."""
    mine = (LadderEvent.contract_id == contract_id, LadderEvent.on_day >= day)
    newest = select(LadderEvent).where(*mine).order_by(LadderEvent.id.desc()).limit(most)
    return list(db.session.scalars(newest))[::-1]


def last_event_id(contract_id: int) -> int:
    """The id of the newest event of a contract, 0 where there is none."""
    query = select(LadderEvent.id).where(LadderEvent.contract_id == contract_id)
    return db.session.scalar(query.order_by(LadderEvent.id.desc()).limit(1)) or 0


def speeds_of(contract_id: int) -> tuple[str, str] | None:
    """The whole and the reduced speed of the first account of a contract, in Mega: ("30", "2"); "" where it has none."""
    query = select(Plan.download_kbps, Plan.reduced_download_kbps).join(InternetAccount)
    row = db.session.execute(
        query.where(InternetAccount.contract_id == contract_id).order_by(InternetAccount.id).limit(1)
    ).first()
    return (mega(row[0]), mega(row[1])) if row else None

"""Take hold of messages before they are sent, so that of two senders at one moment each message has one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.extension.channels import OutgoingMessage
from core.foundation.database import db, transaction
from core.notices.models import WAITING, NoticeAttempt, NoticeMessage
from core.notices.queries.recipients import recipients

LEASE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message in hand: its attempt number, and whether it made its channel break before, so that it goes alone."""

    id: int
    attempt: int
    alone: bool
    outgoing: OutgoingMessage


def claim(channel: str, at: datetime, limit: int) -> list[Claimed]:
    """Due messages of a channel, oldest first: nobody else gets them for half an hour, should this sender end here."""
    due = (NoticeMessage.status == WAITING, NoticeMessage.due_at <= at, NoticeMessage.channel == channel)
    query = db.select(NoticeMessage).where(*due).order_by(NoticeMessage.due_at, NoticeMessage.id).limit(limit)
    with transaction() as session:
        found = list(session.scalars(query.with_for_update(skip_locked=True)))
        mine = [row for row in found if _swapped(row, at + LEASE)]
        broke = _broke([row.id for row in mine])
        names = {key: one.name for key, one in recipients([row.customer_id for row in mine]).items()}
        return [
            Claimed(row.id, row.attempts + 1, row.id in broke, _outgoing(row, names[row.customer_id]))
            for row in mine
        ]


def _swapped(row: NoticeMessage, until: datetime) -> bool:
    """Whether the row is still as it was read, and is ours now."""
    seen = (
        NoticeMessage.id == row.id,
        NoticeMessage.status == WAITING,
        NoticeMessage.attempts == row.attempts,
        NoticeMessage.due_at == row.due_at,
    )
    swap = (
        db.update(NoticeMessage)
        .where(*seen)
        .values(attempts=row.attempts + 1, due_at=until)
        .execution_options(synchronize_session=False)
    )
    return bool(db.session.execute(swap).rowcount)  # type: ignore[attr-defined]


def _broke(message_ids: list[int]) -> set[int]:
    broken = (NoticeAttempt.message_id.in_(message_ids), NoticeAttempt.outcome == "error")
    return set(db.session.scalars(db.select(NoticeAttempt.message_id).where(*broken)))


def _outgoing(row: NoticeMessage, name: str) -> OutgoingMessage:
    # A second database counts from 1 too, and may speak to the same gateway.
    key = f"{row.id}-{row.created_at:%Y%m%d%H%M%S%f}"
    return OutgoingMessage(key, row.address, name, row.subject, row.text, row.created_at)

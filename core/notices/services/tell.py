"""Tell the other rooms what became of messages, in a transaction apart: it may fail, and is told again.

A message is sent before it can be written down, so that what hears of it must never undo the writing.
"""

from __future__ import annotations

from datetime import datetime

from flask import current_app

from core.extension.calls import tell
from core.foundation.clock import day_of
from core.foundation.database import db, transaction
from core.notices.models import TAKEN, WAITING, NoticeMessage

BATCH = 500


def tell_news(at: datetime) -> None:
    """Tell of every message that was taken, and of every key that nobody has."""
    query = db.select(NoticeMessage.id).where(NoticeMessage.told.is_(False)).order_by(NoticeMessage.id)
    for message_id in list(db.session.scalars(query.limit(BATCH))):
        try:
            _tell_of(message_id, at)
        except Exception:  # told again by the next sender; the other messages are told of now
            current_app.logger.exception("what became of message %s was not heard", message_id)


def _tell_of(message_id: int, at: datetime) -> None:
    with transaction() as session:
        row = session.get_one(NoticeMessage, message_id)
        if row.told:
            return
        # The hook first: it locks its contract, as a room does that then takes messages back.
        _say(row, at)
        row.told = True


def _say(row: NoticeMessage, at: datetime) -> None:
    about = {"key": row.key, "contract_id": row.contract_id, "day": day_of(at)}
    if row.status == TAKEN:
        tell("when_notice_taken", **about)
    elif not _held(row.key):
        tell("when_notice_bounced", **about)


def _held(key: str) -> bool:
    """Whether a message of the key was taken, or may still be."""
    alive = (NoticeMessage.key == key, NoticeMessage.status.in_((TAKEN, WAITING)))
    return db.session.scalar(db.select(NoticeMessage.id).where(*alive).limit(1)) is not None

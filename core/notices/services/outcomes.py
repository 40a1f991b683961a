"""Write down what a channel answered: an attempt for each message, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.extension.channels import Sent
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.foundation.clock import zone
from core.foundation.database import db, transaction
from core.notices.models import (
    BOUNCED,
    FAILED,
    TAKEN,
    WAITING,
    ChannelSettings,
    NoticeAttempt,
    NoticeMessage,
)
from core.notices.queries.occasions import quiet_hours
from core.notices.rules.hours import opening
from core.notices.rules.waits import next_try
from core.notices.services.claim import Claimed

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A message in hand, and what the channel said to it: `Sent`, or the exception."""

    claimed: Claimed
    said: Sent | Exception


def outcome_of(said: Sent | Exception) -> str:
    """taken, refused (for good), unreachable (later), or error: the channel itself broke (later, alone)."""
    if isinstance(said, Sent):
        return "taken"
    if isinstance(said, DriverRefused):
        return "refused"
    return "unreachable" if isinstance(said, DriverUnreachable) else "error"


def words_of(said: Sent | Exception) -> str:
    """The channel's own words, as evidence."""
    text = said.detail if isinstance(said, Sent) else str(said) or type(said).__name__
    return text[:LONGEST]


def record(channel: str, answers: Sequence[Answer], at: datetime) -> int:
    """Keep the answers; returns how many messages were taken. Taken is taken, whatever happened meanwhile."""
    with transaction() as session:
        rows = _rows([answer.claimed.id for answer in answers])
        firsts = _first_attempts(list(rows))
        for answer in answers:
            session.add(_attempt(answer.claimed.id, at, outcome_of(answer.said), words_of(answer.said)))
            _apply(rows[answer.claimed.id], answer, firsts.get(answer.claimed.id, at), at)
        _note_health(channel, answers, at)
    return sum(isinstance(answer.said, Sent) for answer in answers)


def _rows(ids: Sequence[int]) -> dict[int, NoticeMessage]:
    query = db.select(NoticeMessage).where(NoticeMessage.id.in_(ids)).order_by(NoticeMessage.id)
    return {row.id: row for row in db.session.scalars(query.with_for_update())}


def _first_attempts(ids: Sequence[int]) -> dict[int, datetime]:
    first = db.select(NoticeAttempt.message_id, db.func.min(NoticeAttempt.at)).where(
        NoticeAttempt.message_id.in_(ids)
    )
    return {row[0]: row[1] for row in db.session.execute(first.group_by(NoticeAttempt.message_id))}


def _attempt(message_id: int, at: datetime, outcome: str, detail: str) -> NoticeAttempt:
    return NoticeAttempt(message_id=message_id, at=at, outcome=outcome, detail=detail[:LONGEST])


def _apply(row: NoticeMessage, answer: Answer, first_at: datetime, at: datetime) -> None:
    if isinstance(answer.said, Sent):
        row.status, row.taken_at, row.error, row.told = TAKEN, at, None, False
        row.reference = answer.said.reference and answer.said.reference[:160]
    elif row.status == WAITING and row.attempts == answer.claimed.attempt:  # else it is another's by now
        _not_taken(row, answer, first_at, at)


def _not_taken(row: NoticeMessage, answer: Answer, first_at: datetime, at: datetime) -> None:
    row.error = words_of(answer.said)
    again = None if outcome_of(answer.said) == "refused" else next_try(row.attempts, first_at, at)
    if again:
        row.due_at = opening(again, quiet_hours(), zone())
        return
    row.status = BOUNCED if outcome_of(answer.said) == "refused" else FAILED
    row.told = False


def _note_health(channel: str, answers: Sequence[Answer], at: datetime) -> None:
    """When the channel last took a message, and its last fault: a refused address is no fault of the channel's."""
    row = db.session.get(ChannelSettings, channel)
    if row is None:
        return
    faults = [words_of(one.said) for one in answers if outcome_of(one.said) in ("unreachable", "error")]
    if any(isinstance(one.said, Sent) for one in answers):
        row.taken_at = at
    if faults:
        row.fault_at, row.fault = at, faults[-1]


def mark_bounced(details: dict[int, str], at: datetime) -> int:
    """Messages that a channel took and that came back: (id: the other side's words). Returns how many were not known so."""
    with transaction() as session:
        rows = [row for row in _rows(list(details)).values() if row.status != BOUNCED]
        for row in rows:
            row.status, row.error, row.told = BOUNCED, details[row.id][:LONGEST], False
            session.add(_attempt(row.id, at, "bounced", details[row.id]))
    return len(rows)


def note_news(details: dict[int, str], at: datetime) -> None:
    """What a channel says of messages that it still holds as taken: kept as evidence, once for the same words."""
    with transaction() as session:
        query = db.select(NoticeAttempt.message_id, NoticeAttempt.detail).where(
            NoticeAttempt.message_id.in_(list(details)), NoticeAttempt.outcome == "delivered"
        )
        known = {(row.message_id, row.detail) for row in session.execute(query)}
        for key, detail in details.items():
            if (key, detail[:LONGEST]) not in known:
                session.add(_attempt(key, at, "delivered", detail))

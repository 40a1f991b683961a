"""Messages and their attempts, as evidence of what a customer was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.customers.models import Customer
from core.foundation.database import db
from core.notices.models import NoticeAttempt, NoticeMessage
from core.notices.queries.occasions import channels, occasions


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at a message: `outcome` is taken, unreachable, refused, error, delivered or bounced; `detail` the words."""

    at: datetime
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message and every attempt at it, oldest first. `channel_label` and `occasion_label` are for a person."""

    id: int
    key: str
    occasion: str
    occasion_label: str
    contract_id: int
    customer_id: int
    customer_name: str
    channel: str
    channel_label: str
    address: str
    subject: str
    text: str
    on_day: date
    status: str
    due_at: datetime
    created_at: datetime
    taken_at: datetime | None
    error: str | None
    attempts: tuple[Attempt, ...] = ()


def messages_of(keys: Sequence[str]) -> list[MessageView]:
    """All messages of these keys, in the order they were made."""
    return views(NoticeMessage.key.in_(list(keys)), order=NoticeMessage.id) if keys else []


def messages_of_contract(contract_id: int, limit: int | None = None) -> list[MessageView]:
    """The messages about a contract, newest first."""
    return views(NoticeMessage.contract_id == contract_id, order=NoticeMessage.id.desc(), limit=limit)


def message(message_id: int) -> MessageView | None:
    """One by its id."""
    return next(iter(views(NoticeMessage.id == message_id, order=NoticeMessage.id)), None)


def views(*where: Any, order: Any, limit: int | None = None) -> list[MessageView]:
    """The messages that some conditions keep, with their attempts, in two reads."""
    query = db.select(NoticeMessage, Customer.name).join(Customer, Customer.id == NoticeMessage.customer_id)
    rows = db.session.execute(query.where(*where).order_by(order).limit(limit)).all()
    tries = attempts_of([row.id for row, _name in rows])
    return [_view(row, name, tries.get(row.id, ())) for row, name in rows]


def _view(row: NoticeMessage, name: str, attempts: Iterable[Attempt]) -> MessageView:
    way, what = channels().get(row.channel), occasions().get(row.occasion)
    return MessageView(
        id=row.id,
        key=row.key,
        occasion=row.occasion,
        occasion_label=what.label if what else row.occasion,
        contract_id=row.contract_id,
        customer_id=row.customer_id,
        customer_name=name,
        channel=row.channel,
        channel_label=way.label if way else row.channel,
        address=row.address,
        subject=row.subject,
        text=row.text,
        on_day=row.on_day,
        status=row.status,
        due_at=row.due_at,
        created_at=row.created_at,
        taken_at=row.taken_at,
        error=row.error,
        attempts=tuple(attempts),
    )


def attempts_of(message_ids: Sequence[int]) -> dict[int, list[Attempt]]:
    """The attempts at each of these messages, oldest first."""
    query = db.select(NoticeAttempt).where(NoticeAttempt.message_id.in_(list(message_ids)))
    found: dict[int, list[Attempt]] = {}
    for row in db.session.scalars(query.order_by(NoticeAttempt.id)) if message_ids else ():
        found.setdefault(row.message_id, []).append(Attempt(row.at, row.outcome, row.detail))
    return found

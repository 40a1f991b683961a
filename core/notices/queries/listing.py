"""What was sent, newest first, a page at a time by its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.customers.models import Customer
from core.foundation.database import db
from core.notices.models import WAITING, NoticeMessage
from core.notices.queries.messages import MessageView, views

SIZE = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked for; `after` and `before` are the ids that a page hangs on."""

    status: str = ""
    channel: str = ""
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Messages, and the ids that the next and the previous page hang on."""

    rows: Sequence[MessageView]
    next: int | None
    previous: int | None


def page_of(wanted: Wanted) -> Page:
    """A page of the messages."""
    backwards = wanted.before is not None
    ids = _ids(wanted, backwards)
    more, ids = len(ids) > SIZE, ids[:SIZE]
    rows = views(NoticeMessage.id.in_(ids), order=NoticeMessage.id.desc()) if ids else []
    return Page(
        rows,
        rows[-1].id if rows and (more or backwards) else None,
        rows[0].id if rows and (more if backwards else wanted.after is not None) else None,
    )


def _ids(wanted: Wanted, backwards: bool) -> list[int]:
    query = db.select(NoticeMessage.id).limit(SIZE + 1)
    if wanted.status:
        query = query.where(NoticeMessage.status == wanted.status)
    if wanted.channel:
        query = query.where(NoticeMessage.channel == wanted.channel)
    if backwards:
        query = query.where(NoticeMessage.id > wanted.before).order_by(NoticeMessage.id)
    else:
        query = query.order_by(NoticeMessage.id.desc())
        query = query.where(NoticeMessage.id < wanted.after) if wanted.after else query
    return list(db.session.scalars(query))


def anything_due(at: datetime) -> bool:
    """Whether a message's time has come, or something has not been told yet."""
    due = db.select(NoticeMessage.id).where(NoticeMessage.status == WAITING, NoticeMessage.due_at <= at)
    untold = db.select(NoticeMessage.id).where(NoticeMessage.told.is_(False))
    return any(db.session.scalar(query.limit(1)) is not None for query in (due, untold))


def customer_exists(customer_id: int) -> bool:
    """Whether there is a customer of an id."""
    return db.session.get(Customer, customer_id) is not None

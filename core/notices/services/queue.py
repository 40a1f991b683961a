"""Make messages: one for each key and channel that reaches the customer, due at the next decent hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app

from core.extension.channels import Channel, Recipient
from core.extension.types import Occasion
from core.foundation import audit
from core.foundation.bulk import write_rows
from core.foundation.clock import zone
from core.foundation.database import db, transaction
from core.notices.models import WAITING, WITHDRAWN, NoticeMessage
from core.notices.queries.occasions import Wording, default_wording, occasions, quiet_hours, wordings
from core.notices.queries.recipients import active_channels, recipients, refused
from core.notices.rules.hours import opening
from core.notices.rules.text import TextBroken, one_line, render

COLUMNS = (
    "key", "occasion", "contract_id", "customer_id", "channel", "address", "subject", "text", "on_day", "status",
    "attempts", "due_at", "created_at", "told",
)  # fmt: skip
SUBJECT, ADDRESS = 200, 160


@dataclass(frozen=True, slots=True)
class Order:
    """Tell a customer of a contract about an occasion, in the figures of a day. `key` names what it is for, once."""

    key: str
    occasion: str
    contract_id: int
    customer_id: int
    figures: Mapping[str, Any] = field(hash=False)
    day: date


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said of an order: with room for it, and without."""

    subject: str
    body: str
    short: str


def queue_messages(orders: Sequence[Order], at: datetime) -> dict[str, int]:
    """Make the messages of a batch in the running transaction: for each key how many it has, those made earlier included.

    0: nobody can be reached, since no channel is on or has an address, the customer wants none of them, the occasion is
    switched off, or neither the provider's text nor the one in code can be said. A provider's text that breaks gives way
    to the one in code, and is listed on its page. Raises KeyError for an occasion that nobody registered.
    """
    with transaction() as session:
        made = _existing([order.key for order in orders])
        rows = list(_rows([order for order in orders if order.key not in made], at))
        write_rows(session, NoticeMessage, COLUMNS, rows)
        made.update(row[0] for row in rows)
        return {order.key: made[order.key] for order in orders}


def _existing(keys: Sequence[str]) -> Counter[str]:
    query = db.select(NoticeMessage.key, db.func.count()).where(NoticeMessage.key.in_(keys))
    counted = db.session.execute(query.group_by(NoticeMessage.key))
    return Counter({row[0]: row[1] for row in counted})


def _rows(orders: Sequence[Order], at: datetime) -> Iterator[tuple[Any, ...]]:
    ids = sorted({order.customer_id for order in orders})
    people, unwanted, writer = recipients(ids), refused(ids), Writer()
    due_at = opening(at, quiet_hours(), zone())
    ways = list(active_channels().values())
    for order in orders:
        for channel, address in _reached(ways, people[order.customer_id], unwanted):
            if letter := writer.write(order):
                yield _row(order, channel, address, letter, due_at, at)
    writer.report()


def _reached(
    ways: Sequence[Channel], recipient: Recipient, unwanted: set[tuple[int, str]]
) -> Iterator[tuple[Channel, str]]:
    for channel in ways:
        wanted = (recipient.customer_id, channel.name) not in unwanted
        if wanted and (address := address_of(channel, recipient)):
            yield channel, address


def address_of(channel: Channel, recipient: Recipient) -> str | None:
    """Where a channel reaches a customer, on one line; None where it cannot, or breaks over it."""
    try:
        found = channel.address(recipient)
    except Exception:  # a plugin may fail in any way; the other channels must not
        current_app.logger.exception("channel %s failed on customer %s", channel.name, recipient.customer_id)
        return None
    return one_line(found)[:ADDRESS] or None if found else None


def _row(
    order: Order, channel: Channel, address: str, letter: Letter, due_at: datetime, at: datetime
) -> tuple[Any, ...]:
    subject, text = ("", letter.short) if channel.short else (letter.subject, letter.body)
    who = (order.key, order.occasion, order.contract_id, order.customer_id, channel.name, address)
    return (*who, subject, text, order.day, WAITING, 0, due_at, at, True)


class Writer:
    """Writes the letters of a batch, each once, and remembers which of the provider's texts broke."""

    def __init__(self) -> None:
        self.occasions, self.wordings = occasions(), wordings()
        self.broken: dict[str, tuple[int, str]] = {}
        self._last: tuple[str, Letter | None] = ("", None)

    def write(self, order: Order) -> Letter | None:
        """The letter of an order; None where its occasion is off or nothing can be said."""
        if self._last[0] != order.key:
            self._last = (order.key, self._written(order))
        return self._last[1]

    def _written(self, order: Order) -> Letter | None:
        occasion, wording = self.occasions[order.occasion], self.wordings[order.occasion]
        if not wording.enabled:
            return None
        own = self._try(wording, order) if wording.own else None
        return own or self._try(default_wording(occasion), order)

    def _try(self, wording: Wording, order: Order) -> Letter | None:
        try:
            return letter_of(wording, order.figures, order.day)
        except TextBroken as error:
            which = "text" if wording.own else "default text"
            current_app.logger.error("%s of %s broke: %s", which, order.occasion, error)
            self.broken.setdefault(order.occasion, (order.contract_id, str(error)))
            return None

    def report(self) -> None:
        """Keep what broke in the history of each text, where its page finds it."""
        for key, (contract_id, sentence) in self.broken.items():
            data = {"contract_id": contract_id, "error": sentence}
            audit.record("notice_text_broke", history_of_text(self.occasions[key]), 0, data)


def history_of_text(occasion: Occasion) -> str:
    """The kind under which the audit keeps what happened to an occasion's text."""
    return f"notice_text:{occasion.key}"


def letter_of(wording: Wording, figures: Mapping[str, Any], day: date) -> Letter:
    """A wording with a contract's figures. Raises TextBroken."""
    subject = one_line(render(wording.subject, figures, day))[:SUBJECT]
    return Letter(subject, render(wording.body, figures, day), render(wording.short, figures, day))


def withdraw_messages(keys: Sequence[str], reason: str) -> int:
    """Take back what was not sent yet, such as a reminder of what is paid; `reason` is shown. Returns how many."""
    with transaction() as session:
        waiting = (NoticeMessage.key.in_(list(keys)), NoticeMessage.status == WAITING)
        change = db.update(NoticeMessage).where(*waiting).values(status=WITHDRAWN, error=reason[:500])
        return int(session.execute(change).rowcount)  # type: ignore[attr-defined]

"""The demo's past mail: what was queued on a day that is over arrived that morning."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from core.dunning.services.notice import taken
from core.foundation.clock import zone
from core.foundation.database import transaction
from core.notices.models import TAKEN, WAITING, ChannelSettings, NoticeAttempt, NoticeMessage
from core.peers.mailbox import HOST, PORT

ACCESS = "core.access.hooks"
MORNING = time(8, 0, 20)
SETTINGS = {
    "host": HOST,
    "port": PORT,
    "security": "none",
    "user": None,
    "password": None,
    "from_address": "avisos@example.com",
    "from_name": "Ipê Internet",
    "reply_to": None,
    "bounce_address": None,
}


def open_mailbox() -> None:
    """The channel by e-mail, set up for the mail server that `malha up` starts."""
    with transaction() as session:
        session.add(ChannelSettings(channel="email", settings=json.dumps(SETTINGS)))


def wants_mailbox() -> bool:
    """Whether the channel by e-mail is still set up for the demo's own mail server."""
    with transaction() as session:
        row = session.get(ChannelSettings, "email")
        kept = json.loads(row.settings) if row and row.active else {}
    return (kept.get("host"), kept.get("port")) == (HOST, PORT)


def deliver(day: date) -> None:
    """Whatever waits was taken on the morning of a day."""
    at = datetime.combine(day, MORNING, zone()).astimezone(UTC)
    with transaction() as session:
        for row in session.scalars(select(NoticeMessage).where(NoticeMessage.status == WAITING)):
            row.status, row.attempts, row.told = TAKEN, 1, True
            row.created_at, row.due_at, row.taken_at = at, at, at
            session.add(NoticeAttempt(message_id=row.id, at=at, outcome=TAKEN, detail="250 2.0.0 Ok"))
            taken(row.key, row.contract_id, day)

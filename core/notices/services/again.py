"""Try a message again because a person asks for it, at the address that the registration has now."""

from __future__ import annotations

from datetime import datetime

from core.foundation import audit
from core.foundation.clock import zone
from core.foundation.database import transaction
from core.notices.models import TAKEN, WAITING, WITHDRAWN, NoticeMessage
from core.notices.queries.occasions import quiet_hours
from core.notices.queries.recipients import active_channels, recipients, refused
from core.notices.rules.hours import opening
from core.notices.services.queue import address_of


class RetryRefused(ValueError):
    """A message that cannot be tried again; the text is for a person."""


def try_again(message_id: int, at: datetime) -> datetime:
    """Have a message tried at once, or at the next decent hour, which is returned. Raises RetryRefused."""
    with transaction() as session:
        row = session.get_one(NoticeMessage, message_id, with_for_update=True)
        if row.status == TAKEN:
            raise RetryRefused("O canal já aceitou esta mensagem: ela não vai de novo.")
        if row.status == WITHDRAWN:
            raise RetryRefused(f"Esta mensagem foi retirada e não vai mais. {row.error or ''}".strip())
        address = _address(row)
        due_at = opening(at, quiet_hours(), zone())
        if row.status != WAITING:
            row.attempts = 0
        row.status, row.due_at, row.address, row.told = WAITING, due_at, address, True
        audit.record(
            "notice_retried", "customer", row.customer_id, {"message_id": row.id, "channel": row.channel}
        )
    return due_at


def _address(row: NoticeMessage) -> str:
    channel = active_channels().get(row.channel)
    if channel is None:
        raise RetryRefused("Este canal está desligado.")
    if (row.customer_id, row.channel) in refused([row.customer_id]):
        raise RetryRefused("O cliente disse que não quer mensagens por este canal.")
    address = address_of(channel, recipients([row.customer_id])[row.customer_id])
    if address is None:
        raise RetryRefused("O cadastro não tem endereço para este canal.")
    return address

"""Customers as channels see them, and what they said about channels; read for a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.customers.models import Customer, CustomerEmail, CustomerPhone
from core.extension.channels import Recipient
from core.foundation.bulk import among
from core.foundation.database import db
from core.notices.models import ChannelConsent, ChannelSettings
from core.notices.queries.occasions import channels
from core.notices.rules.text import one_line


def recipients(customer_ids: Sequence[int]) -> dict[int, Recipient]:
    """The customers of these ids, in three reads however many they are."""
    emails, phones = (
        _grouped(CustomerEmail, "address", customer_ids),
        _grouped(CustomerPhone, "number", customer_ids),
    )
    query = db.select(Customer.id, Customer.name).where(among(db.session(), Customer.id, customer_ids))
    return {
        row.id: Recipient(row.id, one_line(row.name), emails.get(row.id, ()), phones.get(row.id, ()))
        for row in db.session.execute(query)
    }


def _grouped(model: Any, value: str, customer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = db.select(model.customer_id, getattr(model, value)).order_by(model.position, model.id)
    found: dict[int, tuple[str, ...]] = {}
    for customer_id, text in db.session.execute(
        query.where(among(db.session(), model.customer_id, customer_ids))
    ):
        found[customer_id] = (*found.get(customer_id, ()), text)
    return found


def refused(customer_ids: Sequence[int]) -> set[tuple[int, str]]:
    """(customer, channel) of each channel that a customer does not want."""
    query = db.select(ChannelConsent.customer_id, ChannelConsent.channel).where(
        among(db.session(), ChannelConsent.customer_id, customer_ids), ChannelConsent.allowed.is_(False)
    )
    return {(row.customer_id, row.channel) for row in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class Said:
    """What a customer said about a channel, who noted it and when; `noted_by` is empty where nothing was said."""

    channel: str
    label: str
    icon: str
    reached: bool
    allowed: bool = True
    noted_by: str = ""
    said_at: datetime | None = None


def said_of(customer_id: int) -> list[Said]:
    """What a customer said about each channel in use, and whether the registration has where to write to."""
    recipient = recipients([customer_id]).get(customer_id)
    said = {
        row.channel: row
        for row in db.session.scalars(
            db.select(ChannelConsent).where(ChannelConsent.customer_id == customer_id)
        )
    }
    return [_said(channel, recipient, said.get(name)) for name, channel in active_channels().items()]


def _said(channel: Any, recipient: Recipient | None, row: ChannelConsent | None) -> Said:
    reached = recipient is not None and channel.address(recipient) is not None
    if row is None:
        return Said(channel.name, channel.label, channel.icon, reached)
    return Said(channel.name, channel.label, channel.icon, reached, row.allowed, row.noted_by, row.said_at)


def active_channels() -> dict[str, Any]:
    """The channels that are set up and on, by name, in the order of registration."""
    on = set(db.session.scalars(db.select(ChannelSettings.channel).where(ChannelSettings.active)))
    return {name: channel for name, channel in channels().items() if name in on}

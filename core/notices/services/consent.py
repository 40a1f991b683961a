"""Note what a customer said about a channel."""

from __future__ import annotations

from datetime import datetime

from core.foundation import audit
from core.foundation.database import transaction
from core.notices.models import ChannelConsent


def note_consent(customer_id: int, channel: str, allowed: bool, at: datetime) -> None:
    """From now on the channel is used for this customer, or is not; who noted it and when is kept."""
    with transaction() as session:
        session.merge(
            ChannelConsent(
                customer_id=customer_id,
                channel=channel,
                allowed=allowed,
                said_at=at,
                noted_by=audit.actor().name,
            )
        )
        audit.record("consent_noted", "customer", customer_id, {"channel": channel, "allowed": allowed})

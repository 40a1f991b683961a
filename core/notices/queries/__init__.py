"""Messages, texts and channels, read."""

from core.notices.queries.messages import Attempt, MessageView, message, messages_of, messages_of_contract
from core.notices.queries.occasions import (
    Wording,
    channels,
    default_wording,
    occasions,
    quiet_hours,
    reminder_days,
    wordings,
)
from core.notices.queries.recipients import Said, active_channels, recipients, refused, said_of

__all__ = [
    "Attempt",
    "MessageView",
    "Said",
    "Wording",
    "active_channels",
    "channels",
    "default_wording",
    "message",
    "messages_of",
    "messages_of_contract",
    "occasions",
    "quiet_hours",
    "recipients",
    "refused",
    "reminder_days",
    "said_of",
    "wordings",
]

"""Pages of notices: what was sent, texts, channels, hours and reminders."""

from core.notices.views import channels, consent, sent, texts, times
from core.notices.views.room import blueprint

__all__ = ["blueprint", "channels", "consent", "sent", "texts", "times"]

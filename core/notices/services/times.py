"""When customers are written to: at what hours, and how many days before an invoice is due."""

from __future__ import annotations

from collections.abc import Collection

from core.foundation import audit
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.notices.models import ReminderRule
from core.notices.rules.hours import Hours


def save_times(hours: Hours, days_before: Collection[int]) -> None:
    """Keep the hours at which messages may go, and the days of reminders, with a row in the history."""
    with transaction() as session:
        set_preferences({"notices.from_hour": hours.start, "notices.until_hour": hours.end})
        session.execute(db.delete(ReminderRule))
        session.add_all(ReminderRule(days_before=days) for days in sorted(set(days_before)))
        audit.record("reminders_changed", "preferences", 0, {"days_before": sorted(set(days_before))})

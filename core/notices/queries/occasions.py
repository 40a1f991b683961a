"""What customers are told about, and by which ways: what rooms and plugins registered, with the provider's own texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.extension.calls import collect
from core.extension.channels import Channel
from core.extension.types import Occasion
from core.foundation.database import db
from core.foundation.preferences import preference
from core.notices.models import NoticeText, ReminderRule
from core.notices.rules.hours import Hours


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of an occasion: the provider's own, or the one in code."""

    enabled: bool
    subject: str
    body: str
    short: str
    own: bool = False


def occasions() -> dict[str, Occasion]:
    """Every occasion by its key, in the order they are offered."""
    found: list[Occasion] = sorted(collect("register_occasions"), key=lambda one: one.order)
    return {one.key: one for one in found}


def default_wording(occasion: Occasion) -> Wording:
    """The text that an occasion has in code."""
    return Wording(True, occasion.subject, occasion.body, occasion.short)


def wordings() -> dict[str, Wording]:
    """The text in force of every occasion."""
    own = {row.occasion: row for row in db.session.scalars(db.select(NoticeText))}
    return {key: _in_force(occasion, own.get(key)) for key, occasion in occasions().items()}


def _in_force(occasion: Occasion, own: NoticeText | None) -> Wording:
    if own is None:
        return default_wording(occasion)
    return Wording(own.enabled, own.subject, own.body, own.short, own=True)


def channels() -> dict[str, Channel]:
    """Every registered channel by its name, in the order of registration."""
    found: list[Channel] = collect("register_channels")
    return {one.name: one for one in found}


def quiet_hours() -> Hours:
    """From and until what o'clock customers may be written to."""
    return Hours(int(preference("notices.from_hour")), int(preference("notices.until_hour")))


def reminder_days() -> list[int]:
    """How many days before an invoice is due it is reminded of, the most first; empty for no reminders."""
    days: Any = db.select(ReminderRule.days_before).order_by(ReminderRule.days_before.desc())
    return list(db.session.scalars(days))

"""The keys of the ladder's messages: what each is for, so that none is made twice and each finds its way back."""

from __future__ import annotations

from datetime import date

NOTICE = "ladder_notice:"
EVENT = "ladder_event:"
REMINDER = "reminder:"


def notice_key(notice_id: int, again_on: date | None = None) -> str:
    """Of a notice of debt, and of another try at it on a later day.

    >>> notice_key(7), notice_key(7, date(2017, 4, 12))
    ('ladder_notice:7', 'ladder_notice:7@2017-04-12')
    """
    return f"{NOTICE}{notice_id}" + (f"@{again_on}" if again_on else "")


def notice_of(key: str) -> int | None:
    """The notice that a message's key is for; None where it is for something else.

    >>> notice_of("ladder_notice:7@2017-04-12"), notice_of("ladder_event:7")
    (7, None)
    """
    return int(key.removeprefix(NOTICE).split("@")[0]) if key.startswith(NOTICE) else None


def event_key(event_id: int) -> str:
    """Of a step that is no notice."""
    return f"{EVENT}{event_id}"


def reminder_key(invoice_id: int, days: int) -> str:
    """Of a reminder so many days before an invoice is due."""
    return f"{REMINDER}{invoice_id}:{days}"


def invoice_reminded(key: str) -> int | None:
    """The invoice that a reminder's key is for; None where it is for something else.

    >>> invoice_reminded("reminder:1042:3")
    1042
    """
    return int(key.removeprefix(REMINDER).split(":")[0]) if key.startswith(REMINDER) else None

"""What the office keeps: the provider's own holidays, data and logo."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from core.extension.calls import tell
from core.foundation import audit
from core.foundation.database import transaction
from core.foundation.holidays import Holiday
from core.foundation.preferences import set_preferences
from core.office.rules import national_names

LARGEST_LOGO = 200 * 1024
# What each kind begins and ends with; a WEBP names its own length instead of an end.
PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
JPEG, JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


class OfficeRefused(ValueError):
    """Something that cannot be kept; the message is for a person."""


def add_holiday(day: date, name: str, today: date) -> None:
    """A holiday of the provider; due dates of what is open are reckoned anew.

    Raises OfficeRefused for a day that is one already, the provider's or the country's.
    """
    if country := national_names(day.year).get(day):
        raise OfficeRefused(f"{day:%d/%m/%Y} já é feriado nacional: {country}.")
    with transaction() as session:
        if session.get(Holiday, day):
            raise OfficeRefused(f"{day:%d/%m/%Y} já está na lista.")
        session.add(Holiday(day=day, name=name.strip()))
        audit.record("holiday_added", "holiday", day.toordinal(), {"day": str(day), "name": name.strip()})
        session.flush()
        tell("when_holidays_change", day=today)


def remove_holiday(day: date, today: date) -> str | None:
    """Take a holiday of the provider away; gives its name, None where there was none."""
    with transaction() as session:
        row = session.get(Holiday, day)
        if row is None:
            return None
        session.delete(row)
        audit.record("holiday_removed", "holiday", day.toordinal(), {"day": str(day), "name": row.name})
        session.flush()
        tell("when_holidays_change", day=today)
        return row.name


def keep_provider(values: dict[str, Any]) -> None:
    """Name, document and so on, by the rest of their keys under `provider.`; others by their whole key."""
    set_preferences(values)


def keep_logo(content: bytes) -> None:
    """The provider's logo, PNG or JPEG by its content, whatever the file is called. Raises OfficeRefused."""
    if len(content) > LARGEST_LOGO:
        raise OfficeRefused("O logotipo passa de 200 kB. Salve-o menor.")
    kind = _kind_of(content)
    if kind is None:
        raise OfficeRefused("O logotipo precisa ser uma imagem PNG, JPEG ou WEBP, e estar inteiro.")
    set_preferences({"provider.logo": {"type": kind, "data": base64.b64encode(content).decode()}})


def _kind_of(content: bytes) -> str | None:
    """The kind that a whole image's bytes say, never its name or what the browser claims."""
    if content.startswith(PNG) and content.endswith(PNG_END):
        return "image/png"
    if content.startswith(JPEG) and content.rstrip(b"\x00").endswith(JPEG_END):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp" if int.from_bytes(content[4:8], "little") + 8 == len(content) else None
    return None

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

LARGEST_LOGO = 200 * 1024
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class OfficeRefused(ValueError):
    """Something that cannot be kept; the message is for a person."""


def add_holiday(day: date, name: str, today: date) -> None:
    """A holiday of the provider; due dates of what is open are reckoned anew. Raises OfficeRefused for a second one."""
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
    kind = next((kind for mark, kind in SIGNATURES.items() if content.startswith(mark)), None)
    if kind is None:
        raise OfficeRefused("O logotipo precisa ser uma imagem PNG ou JPEG.")
    set_preferences({"provider.logo": {"type": kind, "data": base64.b64encode(content).decode()}})

"""Dates, instants and outcomes as the proof writes them: whole, since it is read far from here and years later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from core.dunning.rules.words import NAMES, enumerated
from core.foundation.calendar import DAY, HolidayCalendar
from core.foundation.ptbr import LONG_WEEKDAYS, dmy

STATUS = {
    "waiting": "ainda não saiu",
    "taken": "aceita pelo canal",
    "bounced": "devolvida",
    "failed": "não saiu: o canal não a aceitou",
    "withdrawn": "retirada antes de sair, por deixar de ser verdade",
}
OUTCOMES = {
    "taken": "aceita",
    "delivered": "entregue",
    "bounced": "devolvida",
    "refused": "recusada",
    "unreachable": "canal fora do ar",
    "error": "erro",
}
SPARED_BY_LAW = ("friday", "saturday", "sunday", "holiday", "holiday_eve")


def instant(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant to the second, by the provider's clocks and in UTC.

    >>> instant(datetime(2017, 4, 11, 11, 0, 5, tzinfo=UTC), ZoneInfo("America/Sao_Paulo"))
    '11/04/2017 08:00:05 -03:00 (UTC 2017-04-11 11:00:05)'
    """
    if at is None:
        return "–"
    local = at.astimezone(zone)
    offset = f"{local:%z}"
    return f"{dmy(local.date())} {local:%H:%M:%S} {offset[:3]}:{offset[3:]} (UTC {at.astimezone(UTC):%Y-%m-%d %H:%M:%S})"


def weekday(day: date) -> str:
    """quinta, 20/04/2017."""
    return f"{LONG_WEEKDAYS[day.weekday()]}, {dmy(day)}"


def days_named(names: Iterable[str]) -> str:
    """The days that a ladder spares, in the order of the week."""
    chosen = frozenset(names)
    return enumerated([word for name, word in NAMES.items() if name in chosen]) or "nenhum dia"


def why_not_a_business_day(day: date, calendar: HolidayCalendar) -> str:
    """Why a due date is payable later: sábado, domingo, feriado, or a day without clearing; "" where it is none."""
    if calendar.is_holiday(day):
        return "feriado"
    if day.weekday() >= 5:
        return LONG_WEEKDAYS[day.weekday()]
    return "" if calendar.is_business_day(day) else "dia sem compensação bancária"


def spared_by_law(day: date, calendar: HolidayCalendar) -> str:
    """Which of the days on which no cut may start this is; "" for none. Source: Lei 14.015/2020."""
    if day.weekday() >= 4:
        return LONG_WEEKDAYS[day.weekday()]
    if calendar.is_holiday(day):
        return "feriado"
    return "véspera de feriado" if calendar.is_holiday(day + DAY) else ""

"""What the office's pages show: hits of the search, holidays of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.extension.calls import collect
from core.extension.types import SearchHit
from core.foundation.calendar import national_holidays
from core.foundation.database import db
from core.foundation.holidays import Holiday
from core.identity.permissions import can

SHORTEST = 2
MOST = 8
NAMES = {
    (1, 1): "Confraternização Universal",
    (4, 21): "Tiradentes",
    (5, 1): "Dia do Trabalho",
    (9, 7): "Independência",
    (10, 12): "Nossa Senhora Aparecida",
    (11, 2): "Finados",
    (11, 15): "Proclamação da República",
    (11, 20): "Consciência Negra",
    (12, 25): "Natal",
}
MOVABLE = ("Carnaval, segunda", "Carnaval, terça", "Sexta-feira Santa", "Corpus Christi")


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind of thing."""

    label: str
    hits: Sequence[SearchHit]


def search(text: str) -> list[Found]:
    """What the rooms and plugins find, in their order, for whoever may see it."""
    if len(text.strip()) < SHORTEST and not text.strip().isdecimal():
        return []
    searches = sorted(collect("register_searches"), key=lambda one: one.order)
    found = (
        Found(one.label, one.find(text, MOST))
        for one in searches
        if not one.permission or can(one.permission)
    )
    return [one for one in found if one.hits]


@dataclass(frozen=True, slots=True)
class Day:
    """A holiday of a year; `own` where the provider added it."""

    day: date
    name: str
    own: bool


def holidays_of(year: int) -> list[Day]:
    """The country's holidays of a year and the provider's own, in order."""
    fixed = {date(year, month, day): name for (month, day), name in NAMES.items()}
    country = sorted(national_holidays(year))
    movable = dict(zip([day for day in country if day not in fixed], MOVABLE, strict=True))
    of_year = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    own = [Day(row.day, row.name, True) for row in db.session.scalars(select(Holiday).where(of_year))]
    days = [Day(day, {**fixed, **movable}[day], False) for day in country]
    return sorted([*days, *own], key=lambda one: one.day)

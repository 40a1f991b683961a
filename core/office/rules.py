"""The country's holidays have names. Source: RULES §3; the days themselves are those of `national_holidays`."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

from core.foundation.calendar import national_holidays

FIXED = {
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
# Days from Easter Sunday.
MOVABLE = {
    -48: "Carnaval, segunda",
    -47: "Carnaval, terça",
    -2: "Sexta-feira Santa",
    60: "Corpus Christi",
}


def national_names(year: int) -> dict[date, str]:
    """The country's holidays of a year by their day; two that fall on one day share it (21 April 2000).

    >>> national_names(2017)[date(2017, 4, 21)]
    'Tiradentes'
    """
    return {day: " e ".join(_names_of(day)) for day in sorted(national_holidays(year))}


def _names_of(day: date) -> list[str]:
    fixed = FIXED.get((day.month, day.day))
    movable = [name for offset, name in MOVABLE.items() if easter(day.year) + timedelta(days=offset) == day]
    return ([fixed] if fixed else []) + movable

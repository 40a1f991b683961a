"""Amounts, dates and counts as a Brazilian reads them. Source: UX §1, money, dates and numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.foundation.calendar import Period
from core.foundation.typed import TypedError, parse_date, parse_int, parse_money, parse_percent

__all__ = [
    "TypedError", "brl", "day_in_words", "dm", "dmy", "integer", "moment", "month", "num", "parse_date",
    "parse_int", "parse_money", "parse_percent", "percent", "period", "plural", "wdm",
]  # fmt: skip

NBSP = "\u00a0"
MINUS = "−"
WEEKDAYS = ("seg", "ter", "qua", "qui", "sex", "sáb", "dom")
LONG_WEEKDAYS = ("segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo")
MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
)  # fmt: skip


def _swap_marks(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))


def num(amount: Decimal) -> str:
    """An amount with two places for a table's cell.

    >>> num(Decimal("-1234.5"))
    '−1.234,50'
    """
    return (MINUS if amount < 0 else "") + _swap_marks(f"{abs(amount):,.2f}")


def brl(amount: Decimal) -> str:
    """An amount in reais for a sentence: R$, a no-break space, minus before the sign."""
    return (MINUS if amount < 0 else "") + f"R${NBSP}" + num(abs(amount))


def integer(count: int) -> str:
    """A whole number with its thousands apart: 1.181."""
    return (MINUS if count < 0 else "") + f"{abs(count):,}".replace(",", ".")


def plural(count: int, one: str, many: str) -> str:
    """The count with its word: 1 dia, 2 dias, 0 dias."""
    return f"{integer(count)} {one if count == 1 else many}"


def percent(value: Decimal) -> str:
    """A percentage (2 is 2 %) with no more places than it needs: 2%, 1,5%."""
    plain = f"{abs(value):,f}"
    return (
        (MINUS if value < 0 else "")
        + _swap_marks(plain.rstrip("0").rstrip(".") if "." in plain else plain)
        + "%"
    )


def dm(day: date, today: date) -> str:
    """dd/mm, with the year where it is not today's."""
    return f"{day:%d/%m}" if day.year == today.year else dmy(day)


def dmy(day: date) -> str:
    """dd/mm/aaaa."""
    return f"{day:%d/%m}/{day.year:04d}"


def wdm(day: date, today: date) -> str:
    """The weekday where it decides something: seg 20/03, with the year where it is not today's."""
    return f"{WEEKDAYS[day.weekday()]} {dm(day, today)}"


def period(days: Period, today: date) -> str:
    """A half-open period by its first and last day: 01/04 a 30/04; one day alone is just that day."""
    if days.days <= 1:
        return dm(days.start, today)
    return f"{dm(days.start, today)} a {dm(days.last_day, today)}"


def month(day: date, today: date) -> str:
    """The month of a day: maio, or maio de 2016 where the year is not today's."""
    return MONTHS[day.month - 1] + ("" if day.year == today.year else f" de {day.year}")


def day_in_words(day: date, today: date) -> str:
    """A date for customers: 10 de maio, 1º de junho."""
    return f"{'1º' if day.day == 1 else day.day} de {month(day, today)}"


def moment(instant: datetime, zone: ZoneInfo, today: date) -> str:
    """An instant in the provider's zone: 13/05 06:01."""
    local = instant.astimezone(zone)
    return f"{dm(local.date(), today)} {local:%H:%M}"

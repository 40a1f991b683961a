"""What every template may use: the filters of pt-BR, today, and the theme of whoever looks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from flask import Flask, request

from core.foundation import clock, ptbr
from core.foundation.calendar import Period

THEMES = ("light", "dark")


def register(app: Flask) -> None:
    """Give the application's templates their filters, `today()` and `theme()`."""
    app.jinja_env.filters.update(FILTERS)
    # Asked for once, not for each of a page's fifty icons.
    app.jinja_env.globals.update(today=clock.today, theme=theme, sprite=f"{app.static_url_path}/sprite.svg")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def theme() -> str:
    """What the cookie `tema` says: light, dark, or auto (as the device is set)."""
    chosen = request.cookies.get("tema", "")
    return chosen if chosen in THEMES else "auto"


def brl(amount: Decimal | None) -> str:
    """R$ 1.234,56; nothing where there is no amount."""
    return "" if amount is None else ptbr.brl(amount)


def num(amount: Decimal | None) -> str:
    """1.234,56; nothing where there is no amount."""
    return "" if amount is None else ptbr.num(amount)


def percent(value: Decimal | None) -> str:
    """2%; nothing where there is no value."""
    return "" if value is None else ptbr.percent(value)


def dm(day: date | None) -> str:
    """20/03, with the year where it is not this one."""
    return "" if day is None else ptbr.dm(day, clock.today())


def dmy(day: date | None) -> str:
    """20/03/2017."""
    return "" if day is None else ptbr.dmy(day)


def wdm(day: date | None) -> str:
    """seg 20/03, with the year where it is not this one."""
    return "" if day is None else ptbr.wdm(day, clock.today())


def period(days: Period | None) -> str:
    """01/04 a 30/04."""
    return "" if days is None else ptbr.period(days, clock.today())


def month(day: date | None) -> str:
    """abril, or abril de 2016."""
    return "" if day is None else ptbr.month(day, clock.today())


def day_in_words(day: date | None) -> str:
    """10 de maio."""
    return "" if day is None else ptbr.day_in_words(day, clock.today())


def long_day(day: date) -> str:
    """terça, 24 de novembro."""
    return f"{ptbr.LONG_WEEKDAYS[day.weekday()]}, {ptbr.day_in_words(day, clock.today())}"


def moment(instant: datetime | None) -> str:
    """13/05 06:01 on the provider's clocks."""
    return "" if instant is None else ptbr.moment(instant, clock.zone(), clock.today())


FILTERS = {
    "brl": brl,
    "num": num,
    "percent": percent,
    "integer": ptbr.integer,
    "plural": ptbr.plural,
    "dm": dm,
    "dmy": dmy,
    "wdm": wdm,
    "period": period,
    "month": month,
    "day_in_words": day_in_words,
    "long_day": long_day,
    "moment": moment,
}

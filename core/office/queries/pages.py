"""What the office's pages show: hits of the search, holidays of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import gettext
from sqlalchemy import select

from core.customers.models import Customer
from core.extension.calls import collect
from core.extension.types import Search, SearchHit
from core.foundation.database import db
from core.foundation.holidays import Holiday
from core.identity.permissions import can
from core.office.rules import national_names

SHORTEST = 2
MOST = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind of thing."""

    label: str
    hits: Sequence[SearchHit]
    fault: str = ""


def search(text: str) -> list[Found]:
    """What the rooms and plugins find, in their order, for whoever may see it."""
    if len(text.strip()) < SHORTEST and not text.strip().isdecimal():
        return []
    searches = sorted(collect("register_searches"), key=lambda one: one.order)
    found = [_found(one, text) for one in searches if not one.permission or can(one.permission)]
    return [one for one in found if one.hits or one.fault]


def _found(one: Search, text: str) -> Found:
    """What one searcher finds; one that fails leaves a line in its place, and the others stand."""
    try:
        return Found(one.label, one.find(text, MOST))
    except Exception:  # a plugin's searcher may fail in any way; the page must stand
        db.session.rollback()
        current_app.logger.exception("the search of %s failed", one.label)
        return Found(one.label, (), gettext("Esta parte da busca falhou; já ficou registrado."))


def has_customers() -> bool:
    """Whether anybody is registered yet; where nobody is, the dashboard says how to begin."""
    return db.session.scalar(select(Customer.id).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Day:
    """A holiday of a year; `own` where the provider added it."""

    day: date
    name: str
    own: bool


def holidays_of(year: int) -> list[Day]:
    """The country's holidays of a year and the provider's own, in order."""
    of_year = Holiday.day.between(date(year, 1, 1), date(year, 12, 31))
    own = [Day(row.day, row.name, True) for row in db.session.scalars(select(Holiday).where(of_year))]
    days = [Day(day, name, False) for day, name in national_names(year).items()]
    return sorted([*days, *own], key=lambda one: one.day)

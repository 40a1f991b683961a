"""Reading JSON strictly: every value is what it must be, or the place and the reason are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

T = TypeVar("T")
Read = Callable[[Any, str], T]
REQUIRED: Any = object()
# What the calendar of holidays reaches, with room for due dates after the last day.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class ScenarioError(Exception):
    """A scenario that is refused whole; the message is "place: reason"."""


def refuse(place: str, reason: str) -> ScenarioError:
    """The error for a place of the file."""
    return ScenarioError(f"{place}: {reason}")


def day(value: Any, place: str) -> date:
    """An ISO date."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise refuse(place, f"expected a date such as 2017-03-20, got {value!r}")
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise refuse(place, f"{value} is no day of the calendar") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refuse(place, f"expected a year from {FIRST_YEAR} to {LAST_YEAR}, got {value}")
    return found


def month(value: Any, place: str) -> date:
    """A month, as its first day."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
        raise refuse(place, f"expected a month such as 2017-04, got {value!r}")
    return day(f"{value}-01", place)


def amount(value: Any, place: str) -> Decimal:
    """R$, zero or more, text with at most two places."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", value):
        raise refuse(place, f'expected an amount such as "100.00", got {value!r}')
    return Decimal(value).quantize(Decimal("0.01"))


def above_zero(value: Any, place: str) -> Decimal:
    """R$ above zero."""
    found = amount(value, place)
    if not found:
        raise refuse(place, "must be above zero")
    return found


def percent(value: Any, place: str) -> Decimal:
    """A percentage, zero or more, text."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", value):
        raise refuse(place, f'expected a percentage such as "2" or "0.5", got {value!r}')
    return Decimal(value)


def whole(low: int, high: int = 100_000) -> Read[int]:
    """A whole number from low to high."""

    def read(value: Any, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise refuse(place, f"expected a whole number from {low} to {high}, got {value!r}")
        return value

    return read


def flag(value: Any, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise refuse(place, f"expected true or false, got {value!r}")
    return value


def text(value: Any, place: str) -> str:
    """Text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise refuse(place, f"expected text, got {value!r}")
    return value


def one_of(names: Collection[str]) -> Read[str]:
    """One of the names."""

    def read(value: Any, place: str) -> str:
        if value not in names:
            raise refuse(place, f"expected one of {', '.join(names)}, got {value!r}")
        return str(value)

    return read


def maybe(read: Read[T]) -> Read[T | None]:
    """The value, or null."""
    return lambda value, place: None if value is None else read(value, place)


def each(read: Read[T]) -> Read[tuple[T, ...]]:
    """A list."""

    def read_all(value: Any, place: str) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise refuse(place, f"expected a list, got {value!r}")
        return tuple(read(one, f"{place}[{i}]") for i, one in enumerate(value))

    return read_all


def table(fields: Mapping[str, tuple[Read[Any], Any]]) -> Read[dict[str, Any]]:
    """An object with these fields, each (reader, default); an unknown name is refused.

    A default of REQUIRED must be given; one of None fields left out stays None.
    """

    def read(value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refuse(place, f"expected an object, got {value!r}")
        if unknown := sorted(set(value) - set(fields)):
            raise refuse(f"{place}.{unknown[0]}", "no such field")
        missing = [name for name, (_, default) in fields.items() if default is REQUIRED and name not in value]
        if missing:
            raise refuse(f"{place}.{missing[0]}", "is missing")
        return {
            name: reader(value[name], f"{place}.{name}") if name in value else default
            for name, (reader, default) in fields.items()
        }

    return read


def given(fields: Mapping[str, tuple[Read[Any], Any]]) -> Read[dict[str, Any]]:
    """Some of these fields; only those named are in the answer."""
    whole_table = table({name: (reader, None) for name, (reader, _) in fields.items()})

    def read(value: Any, place: str) -> dict[str, Any]:
        found = whole_table(value, place)
        return {name: found[name] for name in value}

    return read

"""Days: nominal days of a month, half-open periods, holidays and business days. Source: RULES §2, §3."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from dateutil.easter import easter

DAY = timedelta(days=1)
# Month and day of the national holidays of every year; 20 November since 2024.
FIXED_HOLIDAYS = ((1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (12, 25))


class Period(NamedTuple):
    """Days from `start` up to, and without, `end`: a day belongs to one period and is never billed twice."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it holds; 0 where it is empty or runs backwards."""
        return max((self.end - self.start).days, 0)

    @property
    def last_day(self) -> date:
        """The last day it holds, as a person writes it."""
        return self.end - DAY

    def holds(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.start <= day < self.end

    def overlap(self, other: Period) -> Period | None:
        """The days that both hold, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def subtract(period: Period, taken: Iterable[Period]) -> list[Period]:
    """The days of the period that none of `taken` holds, as periods in order."""
    left, cursor = [], period.start
    for other in sorted(taken):
        if other.end <= cursor or other.start >= period.end or not other.days:
            continue
        if other.start > cursor:
            left.append(Period(cursor, other.start))
        cursor = max(cursor, other.end)
    if cursor < period.end:
        left.append(Period(cursor, period.end))
    return left


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same days as the fewest periods, in order."""
    merged: list[Period] = []
    for period in sorted(p for p in periods if p.days):
        if merged and period.start <= merged[-1].end:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, period.end))
        else:
            merged.append(period)
    return merged


def nominal_day(year: int, month: int, day: int) -> date:
    """Day 1 to 31 of a month, its last day where the month is shorter.

    >>> nominal_day(2017, 2, 31)
    datetime.date(2017, 2, 28)
    """
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int, nominal: int | None = None) -> date:
    """The nominal day (the day's own unless given) of the month that lies n months after the day's."""
    index = day.year * 12 + day.month - 1 + months
    return nominal_day(index // 12, index % 12 + 1, nominal or day.day)


def nominal_on_or_before(day: date, nominal: int) -> date:
    """The last date on or before the day that falls on the nominal day of its month."""
    found = nominal_day(day.year, day.month, nominal)
    return found if found <= day else add_months(day, -1, nominal)


def nominal_on_or_after(day: date, nominal: int) -> date:
    """The first date on or after the day that falls on the nominal day of its month."""
    found = nominal_day(day.year, day.month, nominal)
    return found if found >= day else add_months(day, 1, nominal)


def grid(start: date, end: date, nominal: int) -> Iterator[Period]:
    """The monthly periods, bounded by the nominal day, that hold a day of [start, end), oldest first."""
    cursor = nominal_on_or_before(start, nominal)
    while cursor < end:
        following = add_months(cursor, 1, nominal)
        yield Period(cursor, following)
        cursor = following


@lru_cache(maxsize=256)
def national_holidays(year: int) -> frozenset[date]:
    """The country's holidays of a year, Carnival Monday and Tuesday and Corpus Christi included."""
    sunday = easter(year)
    movable = {sunday + timedelta(days=offset) for offset in (-48, -47, -2, 60)}
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    awareness = {date(year, 11, 20)} if year >= 2024 else set()
    return frozenset(movable | fixed | awareness)


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The country's holidays together with the provider's own state and municipal days."""

    own: frozenset[date] = field(default_factory=frozenset)

    def is_holiday(self, day: date) -> bool:
        """Whether it is a holiday of the country or of the provider."""
        return day in self.own or day in national_holidays(day.year)

    def is_holiday_eve(self, day: date) -> bool:
        """Whether the next day is a holiday."""
        return self.is_holiday(day + DAY)

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday, no holiday, not 31 December (the banks do not clear that day)."""
        return day.weekday() < 5 and (day.month, day.day) != (12, 31) and not self.is_holiday(day)

    def effective(self, due: date) -> date:
        """The effective due date: the due date, or the next business day when it is none."""
        while not self.is_business_day(due):
            due += DAY
        return due


def days_late(day: date, effective_due: date) -> int:
    """Days after the effective due date; 0 or less is not late."""
    return (day - effective_due).days

"""Nominal days, half-open periods, holidays, effective due dates (RULES §2, §3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.foundation.calendar import (
    HolidayCalendar,
    Period,
    add_months,
    days_late,
    grid,
    merge,
    national_holidays,
    nominal_day,
    nominal_on_or_after,
    nominal_on_or_before,
    subtract,
)

on = date.fromisoformat


def period(start: str, end: str) -> Period:
    return Period(on(start), on(end))


@pytest.mark.parametrize(
    ("year", "month", "day", "falls"),
    [
        (2017, 2, 31, "2017-02-28"),
        (2024, 2, 31, "2024-02-29"),
        (2017, 4, 31, "2017-04-30"),
        (2017, 3, 31, "2017-03-31"),
    ],
)
def test_a_day_falls_on_the_last_one_of_a_shorter_month(year, month, day, falls):
    assert nominal_day(year, month, day) == on(falls)


def test_the_nominal_day_is_kept_over_february():
    days = [add_months(on("2017-01-31"), n, 31).isoformat() for n in range(4)]

    assert days == ["2017-01-31", "2017-02-28", "2017-03-31", "2017-04-30"]


@pytest.mark.parametrize(
    ("day", "nominal", "before", "after"),
    [
        ("2017-02-28", 31, "2017-02-28", "2017-02-28"),
        ("2017-02-27", 31, "2017-01-31", "2017-02-28"),
        ("2017-03-01", 30, "2017-02-28", "2017-03-30"),
        ("2017-12-31", 10, "2017-12-10", "2018-01-10"),
    ],
)
def test_the_nominal_dates_around_a_day(day, nominal, before, after):
    assert nominal_on_or_before(on(day), nominal) == on(before)
    assert nominal_on_or_after(on(day), nominal) == on(after)


def test_a_period_holds_its_start_and_not_its_end():
    april = period("2017-04-01", "2017-05-01")

    assert (april.holds(on("2017-04-01")), april.holds(on("2017-05-01"))) == (True, False)
    assert (april.days, april.last_day) == (30, on("2017-04-30"))
    assert period("2017-05-01", "2017-04-01").days == 0


def test_periods_that_only_touch_do_not_overlap():
    april = period("2017-04-01", "2017-05-01")

    assert april.overlap(period("2017-05-01", "2017-06-01")) is None
    assert april.overlap(period("2017-04-20", "2017-06-01")) == period("2017-04-20", "2017-05-01")


def test_the_grid_has_no_hole_at_the_ends_of_short_months():
    row = list(grid(on("2024-01-31"), on("2024-04-01"), 31))

    assert row == [
        period("2024-01-31", "2024-02-29"),
        period("2024-02-29", "2024-03-31"),
        period("2024-03-31", "2024-04-30"),
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2017-02-27", "Carnival Monday"),
        ("2017-02-28", "Carnival Tuesday"),
        ("2017-04-14", "Good Friday"),
        ("2017-04-21", "Tiradentes"),
        ("2017-06-15", "Corpus Christi"),
        ("2017-11-15", "República"),
        ("2024-11-20", "Consciência Negra, from 2024"),
    ],
)
def test_the_country_s_holidays(day, name):
    assert on(day) in national_holidays(on(day).year), name


@pytest.mark.parametrize("day", ["2017-03-01", "2023-11-20", "2017-12-24", "2017-12-31", "2017-04-16"])
def test_days_that_are_no_holiday(day):
    assert not HolidayCalendar().is_holiday(on(day))


@pytest.mark.parametrize(
    ("due", "effective"),
    [
        pytest.param("2017-04-10", "2017-04-10", id="Monday"),
        pytest.param("2017-06-10", "2017-06-12", id="Saturday"),
        pytest.param("2017-04-14", "2017-04-17", id="Good Friday"),
        pytest.param("2017-02-25", "2017-03-01", id="Saturday of Carnival"),
        pytest.param("2026-12-31", "2027-01-04", id="31 December, New Year, weekend"),
        pytest.param("2017-09-10", "2017-09-12", id="Sunday before a municipal day"),
    ],
)
def test_a_due_date_is_in_effect_on_the_next_business_day(due, effective):
    calendar = HolidayCalendar(frozenset({on("2017-09-11")}))

    assert calendar.effective(on(due)) == on(effective)


def test_an_eve_is_the_day_before_any_holiday():
    calendar = HolidayCalendar(frozenset({on("2017-06-24")}))

    assert calendar.is_holiday_eve(on("2017-04-20"))
    assert calendar.is_holiday_eve(on("2017-06-23"))
    assert not calendar.is_holiday_eve(on("2017-04-21"))


@pytest.mark.parametrize(("day", "late"), [("2017-04-10", 0), ("2017-04-11", 1), ("2017-04-09", -1)])
def test_lateness_counts_from_the_effective_due_date(day, late):
    assert days_late(on(day), on("2017-04-10")) == late


FIRST = on("2024-01-01")
periods = st.builds(
    lambda start, length: Period(FIRST + timedelta(start), FIRST + timedelta(start + length)),
    st.integers(0, 60),
    st.integers(0, 20),
)


def days_of(found: list[Period]) -> list[date]:
    return [one.start + timedelta(n) for one in found for n in range(one.days)]


@given(whole=periods, taken=st.lists(periods, max_size=5))
def test_what_is_subtracted_and_what_is_left_are_all_the_days_once(whole, taken):
    left = days_of(subtract(whole, taken))

    assert left == [day for day in days_of([whole]) if not any(one.holds(day) for one in taken)]


@given(found=st.lists(periods, max_size=6))
def test_merged_periods_hold_the_same_days_and_never_touch(found):
    merged = merge(found)

    assert days_of(merged) == sorted(set(days_of(found)))
    assert all(one.end < other.start for one, other in zip(merged, merged[1:], strict=False))


@given(
    start=st.dates(date(2020, 1, 1), date(2025, 1, 1)), length=st.integers(1, 400), nominal=st.integers(1, 31)
)
def test_the_grid_holds_every_day_once(start, length, nominal):
    end = start + timedelta(length)

    row = list(grid(start, end, nominal))

    assert row[0].holds(start)
    assert row[-1].holds(end - timedelta(1))
    assert all(one.end == other.start for one, other in zip(row, row[1:], strict=False))
    assert all(28 <= one.days <= 31 for one in row)

"""The dates of the ladder if nothing is paid: the table of RULES §6, and the presets."""

from datetime import date

import pytest

from core.contracts.rules.presets import ANATEL, MANUAL
from core.contracts.rules.terms import LadderTerms
from core.dunning.rules.facts import Stage, Wait
from core.dunning.rules.projection import Projection, forecast, project
from core.foundation.calendar import HolidayCalendar
from tests.core.dunning.rules.builders import NATIONAL, april, debt, on, terms

MONDAY_TOO = terms(never_on=frozenset(["saturday", "sunday", "monday", "holiday"]))


def dates(projection: Projection) -> list[str | None]:
    found = (projection.message, projection.throttled, projection.suspended, projection.cancelled)
    return [day.isoformat() if day else None for day in found]


@pytest.mark.parametrize(
    ("ladder", "due", "expected"),
    [
        pytest.param(
            MANUAL,
            april(10),
            ["2017-04-11", "2017-04-13", "2017-04-20", "2017-04-30"],
            id="manual-10-april",
        ),
        pytest.param(
            MANUAL,
            date(2017, 5, 10),
            ["2017-05-11", "2017-05-13", "2017-05-22", "2017-06-01"],
            id="manual-over-a-weekend",
        ),
        pytest.param(
            MONDAY_TOO,
            date(2017, 5, 10),
            ["2017-05-11", "2017-05-13", "2017-05-23", "2017-06-02"],
            id="monday-excepted-too",
        ),
        pytest.param(
            MANUAL,
            april(11),
            ["2017-04-12", "2017-04-14", "2017-04-24", "2017-05-04"],
            id="manual-over-tiradentes",
        ),
        pytest.param(
            ANATEL, date(2026, 3, 10), ["2026-03-11", None, "2026-03-26", "2026-05-25"], id="anatel"
        ),
        pytest.param(
            LadderTerms(1, 1, 1),
            date(2026, 3, 10),
            ["2026-03-11", "2026-03-12", "2026-03-13", None],
            id="one-step-a-night",
        ),
        pytest.param(
            LadderTerms(10, None, 16, 15, ANATEL.suspend_except, 60),
            date(2026, 3, 10),
            ["2026-03-20", None, "2026-04-06", "2026-06-05"],
            id="fifteen-days-from-a-late-notice",
        ),
        pytest.param(LadderTerms(), april(10), [None, None, None, None], id="no-ladder"),
        pytest.param(LadderTerms(cancel_after_days=60), april(10), [None] * 4, id="nothing-to-cancel-from"),
        pytest.param(
            LadderTerms(suspend_after_days=99_999_999), april(10), [None] * 4, id="a-slip-of-the-key"
        ),
    ],
)
def test_the_dates_of_every_step(ladder: LadderTerms, due: date, expected: list[str | None]) -> None:
    assert dates(project(ladder, due, NATIONAL)) == expected


def test_the_days_waited_for_are_those_between_the_day_due_and_the_suspension() -> None:
    projection = project(MANUAL, april(11), NATIONAL)

    assert projection.waited == (
        Wait(april(21), "holiday"),
        Wait(april(22), "saturday"),
        Wait(april(23), "sunday"),
    )


def test_the_providers_own_holidays_are_waited_for_too() -> None:
    own = HolidayCalendar(frozenset([april(20)]))

    projection = project(MANUAL, april(10), own)

    assert projection.suspended == april(24)
    assert projection.waited[0] == Wait(april(20), "holiday")


def test_each_step_says_how_late_the_invoice_is() -> None:
    steps = project(MANUAL, april(10), NATIONAL).steps

    assert [step.reason and step.reason.days_late for step in steps] == [1, 3, 10, 20]


def test_a_living_contract_is_forecast_from_where_it_stands() -> None:
    facts = on(Stage.THROTTLED, debt())

    ahead = forecast(facts, april(15), NATIONAL)

    assert dates(ahead) == [None, None, "2017-04-20", "2017-04-30"]


def test_a_contract_with_nothing_open_has_nothing_ahead() -> None:
    assert forecast(on(Stage.NORMAL), april(15), NATIONAL).steps == ()

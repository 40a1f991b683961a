"""A night whose date is not today's: made up for later, or started too early by a slip of the keyboard. RULES §6, §7."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.dunning.services.shared import move_part
from tests.core.dunning.services.living import DUE, SUSPENDED, late_contract, nights, stage, timeline

Run = Callable[..., Any]
FRIDAY, SATURDAY = date(2017, 4, 21), date(2017, 4, 22)


@pytest.fixture
def key(app: Flask, clock: Any) -> int:
    """A contract that the night of Thursday 20 April suspends; it did not run."""
    with app.app_context():
        made = late_contract()
        nights(DUE, date(2017, 4, 19))
        return made


def test_a_night_made_up_for_later_suspends_nobody_on_a_day_that_is_excepted(
    app: Flask, runner: Run, clock: Any, key: int
) -> None:
    clock.move_to(SATURDAY)

    runner("dunning", "run", "--date", SUSPENDED.isoformat())

    with app.app_context():
        assert stage(key) == "throttled"
        # Monday's own night does.
        nights(SATURDAY, date(2017, 4, 24))
        assert timeline(key)[-1] == (date(2017, 4, 24), "suspended")


def test_a_worker_that_takes_a_night_up_the_day_after_suspends_nobody(
    app: Flask, clock: Any, key: int
) -> None:
    clock.move_to(FRIDAY)

    with app.app_context():
        move_part(SUSPENDED, 0, None)

        assert stage(key) == "throttled"


def test_the_night_of_today_suspends(app: Flask, runner: Run, clock: Any, key: int) -> None:
    clock.move_to(SUSPENDED)

    runner("dunning", "run", "--date", SUSPENDED.isoformat())

    with app.app_context():
        assert stage(key) == "suspended"


@pytest.mark.parametrize("command", [("dunning", "run"), ("nightly",)])
def test_a_date_that_has_not_come_is_refused(
    app: Flask, runner: Run, clock: Any, key: int, command: tuple[str, ...]
) -> None:
    clock.move_to(date(2017, 4, 19))

    refused = runner(*command, "--date", "2018-04-20")
    seen = runner(*command, "--date", "2017-04-20", "--dry-run")

    assert refused.exit_code == 2
    assert "20/04/2018 ainda não chegou" in refused.stderr
    assert seen.exit_code == 0
    with app.app_context():
        assert stage(key) == "throttled"

"""Two at one moment: each contract takes one step a night, and who has paid is not cut. Issue of the ladder, faults."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.contracts.models import Contract
from core.contracts.services.ending import end_contract
from core.contracts.services.terms import change_billing
from core.dunning.models import LadderEvent
from core.dunning.services.hold import hold
from core.dunning.services.night import move
from core.dunning.services.unlock import UnlockRefused, trust_unlock
from core.foundation.database import db
from tests.core.dunning.services.living import (
    DUE,
    MESSAGE,
    SUSPENDED,
    late_contract,
    nights,
    pay,
    stage,
    timeline,
)
from tests.together import together

pytestmark = pytest.mark.databases("sqlite", "postgres")
BEFORE = date(2017, 4, 19)


@pytest.fixture(params=range(2))
def here(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app, in a context that holds no transaction while the threads are at work."""
    with app.app_context():
        yield app


def test_two_nights_at_once_take_one_step(here: Flask) -> None:
    keys = [late_contract() for _ in range(20)]
    db.session.remove()

    reports = together(here, lambda: move(MESSAGE), lambda: move(MESSAGE))

    assert sum(one.moved for one in reports) == 20
    assert all(timeline(key) == [(MESSAGE, "message_started")] for key in keys)


def test_a_payment_and_a_night_of_the_same_second_leave_the_internet_on(here: Flask) -> None:
    key = late_contract()
    nights(DUE, BEFORE)
    db.session.remove()

    together(here, lambda: move(SUSPENDED), lambda: pay(key, SUSPENDED))

    assert stage(key) == "normal"
    assert timeline(key)[-1] == (SUSPENDED, "restored")


def test_two_unlocks_at_once_give_one(here: Flask) -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    db.session.remove()

    given = together(here, *[lambda: trust_unlock(key, SUSPENDED)] * 2)

    assert sorted(type(one) for one in given if isinstance(one, Exception)) == [UnlockRefused]
    assert [event for _, event in timeline(key)].count("trust_unlocked") == 1


def test_a_contract_ended_while_its_night_runs_takes_no_step_afterwards(here: Flask) -> None:
    key = late_contract()
    nights(DUE, BEFORE)
    db.session.remove()

    together(here, lambda: move(SUSPENDED), lambda: end_contract(key, SUSPENDED, "mudou de cidade"))

    ended = db.session.get_one(Contract, key)
    assert ended.status == "ended"
    assert [event for _, event in timeline(key)].count("suspended") <= 1
    assert move(date(2017, 4, 24)).moved == 0


def test_terms_changed_while_the_night_runs_are_kept_and_so_is_the_step(here: Flask) -> None:
    key = late_contract()
    nights(DUE, BEFORE)
    db.session.remove()

    given = together(here, lambda: move(SUSPENDED), lambda: change_billing(key, {"due_day": 20}, SUSPENDED))

    assert not [one for one in given if isinstance(one, Exception)]
    assert (db.session.get_one(Contract, key).due_day, stage(key)) == (20, "suspended")


def test_a_hold_and_a_night_of_the_same_second_never_break(here: Flask) -> None:
    key = late_contract()
    nights(DUE, BEFORE)
    db.session.remove()

    given = together(here, lambda: move(SUSPENDED), lambda: hold([key], SUSPENDED, "liga amanhã", SUSPENDED))

    assert not [one for one in given if isinstance(one, Exception)]
    events = db.session.scalar(select(func.count()).where(LadderEvent.event == "suspended"))
    assert (stage(key) == "suspended") == (events == 1)

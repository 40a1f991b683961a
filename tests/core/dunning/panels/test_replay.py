"""A night to come is played ahead as it will be, where nothing is paid."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.dunning.models import LadderEvent
from core.dunning.panels.replay import moves_of
from core.dunning.services.hold import hold
from core.dunning.services.night import move
from core.dunning.services.unlock import trust_unlock
from core.foundation.calendar import DAY
from core.foundation.database import db, transaction
from core.testing.builders import contract, customer
from tests.core.dunning.conftest import hear
from tests.core.dunning.services.living import invoice

COMING = date(2017, 4, 24)
MANUAL = {
    "message_after_days": 1,
    "throttle_after_days": 3,
    "suspend_after_days": 10,
    "cancel_after_days": 10,
}


@pytest.fixture(autouse=True)
def on_the_day_before(clock: Any) -> Iterator[None]:
    """All is looked at on 23/04."""
    clock.move_to(COMING - DAY)
    yield


def late(due: date, *more: date, **terms: Any) -> int:
    made: int = contract(of=customer(), **{**MANUAL, **terms}).id
    for number, day in enumerate((due, *more), 1):
        invoice(made, day, number=number)
    return made


def lived_until_now() -> None:
    """Contracts of many dates and terms, the nights until 23/04, a hold and an unlock."""
    for day in range(1, 24, 2):
        late(date(2017, 4, day), suspend_except="saturday sunday holiday")
        late(
            date(2017, 4, day),
            date(2017, 4, 24),
            suspend_after_days=16,
            notice_days=15,
            throttle_after_days=None,
        )
    held, promised = late(date(2017, 4, 14)), late(date(2017, 4, 10))
    day = date(2017, 4, 2)
    while day < COMING:
        move(day)
        hear(day)
        day += DAY
    hold([held], date(2017, 4, 27), "Vai pagar", COMING - DAY)
    trust_unlock(promised, COMING - DAY)


@pytest.mark.parametrize("nights_ahead", [1, 3, 4, 12, 30])
def test_what_is_foreseen_is_what_happens(app_context: Flask, nights_ahead: int) -> None:
    lived_until_now()
    night = COMING + nights_ahead * DAY

    foreseen = {(one.contract_id, one.step.event, one.step.stage) for one in moves_of(night, COMING)}

    day = COMING
    while day <= night:
        move(day)
        hear(day)
        day += DAY
    with transaction() as session:
        rows = session.scalars(db.select(LadderEvent).where(LadderEvent.on_day == night)).all()
    told = {one for one in foreseen if one[1]}
    assert told == {(row.contract_id, row.event, row.stage) for row in rows}


def test_the_reason_names_the_contracts_own_invoice(app_context: Flask) -> None:
    first, second = late(date(2017, 4, 10)), late(date(2017, 4, 10))

    found = {one.contract_id: one.step.reason for one in moves_of(COMING + 2 * DAY, COMING)}

    numbers = {key: reason.invoice_id for key, reason in found.items() if reason}
    assert numbers == {first: 1, second: 2}

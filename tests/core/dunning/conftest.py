"""Late contracts of the manual's ladder and a clerk at the screen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.services.run import run
from core.dunning.services.night import move
from core.foundation.calendar import DAY
from core.testing.builders import contract, customer, item, user

MANUAL = {
    "message_after_days": 1,
    "throttle_after_days": 3,
    "suspend_after_days": 10,
    "suspend_except": "saturday sunday monday holiday",
    "cancel_after_days": 10,
    "late_fee_percent": Decimal(2),
    "monthly_interest_percent": Decimal(1),
}
MAY = date(2017, 5, 1)


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> Callable[..., FlaskClient]:
    """`signed_in(role)`: the client with a user of that role at it."""

    def sign_in(role: str = "finance") -> FlaskClient:
        with app.app_context():
            token = user(role, name="Carla").get_id()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client

    return sign_in


@pytest.fixture
def late(app: Flask) -> Callable[..., int]:
    """`late("Marina Tavares")`: the id of a contract with May's invoice of R$ 100,00, due on 10/05, never paid."""

    def make(name: str = "Marina Tavares", **fields: Any) -> int:
        with app.app_context():
            items = [item(amount=fields.pop("amount", "100.00"), description="Fibra")]
            made: int = contract(items, of=customer(name), **{**MANUAL, "starts_on": MAY, **fields}).id
            run(MAY, confirmed=True)
            return made

    return make


@pytest.fixture
def live(app: Flask, clock: Any) -> Callable[[date, date], None]:
    """`live(first, last)`: the nights of these dates, every notice taken on its day."""

    def nights(first: date, last: date) -> None:
        day = first
        while day <= last:
            clock.move_to(day)
            with app.app_context():
                move(day)
                hear(day)
            day += DAY

    return nights


def hear(day: date) -> None:
    """Every notice of which no channel told reaches its customer today."""
    from core.dunning.models import LadderNotice
    from core.foundation.database import db, transaction

    with transaction() as session:
        session.execute(db.update(LadderNotice).where(LadderNotice.taken_on.is_(None)).values(taken_on=day))


def plain(page: str) -> str:
    """A page's text as one reads it: no-break spaces are spaces."""
    return page.replace("\u00a0", " ").replace("&nbsp;", " ")

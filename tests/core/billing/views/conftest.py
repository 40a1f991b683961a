"""The manual's contract and a clerk at the screen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.services.run import run
from core.testing.builders import contract, extra, item, user

TERMS = {
    "punctuality_discount": Decimal("5.00"),
    "late_fee_percent": Decimal(2),
    "monthly_interest_percent": Decimal(1),
}


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> Callable[..., FlaskClient]:
    """`signed_in(role)`: the client with a user of that role at it."""

    def sign_in(role: str = "admin") -> FlaskClient:
        with app.app_context():
            token = user(role, name="Carla").get_id()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client

    return sign_in


@pytest.fixture
def make_contract(app: Flask) -> Callable[..., int]:
    """`make_contract(exempt=True)`: the id of the manual's contract, with its router in three."""

    def make(**fields: Any) -> int:
        with app.app_context():
            items = fields.pop("items", None) or [item(description="Fibra 30 Mega")]
            made: int = contract(
                items=items, extras=fields.pop("extras", [extra()]), **{**TERMS, **fields}
            ).id
            return made

    return make


@pytest.fixture
def bill(app: Flask) -> Callable[[date], None]:
    """`bill(day)`: the run of a day."""

    def issue(day: date) -> None:
        with app.app_context():
            run(day, confirmed=True)

    return issue


def plain(page: str) -> str:
    """A page's text as one reads it: no-break spaces are spaces."""
    return page.replace("\u00a0", " ").replace("&nbsp;", " ")

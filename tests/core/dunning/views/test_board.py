"""*Régua*: who moves tonight and why, the lists, holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask.testing import FlaskClient

from tests.core.dunning.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Late = Callable[..., int]
Live = Callable[[date, date], None]


def test_who_moves_tonight_stands_by_step_with_the_reason_and_what_is_owed(
    clock: Any, signed_in: SignIn, late: Late, live: Live
) -> None:
    late()
    live(date(2017, 5, 11), date(2017, 5, 22))

    page = plain(signed_in().get("/regua").text)

    assert "ter 23/05" in page
    assert "Suspender" in page
    assert "Marina Tavares" in page
    assert "segunda não suspende" in page
    assert "102,40" in page

"""The stage on the customers' list and on the list of contracts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.dunning.services.unlock import trust_unlock
from tests.core.dunning.conftest import plain

SignIn = Callable[..., FlaskClient]
Late = Callable[..., int]
Live = Callable[[date, date], None]


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2017, 5, 10), "Em dia"),
        (date(2017, 5, 11), "Mensagem, 1 dia"),
        (date(2017, 5, 22), "Reduzida, 12 dias"),
        (date(2017, 5, 23), "Suspensa, 13 dias"),
        (date(2017, 6, 2), "Cancelado"),
    ],
)
def test_the_stage_stands_with_how_late_it_is(
    clock: Any, signed_in: SignIn, late: Late, live: Live, until: date, words: str
) -> None:
    late()
    live(date(2017, 5, 10), until)

    page = plain(signed_in().get("/clientes").text)

    assert f'<span class="dot"></span>{words}</span>' in page


@pytest.mark.databases("sqlite", "postgres")
def test_late_and_unlocked_in_trust_is_said_to_be_late(
    app: Flask, clock: Any, signed_in: SignIn, late: Late, live: Live
) -> None:
    made = late()
    live(date(2017, 5, 11), date(2017, 5, 22))
    with app.app_context():
        trust_unlock(made, date(2017, 5, 22))

    assert "Em atraso, 12 dias" in plain(signed_in().get("/clientes").text)


def test_the_list_of_contracts_says_since_when(clock: Any, signed_in: SignIn, late: Late, live: Live) -> None:
    late()
    live(date(2017, 5, 11), date(2017, 5, 22))

    assert "Reduzida desde 13/05" in signed_in().get("/contratos").text

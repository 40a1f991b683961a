"""The card *Conexão*, the form of a device, and whose an address is."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access.connection import ago
from core.access.queries import device as find_device
from core.access.queries.sessions import account_at
from core.access.services import Wish, link_account, set_account_active, want
from core.extension.devices import AccessState
from core.foundation.outbox import drain

pytestmark = pytest.mark.usefixtures("clock")
Make = Callable[..., int]
ROOM = "core.access.hooks"


@pytest.fixture
def reduced(app: Flask, account: Make, device: Make) -> int:
    """Marina's account in contract 12 on RB Centro, reduced."""
    with app.app_context():
        key = account(device_ids=(device("RB Centro"),))
        link_account(key, 12)
        want([Wish(12, AccessState.REDUCED, "3 dias de atraso")])
        return key


@pytest.fixture
def drained(app: Flask) -> Callable[[], int]:
    """`drained()`: what waits for the devices is delivered."""

    def deliver() -> int:
        with app.app_context():
            return drain(ROOM)

    return deliver


def test_the_card_says_the_speed_now_since_when_and_that_the_device_agrees(
    reduced: int, clock: object, drained: Callable[[], int], signed_in: Callable[..., FlaskClient]
) -> None:
    drained()
    clock.move_to(datetime(2017, 3, 20, 12, 2, tzinfo=UTC))

    page = signed_in().get("/contratos/12/conexao").text

    assert "2 Mega" in page
    assert "de 30" in page
    assert "20/03 09:00" in page
    assert "confere há 2 min" in page
    assert "3 dias de atraso" in page
    assert 'hx-trigger="every 10s"' in page


@pytest.mark.databases("sqlite", "postgres")
def test_the_card_says_what_failed_and_when_it_is_tried_again(
    reduced: int, tmp_path: Path, drained: Callable[[], int], signed_in: Callable[..., FlaskClient]
) -> None:
    (tmp_path / "access.log").mkdir()
    drained()

    page = " ".join(signed_in().get(f"/contas/{reduced}/conexao").text.split())

    assert "Pendente desde 20/03 09:00." in page
    assert "<dt>Pedido</dt>" in page
    assert "<dt>Agora</dt>" not in page
    assert "RB Centro: o arquivo não pôde ser escrito" in page
    assert "Tentamos de novo em 20/03 09:00." in page  # twenty seconds later


def test_a_suspension_to_come_says_from_when(
    app: Flask, reduced: int, signed_in: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", datetime(2017, 3, 21, 11, tzinfo=UTC))])

    page = signed_in().get("/contratos/12/conexao").text

    assert "A partir de" in page
    assert "21/03 08:00" in page
    assert "sem internet" in page
    assert "Pendente" not in page


def test_the_pages_of_contract_and_account_hold_the_card(
    reduced: int, signed_in: Callable[..., FlaskClient]
) -> None:
    assert "Conexão" in signed_in().get(f"/contas/{reduced}").text


def test_an_account_of_which_nothing_was_wanted_has_no_card(
    app_context: Flask, account: Make, signed_in: Callable[..., FlaskClient]
) -> None:
    key = account()

    client = signed_in()

    assert "Conexão" not in client.get(f"/contas/{key}").text
    assert client.get(f"/contas/{key}/conexao").status_code == 204


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "agora"),
        (timedelta(minutes=2), "há 2 min"),
        (timedelta(hours=3), "há 3 h"),
        (timedelta(days=1), "há 1 dia"),
        (timedelta(days=40), "há 40 dias"),
    ],
)
def test_how_long_ago_in_words(app: Flask, passed: timedelta, words: str) -> None:
    with app.test_request_context():
        assert ago(passed) == words


def test_a_device_is_reached_by_a_driver_that_is_registered(
    app_context: Flask, signed_in: Callable[..., FlaskClient]
) -> None:
    client = signed_in()

    client.post("/dispositivos/novo", data={"name": "RB Centro", "driver": "log"})
    refused = client.post("/dispositivos/novo", data={"name": "RB Norte", "driver": "winbox"})

    assert find_device(1).driver == "log"
    assert refused.status_code == 200
    assert find_device(2) is None


def test_a_device_whose_plugin_was_switched_off_keeps_its_driver(
    app_context: Flask, device: Make, signed_in: Callable[..., FlaskClient]
) -> None:
    key = device("RB Centro", driver="mikrotik")

    page = signed_in().get(f"/dispositivos/{key}").text

    assert "mikrotik (desligado)" in page


def test_an_address_kept_with_an_account_of_a_contract_is_theirs(app_context: Flask, account: Make) -> None:
    key = account(method="ip_mac", mac="B8:27:EB:00:5E:01", ip="100.64.0.10")
    link_account(key, 12)
    account("livre", ip="100.64.0.11")

    assert account_at("100.64.0.10").id == key
    assert account_at("100.64.0.11") is None
    assert account_at("100.64.0.12") is None


def test_an_address_that_two_accounts_have_is_nobodys(app_context: Flask, account: Make) -> None:
    for n, login in enumerate(("um", "dois")):
        link_account(account(login, ip="100.64.0.10"), 12 + n)

    assert account_at("100.64.0.10") is None


@pytest.mark.parametrize("who", ["marina.tavares", "Marina.Tavares", "b827.eb00.5e01"])
def test_the_file_of_sessions_says_who_has_an_address(
    app_context: Flask, tmp_path: Path, account: Make, who: str
) -> None:
    key = account("marina.tavares", mac="B8:27:EB:00:5E:01")
    link_account(key, 12)

    (tmp_path / "sessions.json").write_text(json.dumps({"100.64.0.10": who}))

    assert account_at("100.64.0.10").id == key
    assert account_at("100.64.0.11") is None


@pytest.mark.parametrize("text", ["", "nada", "[1]", '{"100.64.0.10": 5}', '{"100.64.0.10": "outra"}'])
def test_a_file_of_sessions_that_cannot_be_read_knows_nobody(
    app_context: Flask, tmp_path: Path, account: Make, text: str
) -> None:
    link_account(account(), 12)

    (tmp_path / "sessions.json").write_text(text)

    assert account_at("100.64.0.10") is None


def test_an_account_taken_from_its_contract_is_known_nowhere(
    app_context: Flask, tmp_path: Path, account: Make
) -> None:
    key = account()
    (tmp_path / "sessions.json").write_text(json.dumps({"100.64.0.10": "marina.tavares"}))

    set_account_active(key, active=False)

    assert account_at("100.64.0.10") is None

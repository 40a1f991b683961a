"""The pages of accounts, plans and devices."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access import queries

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]
PAGES = ["/contas", "/contas/nova", "/planos", "/planos/novo", "/dispositivos", "/dispositivos/novo"]
PLAN = {"name": "Fibra 30 Mega", "download": "30", "upload": "15", "price": "1.100,00"}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_on_an_empty_provider(signed_in: SignIn, address: str) -> None:
    answer = signed_in().get(address)

    assert answer.status_code == 200


@pytest.mark.parametrize("address", [*PAGES, "/contas/escolher?campo=x", "/contas/senha-nova?campo=x"])
def test_no_page_opens_for_a_visitor(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 302


def test_finance_sees_accounts_and_edits_none(signed_in: SignIn) -> None:
    client = signed_in("finance")

    assert client.get("/contas").status_code == 200
    assert client.get("/contas/nova").status_code == 403
    assert client.post("/planos/novo", data=PLAN).status_code == 403


def test_a_plan_is_typed_in_mega_and_reais(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in().post("/planos/novo", data=PLAN)

    assert answer.status_code == 302
    with app.app_context():
        plan = queries.plans()[0]
        assert (plan.download_kbps, plan.upload_kbps, plan.reduced_download_kbps) == (30000, 15000, None)
        assert str(plan.price) == "1100.00"


def test_a_refused_plan_loses_nothing_that_was_typed(signed_in: SignIn) -> None:
    page = signed_in().post("/planos/novo", data={**PLAN, "price": "1100.00"}).text

    assert "Escreva 1100,00, com vírgula." in page
    assert 'value="Fibra 30 Mega"' in page
    assert 'value="1100.00"' in page


def test_a_login_that_is_taken_is_said_at_its_field(app: Flask, signed_in: SignIn, account: Make) -> None:
    with app.app_context():
        account("marina.tavares", comment="")
        plan_id = queries.plans()[0].id

    page = signed_in().post("/contas/nova", data={"plan_id": plan_id, "login": "marina.tavares"}).text

    assert "O login marina.tavares já é de uma conta sem contrato." in page


def test_the_password_is_shown_only_to_who_may_and_when_asked(
    app: Flask, signed_in: SignIn, account: Make
) -> None:
    with app.app_context():
        key = account(password="k7-ponte-42")
    client = signed_in("support")

    page, asked = client.get(f"/contas/{key}").text, client.post(f"/contas/{key}/senha").text

    assert "k7-ponte-42" not in page
    assert "k7-ponte-42" in asked
    assert "Carla viu a senha" in client.get(f"/contas/{key}").text


def test_finance_reads_no_password(app: Flask, signed_in: SignIn, account: Make) -> None:
    with app.app_context():
        key = account(password="k7-ponte-42")

    assert signed_in("finance").post(f"/contas/{key}/senha").status_code == 403


def test_the_form_of_a_device_never_shows_its_password(app: Flask, signed_in: SignIn, device: Make) -> None:
    with app.app_context():
        key = device(password="muito secreta")

    assert "muito secreta" not in signed_in().get(f"/dispositivos/{key}").text


def test_an_account_is_switched_off_and_on_again(app: Flask, signed_in: SignIn, account: Make) -> None:
    with app.app_context():
        key = account()
    client = signed_in()

    client.post(f"/contas/{key}/ativa", data={"ativa": "nao"})
    listed_off = client.get("/contas?ver=desativadas").text
    client.post(f"/contas/{key}/ativa", data={"ativa": "sim"})

    assert "marina.tavares" in listed_off
    assert "marina.tavares" in client.get("/contas").text


def test_the_picker_takes_no_field_name_of_a_strangers_making(signed_in: SignIn) -> None:
    answer = signed_in().get("/contas/escolher", query_string={"campo": '"><b>'})

    assert answer.status_code == 400


def test_what_a_router_says_in_a_comment_is_text(app: Flask, signed_in: SignIn, account: Make) -> None:
    with app.app_context():
        account(comment="<b>Marina</b>")

    assert "<b>Marina" not in signed_in().get("/contas?q=marina").text

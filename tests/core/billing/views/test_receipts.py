"""Receiving by hand: what the money would do, and bad amounts and days that lose nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice, Receipt
from core.foundation.database import db
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]
TYPED = {"amount": "100,00", "paid_on": "15/04/2017", "method": "pix", "token": "abc"}


@pytest.fixture
def april(clock: Any, make_contract: Make, bill: Callable[[date], None]) -> int:
    """The contract's April invoice of R$ 100,00, due on Monday 10/04, seen on Saturday 15/04."""
    contract_id = make_contract(starts_on=date(2017, 4, 1), extras=[])
    bill(date(2017, 4, 1))
    clock.move_to(date(2017, 4, 15))
    return contract_id


def kept(app: Flask) -> tuple[Invoice, list[Receipt]]:
    with app.app_context():
        return db.session.scalars(db.select(Invoice)).one(), list(db.session.scalars(db.select(Receipt)))


def test_the_dialog_proposes_what_is_owed_today(signed_in: SignIn, april: int) -> None:
    page = plain(signed_in().get("/faturas/1/receber").text)

    assert 'value="102,16"' in page
    assert "Receber R$ 102,16" in page
    assert "Em sáb 15/04 devia R$ 102,16, com 5 dias de atraso." in page


@pytest.mark.parametrize(
    ("amount", "paid_on", "said"),
    [
        ("102,16", "15/04", "Quita a fatura."),
        ("100,00", "15/04", "R$ 2,16 vão na próxima."),
        ("95,00", "10/04", "já com o desconto de R$ 5,00"),
        ("30,00", "15/04", "faltam R$ 70,00"),
        ("122,16", "15/04", "Sobram R$ 20,00 de crédito"),
    ],
)
def test_what_the_money_would_do_is_said_before_it_is_received(
    app: Flask, signed_in: SignIn, april: int, amount: str, paid_on: str, said: str
) -> None:
    typed = {**TYPED, "amount": amount, "paid_on": paid_on}

    shown = plain(signed_in().post("/faturas/1/receber/previa", data=typed).text)

    assert said in shown
    assert f"Receber R$ {amount}" in shown
    assert kept(app)[1] == []


def test_money_is_received_as_of_the_day_it_was_paid(app: Flask, signed_in: SignIn, april: int) -> None:
    client = signed_in()

    answer = client.post("/faturas/1/receber", data={**TYPED, "amount": "95", "paid_on": "1004"})

    invoice, receipts = kept(app)
    assert answer.location == "/faturas/1"
    assert (invoice.status, invoice.paid_on) == ("paid", date(2017, 4, 10))
    assert [(str(one.amount), one.received_by, one.method) for one in receipts] == [("95.00", "Carla", "pix")]
    assert "A notícia chegou em 15/04" in client.get("/faturas/1").text


def test_a_form_sent_twice_is_received_once(app: Flask, signed_in: SignIn, april: int) -> None:
    client = signed_in()
    client.post("/faturas/1/receber", data={**TYPED, "amount": "30,00"})

    again = client.post("/faturas/1/receber", data={**TYPED, "amount": "30,00"})

    assert again.status_code == 302
    assert "já estava registrado" in client.get(again.location).text
    assert [str(one.amount) for one in kept(app)[1]] == ["30.00"]


def test_two_forms_are_two_payments(app: Flask, signed_in: SignIn, april: int) -> None:
    client = signed_in()

    for token in ("one", "two"):
        client.post("/faturas/1/receber", data={**TYPED, "amount": "30,00", "token": token})

    assert len(kept(app)[1]) == 2


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("amount", "1234.56", "Escreva 1234,56, com vírgula."),
        ("amount", "-10", "Digite sem o sinal"),
        ("amount", "0", "Digite um valor maior que zero."),
        ("amount", "", "Digite o valor recebido."),
        ("amount", "NaN", "não é um número"),
        ("amount", "1e309", "não é um número"),
        ("amount", "99999999999999", "Não dá para guardar mais de"),
        ("paid_on", "16/04/2017", "O dia do pagamento não pode estar no futuro."),
        ("paid_on", "31/02", "não é uma data"),
        ("paid_on", "", "Digite o dia em que foi pago."),
        ("method", "ouro", "Escolha uma das opções da lista."),
    ],
)
def test_a_bad_value_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, signed_in: SignIn, april: int, field: str, text: str, said: str
) -> None:
    answer = signed_in().post("/faturas/1/receber", data={**TYPED, field: text})

    page = plain(answer.text)
    assert answer.status_code == 422
    assert said in page
    for name in {"amount", "paid_on"} - {field}:
        assert f'value="{TYPED[name]}"' in page
    assert 'value="abc"' in page
    assert kept(app)[1] == []


def test_ten_thousand_digits_are_refused(signed_in: SignIn, april: int) -> None:
    answer = signed_in().post("/faturas/1/receber", data={**TYPED, "amount": "9" * 10_000})

    assert answer.status_code == 422


def test_money_for_a_paid_invoice_is_said_to_be_credit(signed_in: SignIn, april: int) -> None:
    client = signed_in()
    client.post("/faturas/1/receber", data={**TYPED, "amount": "102,16"})

    shown = plain(client.post("/faturas/1/receber/previa", data={**TYPED, "amount": "10,00"}).text)

    assert "o dinheiro vira crédito do contrato" in shown


def test_a_technician_receives_nothing(signed_in: SignIn, april: int) -> None:
    assert signed_in("technician").post("/faturas/1/receber", data=TYPED).status_code == 403

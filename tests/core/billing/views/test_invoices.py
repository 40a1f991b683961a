"""The page of an invoice in each of its states, the list, and cancelling."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice
from core.billing.queries.lists import PAGE, invoice_rows
from core.billing.services.settle import Money, receive_payment
from core.foundation.database import db
from core.testing.builders import contract, extra, item
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]
MAY = date(2017, 5, 1)


@pytest.fixture
def manual(clock: Any, make_contract: Make, bill: Callable[[date], None]) -> None:
    """The manual's invoice of May, R$ 127,74, twelve days late on 22/05."""
    items = [
        item(description="Fibra 30 Mega"),
        item("email", "10.00", description="2 caixas"),
        item("virtual_disk", "15.00", description="50 GB", starts_on=date(2017, 5, 16)),
        item("discount", "10.00", description="Fidelidade"),
    ]
    make_contract(items=items, starts_on=MAY, extras=[extra(first_month=date(2017, 5, 1))])
    bill(MAY)
    clock.move_to(date(2017, 5, 22))


def pay(app: Flask, amount: str, paid_on: date, number: int = 1) -> None:
    with app.app_context():
        receive_payment(number, Money(Decimal(amount), paid_on, "cash"), max(paid_on, date(2017, 5, 22)))


def test_every_line_opens_into_its_sum(signed_in: SignIn, manual: None) -> None:
    page = plain(signed_in().get("/faturas/1").text)

    assert "R$ 15,00 × 16 ÷ 31 = R$ 7,7419…, corta a fração: " in page
    assert "R$ 60,00 ÷ 3 = " in page
    assert "2/3 vai na de junho; 3/3 vai na de julho." in page
    assert "R$ 127,74" in page


def test_what_is_owed_today_is_an_addition(signed_in: SignIn, manual: None) -> None:
    page = plain(signed_in().get("/faturas/1").text)

    for words in (
        "Receber R$ 130,80",
        "2,55",
        "Juros de 1% ao mês × 12 ÷ 30",
        "0,51",
        "perdido",
        "12 dias de atraso",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "answer"),
    [("25/05", "R$ 130,92"), ("10/05/2017", "R$ 122,74"), ("nunca", "“nunca” não é uma data")],
)
def test_what_it_would_be_on_another_day(signed_in: SignIn, manual: None, asked: str, answer: str) -> None:
    page = plain(signed_in().get("/faturas/1", query_string={"em": asked}).text)

    assert answer in page


def test_a_part_payment_says_what_is_left_and_interest_on_what(
    app: Flask, signed_in: SignIn, manual: None
) -> None:
    pay(app, "100.00", date(2017, 5, 22))

    page = plain(signed_in().get("/faturas/1").text)

    assert "paga em parte" in page
    assert "Falta R$ 27,74; multa e juros correm só sobre isso." in page


def test_a_paid_invoice_shows_its_receipt_and_what_goes_to_the_next(
    app: Flask, signed_in: SignIn, manual: None
) -> None:
    pay(app, "127.74", date(2017, 5, 22))

    page = plain(signed_in().get("/faturas/1").text)

    assert "Paga em 22/05" in page
    assert "Devido em 22/05" in page
    assert "R$ 130,80" in page
    assert "R$ 3,06 vão na próxima" in page
    assert "Receber" not in page


def test_a_carried_sum_names_the_invoice_it_came_from(
    app: Flask, clock: Any, signed_in: SignIn, manual: None, bill: Callable[[date], None]
) -> None:
    pay(app, "127.74", date(2017, 5, 22))
    clock.move_to(date(2017, 6, 1))
    bill(date(2017, 6, 1))

    page = plain(signed_in().get("/faturas/2").text)

    assert 'Faltou na <a href="/faturas/1">fatura 1</a>, paga em 22/05' in page


def test_the_customer_of_that_day_is_kept_with_the_invoice(signed_in: SignIn, manual: None) -> None:
    page = signed_in().get("/faturas/1").text

    assert "dados do cliente naquele dia" in page
    assert "Rua das Acácias, 120, Centro, Campinas/SP, CEP 13010-100" in page


def test_cancelling_asks_for_a_reason_and_keeps_what_was_chosen(signed_in: SignIn, manual: None) -> None:
    answer = signed_in().post("/faturas/1/cancelar", data={"reason": " ", "what": "waive"})

    assert answer.status_code == 422
    assert "Escreva o motivo; ele fica no histórico." in answer.text
    assert 'value="waive" checked' in answer.text


@pytest.mark.parametrize(
    ("what", "waived", "said"), [("back", False, "voltam na próxima"), ("waive", True, "abonado")]
)
def test_a_cancelled_invoice_says_why_and_what_became_of_what_it_billed(
    app: Flask, signed_in: SignIn, manual: None, what: str, waived: bool, said: str
) -> None:
    client = signed_in()

    client.post("/faturas/1/cancelar", data={"reason": "valor errado", "what": what})

    page = client.get("/faturas/1").text
    assert "valor errado" in page
    assert said in page
    with app.app_context():
        assert db.session.get_one(Invoice, 1).waived is waived


def test_cancelling_twice_is_refused_with_a_sentence(signed_in: SignIn, manual: None) -> None:
    client, typed = signed_in(), {"reason": "valor errado", "what": "back"}
    client.post("/faturas/1/cancelar", data=typed)

    again = client.post("/faturas/1/cancelar", data=typed)

    assert again.status_code == 422
    assert "Esta fatura já foi cancelada." in again.text


def test_support_sees_and_receives_but_cancels_nothing(signed_in: SignIn, manual: None) -> None:
    client = signed_in("support")

    assert client.get("/faturas/1").status_code == 200
    assert "/faturas/1/cancelar" not in client.get("/faturas/1").text
    assert client.post("/faturas/1/cancelar", data={"reason": "x"}).status_code == 403


@pytest.mark.parametrize(
    "address", ["/faturas/9", "/faturas/9/receber", "/faturas/9/cancelar", "/contratos/9/emitir"]
)
def test_what_is_not_there_is_not_found(signed_in: SignIn, address: str) -> None:
    assert signed_in().get(address).status_code == 404


@pytest.mark.parametrize(
    ("which", "shown"), [("abertas", True), ("atrasadas", True), ("pagas", False), ("canceladas", False)]
)
def test_the_list_shows_what_its_chip_says(signed_in: SignIn, manual: None, which: str, shown: bool) -> None:
    page = plain(signed_in().get(f"/faturas?f={which}").text)

    assert ("12 dias de atraso" in page) is shown
    assert ("130,80" in page) is shown


@pytest.mark.parametrize(
    ("query", "shown"), [("marina", True), ("1", True), ("zulmira", False), ("9" * 40, False)]
)
def test_the_list_is_searched_by_number_and_name(
    signed_in: SignIn, manual: None, query: str, shown: bool
) -> None:
    page = signed_in().get("/faturas", query_string={"q": query}).text

    assert ("Marina Tavares</td>" in page) is shown


def test_a_due_date_on_a_day_of_rest_says_until_when_it_holds(
    clock: Any, signed_in: SignIn, make_contract: Make, bill: Callable[[date], None]
) -> None:
    clock.move_to(date(2017, 6, 1))
    make_contract(starts_on=date(2017, 6, 1))
    bill(date(2017, 6, 1))

    page = signed_in().get("/faturas").text

    assert "sáb 10/06" in page
    assert "vale até 12/06" in page


def test_pages_of_the_list_lose_and_repeat_no_invoice(
    app: Flask, clock: Any, bill: Callable[[date], None]
) -> None:
    with app.app_context():
        for day in range(PAGE + 7):
            contract(starts_on=MAY, due_day=day % 5 + 10)
    bill(MAY)

    with app.app_context():
        first = invoice_rows("abertas", "", None, MAY)[:PAGE]
        rest = invoice_rows("abertas", "", (first[-1].effective, first[-1].id), MAY)

    seen = [one.id for one in (*first, *rest)]
    assert len(seen) == len(set(seen)) == PAGE + 7
    assert first[0].due_date == MAY + timedelta(days=9)


@pytest.mark.parametrize("after", ["x", "2017-05-10", "2017-99-10_1", "_"])
def test_an_address_that_names_no_page_is_the_first_page(signed_in: SignIn, manual: None, after: str) -> None:
    answer = signed_in().get("/faturas", query_string={"depois": after})

    assert answer.status_code == 200
    assert "Marina Tavares" in answer.text

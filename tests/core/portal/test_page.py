"""The message portal says what happened, what is owed, how to pay, and gives a few days where that is allowed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from core.billing.models import Invoice
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.contracts.services.ending import end_contract
from core.customers.models import Customer
from core.dunning.services.night import move
from core.extension.markers import hookimpl
from core.extension.types import Panel
from core.foundation.database import db
from core.foundation.preferences import set_preferences
from tests.core.portal.conftest import MARINA

Late = Callable[..., int]
Live = Callable[[date], None]
Phone = Callable[..., FlaskClient]
NBSP = "\u00a0"


def _text(client: FlaskClient, path: str = "/mensagens") -> str:
    return " ".join(client.get(path, follow_redirects=True).text.replace(NBSP, " ").split())


def _invoice(app: Flask, contract_id: int) -> int:
    with app.app_context():
        return int(db.session.scalars(db.select(Invoice.id).where(Invoice.contract_id == contract_id)).one())


def _holder(app: Flask, contract_id: int) -> Customer:
    with app.app_context():
        holder = db.session.get_one(Customer, db.session.get_one(Contract, contract_id).customer_id)
        db.session.expunge(holder)
        return holder


def test_who_is_suspended_reads_it_with_the_sum_and_the_way_back(
    late: Late, live: Live, phone: Phone
) -> None:
    late()
    live(date(2017, 5, 23))

    page = _text(phone())

    assert "<h1>Sua internet está suspensa</h1>" in page
    assert (
        "Marina, a fatura que venceu em 10 de maio não foi paga. Pagando, a internet volta em segundos."
        in page
    )
    assert "Se não, em 2 de junho o contrato será cancelado." in page
    assert "Para pagar hoje, 23 de maio" in page
    assert "R$ 102,43" in page
    assert "R$ 100,00 + multa R$ 2,00 + juros R$ 0,43" in page
    assert 'href="tel:+551932001000"' in page


def test_on_the_morning_before_its_hour_the_suspension_is_announced(
    late: Late, live: Live, clock: Any, phone: Phone
) -> None:
    late()
    live(date(2017, 5, 22))
    clock.move_to(datetime(2017, 5, 23, 9, 30, tzinfo=UTC))
    with phone().application.app_context():
        move(date(2017, 5, 23))

    page = _text(phone())

    assert "<h1>Hoje, às 8h, a internet será suspensa</h1>" in page
    assert "Pagando antes disso, ela não para." in page


def test_who_is_slowed_down_reads_when_it_would_stop(late: Late, live: Live, phone: Phone) -> None:
    late()
    live(date(2017, 5, 13))

    page = _text(phone())

    assert "<h1>Sua internet está mais lenta</h1>" in page
    assert "Pagando, a velocidade volta em segundos. Se não, em 23 de maio ela será suspensa." in page


def test_who_is_only_late_reads_what_comes_next(late: Late, live: Live, phone: Phone) -> None:
    late()
    live(date(2017, 5, 11))

    page = _text(phone())

    assert "<h1>Há uma fatura em atraso</h1>" in page
    assert "Pagando, nada muda na sua internet. Se não, em 13 de maio ela fica mais lenta." in page
    assert "Precisa de uns dias?" not in page


def test_who_owes_nothing_reads_that_all_is_well(late: Late, clock: Any, phone: Phone) -> None:
    late()
    clock.move_to(date(2017, 5, 5))

    page = _text(phone())

    assert "<h1>Está tudo em dia</h1>" in page
    assert "A próxima fatura, de R$ 100,00, vence em 10 de maio." in page
    assert "Para pagar hoje" not in page


def test_the_page_says_that_all_is_well_as_soon_as_it_is_paid(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    key = late()
    live(date(2017, 5, 23))

    with app.app_context():
        money = Money(Decimal("102.43"), date(2017, 5, 23), "pix")
        receive_payment(_invoice(app, key), money, date(2017, 5, 23))

    assert "<h1>Está tudo em dia</h1>" in _text(phone())


def test_an_ended_contract_that_owes_says_what_remains(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    key = late()
    live(date(2017, 5, 15))
    with app.app_context():
        end_contract(key, date(2017, 5, 15), "pediu")

    page = _text(phone())

    assert "<h1>Seu contrato foi cancelado</h1>" in page
    assert "Para pagar ou voltar a ter internet, fale com a gente." in page
    assert "Liberar por" not in page


def test_a_trust_unlock_frees_the_internet_once(app: Flask, late: Late, live: Live, phone: Phone) -> None:
    key = late()
    live(date(2017, 5, 23))
    telephone = phone()
    before = _text(telephone)

    answer = telephone.post("/mensagens/liberar", data={"contrato": key})

    after = _text(telephone)
    assert "Liberamos a internet agora, por 3 dias, uma vez." in before
    assert "Se a fatura não for paga até 26 de maio, ela é suspensa de novo." in before
    assert answer.status_code == 302
    assert "<h1>Internet liberada até 26 de maio</h1>" in after
    assert "Liberar por" not in after
    with app.app_context():
        assert db.session.get_one(Contract, key).stage == "normal"


def test_a_second_unlock_is_refused_with_the_reason(late: Late, live: Live, phone: Phone) -> None:
    key = late()
    live(date(2017, 5, 23))
    telephone = phone()
    telephone.post("/mensagens/liberar", data={"contrato": key})

    again = telephone.post("/mensagens/liberar", data={"contrato": key})

    assert again.status_code == 409
    assert 'role="alert"' in again.text


def test_where_the_provider_gives_no_unlock_there_is_no_button(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    key = late()
    live(date(2017, 5, 23))
    telephone = phone()
    with app.app_context():
        set_preferences({"dunning.customer_unlock": False})

    assert "Liberar por" not in _text(telephone)
    assert telephone.post("/mensagens/liberar", data={"contrato": key}).status_code == 409


def test_who_signs_in_sees_each_contract_and_the_sum_of_all(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    first = late()
    late(of=_holder(app, first), ip="100.64.0.11", amount="50.00")
    live(date(2017, 5, 23))
    telephone = phone("100.64.9.9")

    telephone.post("/mensagens/entrar", data={"usuario": "Marina", "senha": "ponte-azul"})
    page = _text(telephone)

    assert "R$ 153,64" in page  # 102,43 + 51,21
    assert page.count("Rua das Acácias, 120, Centro") >= 2
    assert "R$ 50,00 + multa R$ 1,00 + juros R$ 0,21" in page


def test_the_connection_alone_shows_its_own_contract(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    first = late()
    late(of=_holder(app, first), ip="100.64.0.11", amount="50.00")
    live(date(2017, 5, 23))

    page = _text(phone("100.64.0.11"))

    assert "R$ 51,21" in page
    assert "102,43" not in page


def test_banks_say_how_to_pay_where_they_can(app: Flask, late: Late, live: Live, phone: Phone) -> None:
    key = late()
    live(date(2017, 5, 23))
    asked: list[tuple[list[int], date]] = []
    bank = ModuleType("bank")

    def message_portal_panels(contract_ids: list[int], day: date) -> list[Panel]:
        asked.append((contract_ids, day))
        return [Panel(Markup('<p class="k">00020126</p>'))]

    bank.message_portal_panels = hookimpl(message_portal_panels)
    app.extensions["malha.plugins"].register(bank, name="bank")

    page = _text(phone())

    assert '<p class="k">00020126</p>' in page
    assert "Peça o código" not in page
    assert asked == [([key], date(2017, 5, 23))]


def test_a_bank_that_breaks_leaves_the_telephone_number(
    app: Flask, late: Late, live: Live, phone: Phone
) -> None:
    late()
    live(date(2017, 5, 23))
    bank = ModuleType("bank")
    bank.message_portal_panels = hookimpl(lambda contract_ids, day: 1 / 0)
    app.extensions["malha.plugins"].register(bank, name="bank")

    page = _text(phone())

    assert "Peça o código de pagamento pelo telefone" in page
    assert "R$ 102,43" in page


def test_page_and_style_weigh_under_thirty_thousand_bytes(late: Late, live: Live, phone: Phone) -> None:
    late()
    live(date(2017, 5, 23))
    telephone = phone()

    page, style = telephone.get("/mensagens"), telephone.get("/static/portal.css")

    carried = [page.data, style.data, str(page.headers).encode(), str(style.headers).encode()]
    assert sum(map(len, carried)) < 12_000
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert style.status_code == 200


@pytest.mark.parametrize("path", ["/mensagens", "/mensagens/entrar", "/qualquer/coisa"])
def test_nothing_is_kept_by_telephones_or_proxies(late: Late, phone: Phone, path: str) -> None:
    late()

    answer = phone(MARINA).get(path)

    assert answer.headers["Cache-Control"] == "no-store"

"""A contract's page: what is owed and what comes next, unlocking, holding, telling in person."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.dunning.models import LadderNotice
from core.dunning.services.night import run
from core.foundation.database import db
from tests.core.dunning.conftest import plain

SignIn = Callable[..., FlaskClient]
Late = Callable[..., int]
Live = Callable[[date, date], None]
MONDAY = date(2017, 5, 22)


@pytest.fixture
def reduced(clock: Any, late: Late, live: Live) -> int:
    """Marina's contract on Monday 22/05, reduced, its next step tomorrow."""
    made = late()
    live(date(2017, 5, 11), MONDAY)
    return made


@pytest.fixture
def told_by_nobody(app: Flask, clock: Any, late: Late) -> int:
    """A contract whose notice of 11/05 no channel took."""
    made = late()
    clock.move_to(date(2017, 5, 11))
    with app.app_context():
        run(date(2017, 5, 11))
    return made


def headline(client: FlaskClient, contract_id: int) -> str:
    """The words of the card on top, as one reads them."""
    page = plain(client.get(f"/contratos/{contract_id}").text)
    card = page[page.index('id="situacao-regua"') :]
    inside = card[card.index(">") + 1 : card.index('class="draw')].replace("</span>", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", inside))


def drawn(client: FlaskClient, contract_id: int) -> str:
    """The sentence of the timeline."""
    page = plain(client.get(f"/contratos/{contract_id}").text)
    found = re.search(r'aria-label="((?:Até aqui|Hoje)[^"]*)"', page)
    assert found
    return found[1]


def stage(app: Flask, contract_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Contract, contract_id).stage


def test_the_headline_says_what_is_owed_why_and_what_happens_next(reduced: int, signed_in: SignIn) -> None:
    words = headline(signed_in(), reduced)

    assert "Deve R$ 102,40 hoje. A fatura 1 venceu em 10/05." in words
    assert "Amanhã, às 8h, a internet será suspensa; em 02/06 o contrato será cancelado." in words


@pytest.mark.databases("sqlite", "postgres")
def test_the_timeline_is_what_happened_and_the_two_ways_from_here(reduced: int, signed_in: SignIn) -> None:
    client = signed_in()

    sentence = drawn(client, reduced)

    assert (
        "Até aqui: seg 01/05 Fatura 1, qua 10/05 venceu, qui 11/05 mensagem, sáb 13/05 reduzida." in sentence
    )
    assert "Hoje: 12 dias de atraso." in sentence
    assert "Pagando hoje: pagando hoje volta na hora, qui 01/06 próxima" in sentence
    assert "Se não pagar: ter 23/05, 8h suspende, sex 02/06 cancela o contrato." in sentence
    assert "não em sáb, dom, seg" in client.get(f"/contratos/{reduced}").text


def test_a_suspended_contract_says_when_it_is_cancelled(live: Live, reduced: int, signed_in: SignIn) -> None:
    live(date(2017, 5, 23), date(2017, 5, 23))

    client = signed_in()

    assert "Em sex 02/06 o contrato será cancelado." in headline(client, reduced)
    assert "Internet suspensa desde 23/05" in client.get(f"/contratos/{reduced}").text


def test_a_cancelled_contract_says_what_remains_owed_and_that_paying_does_not_bring_it_back(
    live: Live, reduced: int, signed_in: SignIn
) -> None:
    live(date(2017, 5, 23), date(2017, 6, 2))

    page = plain(signed_in().get(f"/contratos/{reduced}").text)

    assert "Cancelado em 02/06" in page
    assert "Deve R$ 102,76 hoje." in page
    assert "Pagar não reativa sozinho:" in page
    assert f"/contratos/{reduced}/reativar" in page
    assert "Liberar por" not in page


def test_a_payment_turns_the_headline_and_tells_the_open_page(
    app: Flask, reduced: int, signed_in: SignIn
) -> None:
    client = signed_in()
    asks = re.search(
        rf'hx-get="(/contratos/{reduced}/situacao\?[^"]+)"', client.get(f"/contratos/{reduced}").text
    )
    assert asks
    before = client.get(asks[1])
    with app.app_context():
        invoice = db.session.scalars(db.select(Invoice)).one()
        receive_payment(invoice.id, Money(Decimal("102.40"), MONDAY, "pix", "one"), MONDAY)

    after = client.get(asks[1])

    assert before.status_code == 204
    assert after.status_code == 302
    assert after.location == f"/contratos/{reduced}"
    assert "Em dia. A próxima, R$ 100,00, vence seg 12/06." in headline(client, reduced)
    assert "seg 22/05 de volta" in drawn(client, reduced)


def test_a_technician_sees_the_stage_and_no_money(reduced: int, signed_in: SignIn) -> None:
    client = signed_in("technician")
    page = plain(client.get(f"/contratos/{reduced}").text)

    assert "12 dias de atraso." in headline(client, reduced)
    assert "Amanhã, às 8h, a internet será suspensa" in page
    assert "R$ 102,40" not in page
    assert "R$ 100,00</text>" not in page
    assert "Liberar por" not in page
    assert "Segurar a régua" not in page


# Trust unlock


def test_the_unlock_says_first_what_it_will_do(reduced: int, signed_in: SignIn) -> None:
    client = signed_in("support")

    button = client.get(f"/contratos/{reduced}").text
    page = plain(client.get(f"/contratos/{reduced}/liberar").text)

    assert "Liberar por 3 dias" in button
    assert "normal até qua 24/05" in page
    assert "em qui 25/05 volta à velocidade reduzida" in page
    assert "Os R$ 102,40 continuam devidos." in page


def test_over_the_page_it_is_a_dialog_alone(reduced: int, signed_in: SignIn) -> None:
    answer = signed_in().get(f"/contratos/{reduced}/liberar", headers={"HX-Request": "true"})

    assert answer.text.lstrip().startswith("<dialog")


def test_an_unlocked_contract_is_normal_and_says_until_when_and_by_whom(
    app: Flask, live: Live, reduced: int, signed_in: SignIn
) -> None:
    """From suspended: the run of the third day after takes it back, and the clock of the end begins anew."""
    live(date(2017, 5, 23), date(2017, 5, 23))
    client = signed_in("support")

    client.post(f"/contratos/{reduced}/liberar")

    words = headline(client, reduced)
    assert stage(app, reduced) == "normal"
    assert "Liberado em confiança por 3 dias, por Carla: normal até qui 25/05." in words
    assert "Em sex 26/05, às 8h, a internet será suspensa; em 05/06 o contrato será cancelado." in words
    assert "ter 23/05 liberada em confiança" in drawn(client, reduced)


def test_a_second_unlock_in_one_delay_is_refused_with_a_sentence(
    app: Flask, reduced: int, live: Live, signed_in: SignIn
) -> None:
    client = signed_in()
    client.post(f"/contratos/{reduced}/liberar")
    live(date(2017, 5, 23), date(2017, 5, 25))

    page = client.get(f"/contratos/{reduced}").text
    answer = client.post(f"/contratos/{reduced}/liberar")

    assert "Liberar por" not in page
    assert answer.status_code == 422
    assert "já foi usada neste atraso" in answer.text
    assert stage(app, reduced) == "throttled"


def test_a_contract_that_is_not_there_is_a_404(clock: Any, signed_in: SignIn) -> None:
    client = signed_in()

    for path in ("liberar", "segurar", "avisar", "situacao"):
        assert client.get(f"/contratos/99/{path}").status_code == 404


# Holds


def test_a_held_contract_says_until_when_by_whom_and_why_and_is_let_go(
    app: Flask, reduced: int, signed_in: SignIn
) -> None:
    client = signed_in()

    client.post(f"/contratos/{reduced}/segurar", data={"until": "25/05", "reason": "Vai pagar na quinta"})
    held = headline(client, reduced)
    client.post(f"/contratos/{reduced}/soltar")

    assert "Segurado até qui 25/05 por Carla: “Vai pagar na quinta”." in held
    assert "Em sex 26/05, às 8h, a internet será suspensa; em 05/06 o contrato será cancelado." in held
    assert "Soltar" in held
    assert "Amanhã, às 8h, a internet será suspensa" in headline(client, reduced)


def test_undoing_a_hold_leads_back_to_the_contract(reduced: int, signed_in: SignIn) -> None:
    client = signed_in()
    client.post(f"/contratos/{reduced}/segurar", data={"until": "25/05", "reason": "Vai pagar na quinta"})
    undo = re.search(r'class="undo" method="post" action="([^"]+)"', client.get(f"/contratos/{reduced}").text)
    assert undo

    answer = client.post(undo[1].replace("&amp;", "&"))

    assert answer.location == f"/contratos/{reduced}"
    assert "Segurado até" not in headline(client, reduced)


def test_an_address_of_undoing_that_was_tampered_with_is_a_404(reduced: int, signed_in: SignIn) -> None:
    answer = signed_in().post(f"/regua/segurar-de-novo?contrato={reduced}&ate=ontem")

    assert answer.status_code == 404


def test_a_hold_refused_stands_beside_what_was_typed(reduced: int, signed_in: SignIn) -> None:
    answer = signed_in().post(f"/contratos/{reduced}/segurar", data={"until": "21/05", "reason": "Vai pagar"})

    assert answer.status_code == 422
    assert "Escolha hoje ou um dia depois." in answer.text
    assert 'value="Vai pagar"' in answer.text
    assert "amanhã, às 8h, a internet será suspensa" in answer.text


# Whom no notice reached


def test_an_unheard_notice_is_said_and_nothing_worse_comes(told_by_nobody: int, signed_in: SignIn) -> None:
    words = headline(signed_in(), told_by_nobody)

    assert "O aviso não chegou: enquanto não chegar, nada será reduzido nem suspenso." in words
    assert "será suspensa" not in words


def test_a_customer_told_in_person_goes_on_from_that_day(
    app: Flask, told_by_nobody: int, signed_in: SignIn
) -> None:
    client = signed_in()
    refused = client.post(f"/contratos/{told_by_nobody}/avisar", data={"how": " "})

    client.post(f"/contratos/{told_by_nobody}/avisar", data={"how": "Telefone, 14h, falei com ela"})

    assert refused.status_code == 422
    assert "Escreva como e com quem falou" in refused.text
    with app.app_context():
        assert db.session.scalars(db.select(LadderNotice.taken_on)).one() == date(2017, 5, 11)
    assert "Em sáb 13/05 a velocidade será reduzida" in headline(client, told_by_nobody)


def test_sending_again_says_where_no_channel_reaches_anybody(told_by_nobody: int, signed_in: SignIn) -> None:
    client = signed_in()

    client.post(f"/contratos/{told_by_nobody}/avisar-de-novo")

    assert "Nenhum canal alcança este cliente hoje" in client.get(f"/contratos/{told_by_nobody}").text


def test_a_notice_that_arrived_is_not_told_again(reduced: int, signed_in: SignIn) -> None:
    answer = signed_in().post(f"/contratos/{reduced}/avisar", data={"how": "Telefone"})

    assert answer.status_code == 422
    assert "já chegou" in answer.text

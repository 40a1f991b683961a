"""*Régua*: who moves tonight and why, the lists, holds. Marina is due on Wed 10/05: message 11/05, reduced 13/05,
suspended on Tue 23/05, since neither Saturday, Sunday nor Monday suspends."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.dunning.models import LadderState
from core.dunning.services.night import run
from core.dunning.services.unlock import trust_unlock
from core.foundation.database import db, transaction
from tests.conftest import SAO_PAULO
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


def held(app: Flask, contract_id: int) -> tuple[date | None, str | None]:
    with app.app_context():
        row = db.session.get_one(LadderState, contract_id)
        return row.held_until, row.hold_reason


def text_of(client: FlaskClient, address: str = "/regua") -> str:
    return plain(client.get(address).text)


@pytest.mark.databases("sqlite", "postgres")
def test_who_moves_tonight_stands_by_step_with_the_reason_and_what_is_owed(
    reduced: int, signed_in: SignIn
) -> None:
    page = text_of(signed_in())

    assert "roda às 06:00 de <b>ter 23/05</b>; suspensões valem às 8h." in page
    assert "<b>Suspender</b> · 1" in page
    assert "fatura 1 venceu em 10/05, 13 dias; sábado, domingo e segunda não suspende" in page
    assert "102,40" in page
    assert "Segurar" in page


def test_the_stages_are_counted_now_and_after_the_night(
    reduced: int, late: Late, live: Live, signed_in: SignIn
) -> None:
    page = text_of(signed_in())

    cells = re.findall(r'<span class="sm">(\S+).*?</span><b class="mid">(\d+)</b>.*?t2">(.*?)</span>', page)
    assert ("Reduzidos", "1", "amanhã 0") in cells
    assert ("Suspensos", "0", "amanhã 1") in cells
    assert ("Cancelados", "0", "em maio; amanhã 0") in cells


def test_the_irreversible_comes_first_and_a_quiet_group_among_others_is_folded(
    clock: Any, late: Late, live: Live, signed_in: SignIn
) -> None:
    late("Nair Castilho", due_day=5, suspend_except="")
    live(date(2017, 5, 6), date(2017, 5, 21))
    late("Marina Tavares", suspend_after_days=15)
    late("Olga Menezes", due_day=24)
    live(date(2017, 5, 11), date(2017, 5, 24))

    page = text_of(signed_in())

    steps = re.findall(r"<b>(Cancelar|Suspender|Reduzir|Mensagem)</b> · (\d)", page)
    assert steps == [("Cancelar", "1"), ("Suspender", "1"), ("Mensagem", "1")]
    assert "não volta só com o pagamento; alguém precisa reativar" in page
    assert "Nair Castilho" in page and "Marina Tavares" in page
    assert "Olga Menezes" not in page


def test_a_long_group_shows_six_and_how_many_more_there_are(
    clock: Any, late: Late, live: Live, signed_in: SignIn
) -> None:
    for n in range(8):
        late(f"Cliente {n}")
    live(date(2017, 5, 11), MONDAY)
    client = signed_in()

    page, more = text_of(client), text_of(client, "/regua?ver=suspended&n=106")

    assert page.count('name="contrato"') == 6
    assert "mostrar mais 2" in page
    assert more.count('name="contrato"') == 8


def test_nobody_moves_says_so(clock: Any, signed_in: SignIn) -> None:
    assert "Ninguém se move esta noite." in text_of(signed_in())


@pytest.mark.databases("sqlite", "postgres")
def test_the_filter_narrows_by_name_and_by_number(
    clock: Any, late: Late, live: Live, signed_in: SignIn
) -> None:
    first, second = late("Marina Tavares"), late("Zélia Monteiro")
    live(date(2017, 5, 11), MONDAY)
    client = signed_in()

    by_name, by_number = text_of(client, "/regua?filtro=zelia"), text_of(client, f"/regua?filtro={first}")

    assert "Zélia Monteiro" in by_name and "Marina Tavares" not in by_name
    assert f'value="{first}"' in by_number and f'value="{second}"' not in by_number
    assert "Ninguém com “ninguém”" in text_of(client, "/regua?filtro=ninguém")


def test_a_payment_takes_its_row_out_at_once_and_an_open_page_is_told_only_then(
    app: Flask, reduced: int, signed_in: SignIn
) -> None:
    client = signed_in()
    token = re.search(r"versao=([\d-]+)", client.get("/regua").text)
    assert token
    before = client.get(f"/regua?versao={token[1]}")
    with app.app_context():
        invoice = db.session.scalars(db.select(Invoice)).one()
        receive_payment(invoice.id, Money(Decimal("200.00"), MONDAY, "pix", "one"), MONDAY)

    after = client.get(f"/regua?versao={token[1]}")

    assert before.status_code == 204
    assert after.status_code == 200
    assert "Ninguém se move esta noite." in after.text


def test_a_night_that_was_not_run_is_in_red_with_what_it_would_have_done(
    app: Flask, clock: Any, reduced: int, signed_in: SignIn
) -> None:
    clock.move_to(datetime(2017, 5, 23, 9, 0, tzinfo=SAO_PAULO))
    client = signed_in()

    page, night = text_of(client), text_of(client, "/regua?noite=2017-05-23")

    assert "A noite de hoje não rodou." in page
    assert "Às 06:00 de ter 23/05 teria movido 1 contrato: suspender 1." in page
    assert "que não rodou" in night
    with app.app_context():
        run(date(2017, 5, 23))
    assert "não rodou" not in text_of(client)


def test_before_the_hour_of_the_run_the_next_night_is_todays(
    clock: Any, reduced: int, signed_in: SignIn
) -> None:
    clock.move_to(datetime(2017, 5, 23, 0, 0, 1, tzinfo=SAO_PAULO))

    page = text_of(signed_in())

    assert "de <b>ter 23/05</b>" in page
    assert "hoje 1" in page
    assert "não rodou" not in page


def test_another_night_is_played_as_if_nothing_is_paid(reduced: int, signed_in: SignIn) -> None:
    """Suspended on 23/05, cancelled ten days later."""
    page = text_of(signed_in(), "/regua?noite=02/06")

    assert "noite de <b>sex 02/06</b>, se ninguém pagar até lá" in page
    assert "<b>Cancelar</b> · 1" in page
    assert "suspenso em 23/05, faz 10 dias" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02", "não é uma data"),
        ("01/05", "Escolha uma noite de ter 23/05 a sex 21/07"),
        ("22/07", "Escolha uma noite de ter 23/05 a sex 21/07"),
    ],
)
def test_a_night_that_cannot_be_shown_is_refused_with_a_sentence(
    reduced: int, signed_in: SignIn, typed: str, sentence: str
) -> None:
    answer = signed_in().get(f"/regua?noite={typed}")

    assert answer.status_code == 422
    assert sentence in plain(answer.text)


# Holds


def test_chosen_contracts_are_held_until_a_date_and_do_not_move(
    app: Flask, reduced: int, signed_in: SignIn
) -> None:
    client = signed_in()

    client.post("/regua/segurar", data={"contrato": reduced, "until": "25/05", "reason": "Vai pagar"})

    page, list_of_held = text_of(client), text_of(client, "/regua?aba=segurados")
    assert held(app, reduced) == (date(2017, 5, 25), "Vai pagar")
    assert "1 contrato segurado até qui 25/05." in page
    assert "Desfazer" in page
    assert "Ninguém se move esta noite." in page
    for words in ("Marina Tavares", "qui 25/05", "Vai pagar", "Carla", "Soltar", "102,40"):
        assert words in list_of_held


def test_undoing_a_hold_lets_the_contract_move_again(app: Flask, reduced: int, signed_in: SignIn) -> None:
    client = signed_in()
    client.post("/regua/segurar", data={"contrato": reduced, "until": "25/05", "reason": "Vai pagar"})
    undo = re.search(r'class="undo" method="post" action="([^"]+)"', client.get("/regua").text)
    assert undo

    client.post(undo[1].replace("&amp;", "&"))

    assert held(app, reduced) == (None, None)
    assert "Marina Tavares" in text_of(client)


def test_a_release_is_undone_with_its_date_and_reason(app: Flask, reduced: int, signed_in: SignIn) -> None:
    client = signed_in()
    client.post("/regua/segurar", data={"contrato": reduced, "until": "25/05", "reason": "Vai pagar"})
    client.get("/regua")
    client.post("/regua/soltar", data={"contrato": reduced, "de": "segurados"})
    released = held(app, reduced)
    undo = re.search(r'class="undo" method="post" action="([^"]+)"', client.get("/regua").text)
    assert undo

    client.post(undo[1].replace("&amp;", "&"))

    assert released == (None, None)
    assert held(app, reduced) == (date(2017, 5, 25), "Vai pagar")


@pytest.mark.parametrize(
    ("until", "reason", "sentence"),
    [
        ("21/05", "Vai pagar", "Escolha hoje ou um dia depois."),
        ("22/07", "Vai pagar", "No máximo 60 dias, até 21/07/2017."),
        ("", "Vai pagar", "Escreva até que dia"),
        ("31/02", "Vai pagar", "não é uma data"),
        ("25/05", " ", "Escreva o motivo"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_in_place_and_what_was_chosen_stays(
    app: Flask, reduced: int, signed_in: SignIn, until: str, reason: str, sentence: str
) -> None:
    typed = {"contrato": reduced, "until": until, "reason": reason}

    answer = signed_in().post("/regua/segurar", data=typed)

    page = plain(answer.text)
    assert answer.status_code == 422
    assert sentence in page
    assert re.search(rf'value="{reduced}"[^>]* checked', page)
    assert f'value="{until}"' in page
    assert held(app, reduced) == (None, None)


def test_nothing_chosen_is_said_and_nothing_held(app: Flask, reduced: int, signed_in: SignIn) -> None:
    client = signed_in()

    answer = client.post("/regua/segurar", data={"contrato": "zero", "until": "25/05", "reason": "Vai pagar"})

    assert answer.status_code == 303
    assert "Escolha na lista os contratos a segurar." in client.get("/regua").text


def test_a_hold_that_ends_tonight_says_so(reduced: int, signed_in: SignIn) -> None:
    client = signed_in()
    client.post("/regua/segurar", data={"contrato": reduced, "until": "23/05", "reason": "Vai pagar"})

    assert "ter 23/05 · termina nesta noite" in text_of(client, "/regua?aba=segurados")


# The other lists


@pytest.mark.databases("sqlite", "postgres")
def test_whom_no_notice_reached_stands_with_the_telephone_and_what_was_tried(
    app: Flask, clock: Any, late: Late, signed_in: SignIn
) -> None:
    from core.customers.models import CustomerPhone

    made = late("Ivone Sarmento")
    clock.move_to(date(2017, 5, 11))
    with app.app_context():
        with transaction() as session:
            holder = session.get_one(Contract, made).customer_id
            session.add(CustomerPhone(customer_id=holder, number="+5519900000702"))
        run(date(2017, 5, 11))
    client = signed_in()

    page = text_of(client, "/regua?aba=sem-aviso")

    for words in ("Ivone Sarmento", "(19) 90000-0702", "nenhum canal alcança o cliente", "Avisar"):
        assert words in page
    assert "102,03" in page


def test_who_is_unlocked_in_trust_says_until_when_by_whom_and_what_comes_then(
    app: Flask, reduced: int, signed_in: SignIn
) -> None:
    with app.app_context():
        trust_unlock(reduced, MONDAY)

    page = text_of(signed_in(), "/regua?aba=prometidos")

    for words in ("Marina Tavares", "qua 24/05", "em 22/05, por", "em 25/05 volta a velocidade reduzida"):
        assert words in page


def test_who_stands_on_a_stage_says_since_when_and_what_comes_next(reduced: int, signed_in: SignIn) -> None:
    page = text_of(signed_in(), "/regua?aba=reduzidos")

    for words in ("Marina Tavares", "13/05", "12 dias de atraso", "suspende em ter 23/05"):
        assert words in page
    assert "R$ 100,00 vencidos, sem multa e juros" in page


def test_hundreds_on_a_stage_come_a_page_at_a_time(
    app: Flask, clock: Any, late: Late, live: Live, signed_in: SignIn
) -> None:
    for n in range(51):
        late(f"Cliente {n:02d}")
    live(date(2017, 5, 11), date(2017, 5, 13))
    client = signed_in()

    first = text_of(client, "/regua?aba=reduzidos")
    following = re.search(r'href="(/regua\?[^"]*depois=\d+)"', first)
    assert following
    second = text_of(client, following[1].replace("&amp;", "&"))

    assert "Cliente 49" in first and "Cliente 50" not in first
    assert "Cliente 50" in second and "Cliente 49" not in second


# Who may


def test_support_sees_the_ladder_and_holds_nobody(app: Flask, reduced: int, signed_in: SignIn) -> None:
    client = signed_in("support")

    page = text_of(client)
    answer = client.post(
        "/regua/segurar", data={"contrato": reduced, "until": "25/05", "reason": "Vai pagar"}
    )

    assert "Marina Tavares" in page
    assert 'name="contrato"' not in page
    assert answer.status_code == 403
    assert held(app, reduced) == (None, None)


def test_a_technician_does_not_see_it(clock: Any, signed_in: SignIn) -> None:
    client = signed_in("technician")

    assert client.get("/regua").status_code == 403
    assert "Régua</a>" not in client.get("/").text

"""The prompt of the first invoice: three answers in money, and what happens to bad ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice, UnbilledDays
from core.foundation.database import db
from core.testing.builders import item
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]
DATES = {"issue_date": "20/03/2017", "due_date": "10/04/2017"}


@pytest.fixture(autouse=True)
def first_day(clock: Any) -> None:
    """Every test is on 20 March 2017."""


def invoices(app: Flask) -> list[Invoice]:
    with app.app_context():
        return list(db.session.scalars(db.select(Invoice)))


def test_each_answer_says_what_it_makes_and_all_that_is_paid_that_day(
    signed_in: SignIn, make_contract: Make
) -> None:
    page = plain(signed_in().get(f"/contratos/{make_contract()}/primeira-fatura").text)

    for words in ("R$ 58,70", "R$ 120,00", "Dias sem uso, 19 de 31", "Abril e 12 dias de março"):
        assert words in page
    for paid in ("Em 10/04 paga R$ 158,70", "R$ 148,70 com os descontos", "Em 10/04 paga R$ 220,00"):
        assert paid in page
    assert "R$ 153,70 com o desconto" in page
    assert "Gerar fatura de R$ 58,70" in page


def test_two_invoices_due_on_one_day_are_said_out_loud(signed_in: SignIn, make_contract: Make) -> None:
    page = plain(signed_in().get(f"/contratos/{make_contract()}/primeira-fatura").text)

    assert "Duas faturas vencem em 10/04." in page
    assert "Vencer em 27/03" in page
    assert "Juntar numa só" in page


def test_one_press_gives_the_first_invoice_a_due_date_of_its_own(
    signed_in: SignIn, make_contract: Make
) -> None:
    typed = {**DATES, "mode": "prorated", "later": "join", "vencer": "27/03/2017"}

    page = plain(signed_in().post(f"/contratos/{make_contract()}/primeira-fatura/previa", data=typed).text)

    assert "Em 27/03 paga R$ 58,70" in page
    assert "Duas faturas" not in page
    assert 'value="27/03/2017"' in page


def test_one_press_joins_both_in_one(signed_in: SignIn, make_contract: Make) -> None:
    typed = {**DATES, "mode": "prorated", "later": "skip", "juntar": "1"}

    page = plain(signed_in().post(f"/contratos/{make_contract()}/primeira-fatura/previa", data=typed).text)

    assert "Deixar para abril" in page


@pytest.mark.parametrize(("mode", "total"), [("prorated", "58.70"), ("full", "120.00")])
def test_the_chosen_invoice_is_issued(
    app: Flask, signed_in: SignIn, make_contract: Make, mode: str, total: str
) -> None:
    contract_id = make_contract()

    answer = signed_in().post(
        f"/contratos/{contract_id}/primeira-fatura", data={**DATES, "mode": mode, "later": "join"}
    )

    assert answer.location == f"/contratos/{contract_id}"
    assert [(str(one.total), one.kind) for one in invoices(app)] == [(total, "first")]


def test_days_not_billed_are_kept_with_their_value(
    app: Flask, signed_in: SignIn, make_contract: Make
) -> None:
    contract_id, client = make_contract(), signed_in()
    typed = {**DATES, "mode": "later", "later": "skip"}

    shown = plain(client.post(f"/contratos/{contract_id}/primeira-fatura/previa", data=typed).text)
    client.post(f"/contratos/{contract_id}/primeira-fatura", data=typed)

    assert '12 dias de março, sem cobrar</span><span class="t2">38,70' in shown
    assert "Em 10/04 paga R$ 120,00" in shown
    assert invoices(app) == []
    with app.app_context():
        kept = db.session.scalars(db.select(UnbilledDays)).one()
        assert (kept.starts_on, kept.ends_on) == (date(2017, 3, 20), date(2017, 4, 1))


def test_an_exempt_contract_has_only_not_now(app: Flask, signed_in: SignIn, make_contract: Make) -> None:
    page = signed_in().get(f"/contratos/{make_contract(exempt=True)}/primeira-fatura").text

    assert "Este contrato é isento" in page
    assert "Agora não" in page
    assert "Cálculo proporcional" not in page


def test_a_due_date_before_the_issue_is_refused_and_stays_typed(
    app: Flask, signed_in: SignIn, make_contract: Make
) -> None:
    typed = {"issue_date": "20/03/2017", "due_date": "19/03/2017", "mode": "full", "later": "join"}

    answer = signed_in().post(f"/contratos/{make_contract()}/primeira-fatura", data=typed)

    assert answer.status_code == 422
    assert "O vencimento vem antes da emissão." in answer.text
    assert 'value="19/03/2017"' in answer.text
    assert invoices(app) == []


def test_a_date_that_cannot_be_read_is_said_at_its_field(signed_in: SignIn, make_contract: Make) -> None:
    typed = {"issue_date": "ontem", "due_date": "10/04/2017", "mode": "full", "later": "join"}

    answer = signed_in().post(f"/contratos/{make_contract()}/primeira-fatura", data=typed)

    assert answer.status_code == 422
    assert "“ontem” não é uma data." in answer.text


@pytest.mark.parametrize("typed", [{"mode": "later", "later": "x"}, {"mode": "x", "later": "join"}, {}])
def test_an_answer_that_is_none_of_the_three_issues_nothing(
    app: Flask, signed_in: SignIn, make_contract: Make, typed: dict[str, str]
) -> None:
    answer = signed_in().post(
        f"/contratos/{make_contract()}/primeira-fatura", data={**typed, "issue_date": ""}
    )

    assert answer.status_code == 422
    assert invoices(app) == []


def test_a_total_of_zero_is_said_and_is_no_second_invoice_of_the_day(
    signed_in: SignIn, make_contract: Make
) -> None:
    items = [item(), item("discount", "120.00", description="Cortesia")]

    page = plain(signed_in().get(f"/contratos/{make_contract(items=items, extras=[])}/primeira-fatura").text)

    assert "Uma fatura de R$ 0,00 já nasce paga." in page
    assert "Duas faturas" not in page


def test_the_question_is_asked_once(app: Flask, signed_in: SignIn, make_contract: Make) -> None:
    contract_id, client = make_contract(), signed_in()
    typed = {**DATES, "mode": "full", "later": "join"}
    client.post(f"/contratos/{contract_id}/primeira-fatura", data=typed)

    again = client.post(f"/contratos/{contract_id}/primeira-fatura", data=typed)

    assert again.status_code == 422
    assert "já foi emitida" in again.text
    assert client.get(f"/contratos/{contract_id}/primeira-fatura").status_code == 302
    assert len(invoices(app)) == 1


def test_who_may_not_issue_is_not_asked(signed_in: SignIn, make_contract: Make) -> None:
    contract_id, client = make_contract(), signed_in("support")

    assert client.get(f"/contratos/{contract_id}/primeira-fatura").location == f"/contratos/{contract_id}"
    assert client.post(f"/contratos/{contract_id}/primeira-fatura", data=DATES).status_code == 403

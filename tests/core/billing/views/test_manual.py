"""Issuing by hand, and days never billed that are billed after all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice, UnbilledDays
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.issue import issue_first
from core.contracts.services.ending import end_contract
from core.foundation.database import db
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]


@pytest.fixture
def skipped(app: Flask, clock: Any, make_contract: Make, bill: Callable[[date], None]) -> int:
    """A contract of which twelve days of March stayed unbilled, on 15 April."""
    contract_id = make_contract(extras=[])
    with app.app_context():
        issue_first(contract_id, FirstInvoiceMode.SKIP)
    clock.move_to(date(2017, 4, 1))
    bill(date(2017, 4, 1))
    clock.move_to(date(2017, 4, 15))
    return contract_id


def test_nothing_to_bill_is_said_and_there_is_no_button(signed_in: SignIn, skipped: int) -> None:
    client = signed_in()

    page = client.get(f"/contratos/{skipped}/emitir").text
    answer = client.post(f"/contratos/{skipped}/emitir", data={"due_date": "20/04/2017"})

    assert "Nada a cobrar agora" in page
    assert "Emitir fatura de" not in page
    assert answer.status_code == 422


def test_days_never_billed_are_listed_with_their_value(signed_in: SignIn, skipped: int) -> None:
    page = plain(signed_in().get(f"/contratos/{skipped}/emitir").text)

    assert "12 dias nunca cobrados: 20/03 a 31/03, R$ 38,70." in page


def test_days_left_behind_are_billed_with_one_press(app: Flask, signed_in: SignIn, skipped: int) -> None:
    client = signed_in()
    with app.app_context():
        key = db.session.scalars(db.select(UnbilledDays.id)).one()

    client.post(f"/contratos/{skipped}/dias/{key}/cobrar", data={"de": "emitir"})

    page = plain(client.get(f"/contratos/{skipped}/emitir").text)
    assert "Emitir fatura de R$ 38,70" in page
    assert (
        client.post(f"/contratos/{skipped}/emitir", data={"due_date": "25/04/2017"}).location == "/faturas/2"
    )
    with app.app_context():
        made = db.session.get_one(Invoice, 2)
        assert (str(made.total), made.due_date, made.kind) == ("38.70", date(2017, 4, 25), "manual")


def test_a_due_date_in_the_past_is_refused(signed_in: SignIn, clock: Any, make_contract: Make) -> None:
    answer = signed_in().post(f"/contratos/{make_contract()}/emitir", data={"due_date": "01/01/2017"})

    assert answer.status_code == 422
    assert "O vencimento vem antes da emissão." in answer.text


def test_an_ended_contract_issues_nothing(app: Flask, signed_in: SignIn, skipped: int) -> None:
    client = signed_in()
    with app.app_context():
        end_contract(skipped, date(2017, 4, 15), "mudou de cidade")

    page = client.get(f"/contratos/{skipped}/emitir").text
    answer = client.post(f"/contratos/{skipped}/emitir", data={"due_date": "25/04/2017"})

    assert "O contrato está encerrado; reative-o para emitir." in page
    assert answer.status_code == 422


def test_support_issues_nothing(signed_in: SignIn, skipped: int) -> None:
    client = signed_in("support")

    assert client.get(f"/contratos/{skipped}/emitir").status_code == 403
    assert client.post(f"/contratos/{skipped}/dias/1/cobrar").status_code == 403

"""A holiday of the provider's moves what is open, and nothing that was settled. RULES §2."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.models import Invoice
from core.billing.services.run import compare, run
from core.billing.services.settle import Money, receive_payment
from core.foundation.database import db
from core.foundation.preferences import set_preferences
from core.office.services import add_holiday, remove_holiday
from core.testing.builders import contract, user

TODAY, APRIL = date(2017, 3, 20), date(2017, 4, 1)
MONDAY, TUESDAY = date(2017, 4, 10), date(2017, 4, 11)
both = pytest.mark.databases("sqlite", "postgres")


def _effective(contract_id: int) -> date:
    found: date = db.session.scalars(
        db.select(Invoice.effective_due_date).where(Invoice.contract_id == contract_id)
    ).one()
    return found


@both
def test_what_is_open_is_due_the_next_business_day_and_back_again(app_context: Flask) -> None:
    key = contract(starts_on=APRIL).id
    run(APRIL)
    before = _effective(key)

    add_holiday(MONDAY, "Padroeira", TODAY)
    moved = _effective(key)
    remove_holiday(MONDAY, TODAY)

    assert (before, moved, _effective(key)) == (MONDAY, TUESDAY, MONDAY)


@both
def test_what_was_paid_keeps_the_day_that_it_was_due(app_context: Flask) -> None:
    key = contract(starts_on=APRIL).id
    run(APRIL)
    invoice_id = db.session.scalars(db.select(Invoice.id)).one()
    receive_payment(invoice_id, Money(Decimal("100.00"), APRIL, "pix"), APRIL)

    add_holiday(MONDAY, "Padroeira", TODAY)

    assert _effective(key) == MONDAY


def test_the_difference_that_is_let_through_counts_as_it_was_typed(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)

    set_preferences({"billing.difference_limit_percent": "7.5"})

    assert compare(date(2017, 5, 1)).limit_percent == Decimal("7.5")


def test_an_undo_pressed_twice_is_said_and_breaks_nothing(
    app: Flask, client: FlaskClient, clock: Callable[..., None]
) -> None:
    with app.app_context():
        cookie = user("admin").get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = cookie, True

    for _ in range(2):
        answer = client.post("/feriados/2017-04-10/repor?nome=Padroeira")

    assert answer.status_code == 302
    assert "10/04/2017 já está na lista." in client.get("/feriados?ano=2017").text

"""Dunning on the dashboard."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access.models import InternetAccount, Plan, WantedAccess
from core.access.services.wanted import Wish, want
from core.billing.models import Invoice
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.extension.devices import AccessState
from core.foundation.clock import now
from core.foundation.database import db, transaction
from tests.conftest import SAO_PAULO
from tests.core.dunning.conftest import plain

SignIn = Callable[..., FlaskClient]
Late = Callable[..., int]
Live = Callable[[date, date], None]
TUESDAY = datetime(2017, 5, 23, 14, 16, tzinfo=SAO_PAULO)


@pytest.fixture
def suspended(app: Flask, clock: Any, late: Late, live: Live) -> int:
    """Marina's contract, suspended on Tuesday 23/05, with an account of which something is wanted."""
    made = late()
    with app.app_context(), transaction() as session:
        plan = Plan(name="Fibra 30", download_kbps=30_000, upload_kbps=15_000, price=Decimal("100.00"))
        session.add(plan)
        session.flush()
        holder = session.get_one(Contract, made).customer_id
        values = {"method": "pppoe", "plan_id": plan.id, "contract_id": made, "customer_id": holder}
        session.add(InternetAccount(login="marina", created_at=now(), **values))
        session.flush()
        want([Wish(made, AccessState.ACTIVE, "novo", None)])
    live(date(2017, 5, 11), date(2017, 5, 23))
    return made


def pay(app: Flask, clock: Any, applied: bool = False) -> None:
    clock.move_to(TUESDAY)
    with app.app_context():
        invoice = db.session.scalars(db.select(Invoice)).one()
        receive_payment(
            invoice.id, Money(Decimal("200.00"), date(2017, 5, 23), "pix", "one"), date(2017, 5, 23)
        )
        if applied:
            with transaction() as session:
                wanted = session.scalars(db.select(WantedAccess)).one()
                wanted.applied_version = wanted.version


def board(client: FlaskClient) -> str:
    return plain(client.get("/").text)


@pytest.mark.databases("sqlite", "postgres")
def test_who_paid_and_is_still_blocked_after_two_minutes_stands_on_top(
    app: Flask, clock: Any, suspended: int, signed_in: SignIn
) -> None:
    pay(app, clock)
    client = signed_in()

    at_once = board(client)
    clock.move_to(TUESDAY + timedelta(minutes=4))
    later = board(client)

    assert "continua sem internet" not in at_once
    assert "Marina Tavares pagou e continua sem internet" in later
    assert 'data-since="2017-05-23T17:16:00+00:00"' in later
    assert f"Abrir contrato {suspended}" in later


def test_who_paid_and_is_back_does_not(app: Flask, clock: Any, suspended: int, signed_in: SignIn) -> None:
    pay(app, clock, applied=True)
    clock.move_to(TUESDAY + timedelta(minutes=4))

    assert "continua sem internet" not in board(signed_in())


def test_who_never_paid_does_not(clock: Any, suspended: int, signed_in: SignIn) -> None:
    clock.move_to(TUESDAY + timedelta(hours=4))

    assert "continua sem internet" not in board(signed_in())


def test_tonight_stands_there_by_numbers(clock: Any, late: Late, live: Live, signed_in: SignIn) -> None:
    late()
    live(date(2017, 5, 11), date(2017, 5, 22))

    page = board(signed_in())

    assert "Esta noite" in page
    assert "102,40" in page
    assert "Suspende às 8h. Quem pagar antes não se move." in page


def test_whom_no_notice_reached_is_counted_with_a_link(
    app: Flask, clock: Any, late: Late, signed_in: SignIn
) -> None:
    from core.dunning.services.night import run

    late()
    clock.move_to(date(2017, 5, 11))
    with app.app_context():
        run(date(2017, 5, 11))

    page = board(signed_in())

    assert "1 aviso não chegou." in page
    assert "/regua?aba=sem-aviso" in page
    assert "Ninguém se move esta noite." in page


def test_a_technician_sees_none_of_it(clock: Any, signed_in: SignIn) -> None:
    assert "Esta noite" not in board(signed_in("technician"))

"""Late customers with a connection and a portal user, nights lived through, and a telephone on their network."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access.models import InternetAccount
from core.access.services import AccountInput, PlanInput, link_account, save_account, save_plan
from core.billing.services.run import run
from core.dunning.models import LadderNotice
from core.dunning.services.night import move
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.identity.passwords import hash_password
from core.portal.door import Door
from core.testing.builders import contract, customer, item

MANUAL = {
    "message_after_days": 1,
    "throttle_after_days": 3,
    "suspend_after_days": 10,
    "suspend_except": "saturday sunday monday holiday",
    "cancel_after_days": 10,
    "late_fee_percent": Decimal(2),
    "monthly_interest_percent": Decimal(1),
}
MAY = date(2017, 5, 1)
MARINA, JOSE = "100.64.0.10", "100.64.0.20"


@pytest.fixture
def late(app: Flask) -> Callable[..., int]:
    """`late("Marina Tavares", "marina", ip=…)`: a contract with May's invoice of R$ 100,00, due on 10/05, unpaid.

    Its holder has the portal user `marina` with the password `ponte-azul`; its account has the IP.
    """

    def make(name: str = "Marina Tavares", user: str = "marina", ip: str = MARINA, **fields: Any) -> int:
        with app.app_context():
            holder = fields.pop("of", None) or customer(
                name, portal_user=user, portal_password_hash=hash_password("ponte-azul")
            )
            items = [item(amount=fields.pop("amount", "100.00"), description="Fibra")]
            made = contract(items, of=holder, **{**MANUAL, "starts_on": MAY, **fields})
            link_account(_account(f"{user}.{made.id}", ip), made.id, holder.id)
            run(MAY, confirmed=True)
            return int(made.id)

    return make


def _account(login: str, ip: str) -> int:
    found = db.session.scalar(db.select(InternetAccount.plan_id).limit(1))
    plan = found or save_plan(None, PlanInput("Fibra 30 Mega", 30000, 15000, 2000, 2000, Decimal(100)))
    return save_account(None, AccountInput(plan, login=login, ip=ip))


@pytest.fixture
def live(app: Flask, clock: Any) -> Callable[[date], None]:
    """`live(last)`: the nights that bring a step (11, 13 and 23/05) and the last, at nine in the morning of it."""

    def nights(last: date) -> None:
        for day in sorted({date(2017, 5, n) for n in (11, 13, 23) if n <= last.day} | {last}):
            clock.move_to(day)
            with app.app_context():
                move(day)
                _hear(day)

    return nights


def _hear(day: date) -> None:
    with transaction() as session:
        unheard = LadderNotice.taken_on.is_(None)
        session.execute(db.update(LadderNotice).where(unheard).values(taken_on=day))


@pytest.fixture
def phone(app: Flask) -> Callable[..., FlaskClient]:
    """`phone(ip)`: a telephone at an address, led to us by the router."""
    with app.app_context():
        set_preferences({"provider.name": "Ipê Internet", "provider.phone": "(19) 3200-1000"})

    def at(ip: str = MARINA, **door: Any) -> FlaskClient:
        led = app.test_client()
        led.application = app
        led.environ_base["REMOTE_ADDR"] = ip
        app.wsgi_app = Door(app.wsgi_app, **door) if not isinstance(app.wsgi_app, Door) else app.wsgi_app  # type: ignore[method-assign]
        return led

    return at

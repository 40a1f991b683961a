"""Plans, devices, accounts, customers and staff, of which a test says only what matters."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.access.services import AccountInput, DeviceInput, PlanInput, save_account, save_device, save_plan
from core.customers.models import Address, Customer
from core.foundation.database import transaction
from core.foundation.text import fold
from core.identity.models import User

LONG_AGO = datetime(2017, 1, 1, tzinfo=UTC)


@pytest.fixture
def plan() -> Callable[..., int]:
    """`plan(name=…)`: its id."""

    def make(name: str = "Fibra 30 Mega", price: str = "100.00", **speeds: Any) -> int:
        values = {
            "download_kbps": 30000,
            "upload_kbps": 15000,
            "reduced_download_kbps": 2000,
            "reduced_upload_kbps": 2000,
        }
        return save_plan(None, PlanInput(name, price=Decimal(price), **{**values, **speeds}))

    return make


@pytest.fixture
def device() -> Callable[..., int]:
    """`device(name)`: its id."""
    return lambda name="RB Centro", **values: save_device(None, DeviceInput(name, **values))


@pytest.fixture
def account(plan: Callable[..., int]) -> Callable[..., int]:
    """`account(login=…)`: its id; all accounts of a test are on one plan unless it says otherwise."""
    plans: list[int] = []

    def make(login: str = "marina.tavares", **values: Any) -> int:
        if "plan_id" not in values and not plans:
            plans.append(plan())
        return save_account(None, AccountInput(**{"plan_id": plans and plans[0], "login": login, **values}))

    return make


@pytest.fixture
def customer() -> Callable[..., int]:
    """`customer(name, street, number)`: its id."""

    def make(name: str = "Marina Tavares", street: str = "Rua das Acácias", number: str = "120") -> int:
        place = {"postal_code": "13000000", "district": "Centro", "city": "Ipê", "state": "SP", "main": True}
        with transaction() as session:
            made = Customer(
                kind="person",
                name=name,
                sort_name=fold(name),
                document=str(abs(hash(name)))[:11],
                created_at=LONG_AGO,
            )
            made.addresses = [Address(street=street, number=number, **place)]
            session.add(made)
            session.flush()
            return made.id

    return make


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient) -> Callable[[str], FlaskClient]:
    """`signed_in(role)`: the client with a user of that role at it."""

    def sign_in(role: str = "admin") -> FlaskClient:
        with app.app_context(), transaction() as session:
            user = User(login=role, name="Carla", password_hash="none", role=role, created_at=LONG_AGO)
            session.add(user)
            session.flush()
            token = user.get_id()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client

    return sign_in

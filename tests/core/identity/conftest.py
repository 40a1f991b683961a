"""Staff who can sign in, and browsers that did."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.identity.services import create_user

PASSWORD = "uma frase bem longa"


@pytest.fixture
def staff(app: Flask) -> Callable[..., int]:
    """`staff("carla", role="finance")`: the id of a user whose password is “uma frase bem longa”."""

    def make(login: str, role: str = "admin") -> int:
        with app.app_context():
            return create_user(login, login.title(), role, PASSWORD).id

    return make


@pytest.fixture
def enter(app: Flask) -> Callable[..., FlaskClient]:
    """`enter("carla")`: a browser that went through the door."""

    def make(login: str, password: str = PASSWORD) -> FlaskClient:
        browser = app.test_client()
        answer = browser.post("/entrar", data={"login": login, "password": password})
        assert answer.status_code == 302, answer.text
        return browser

    return make

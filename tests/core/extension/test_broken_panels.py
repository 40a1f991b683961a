"""A part of a page that breaks leaves a notice in its place, and the page stands. DESIGN §3."""

from __future__ import annotations

from types import ModuleType

import pytest
from flask import Flask

from core.extension.markers import hookimpl
from core.identity.services import create_user
from core.testing.builders import contract

PASSWORD = "uma senha de teste"


@pytest.mark.parametrize(
    ("hook", "address", "still_there"),
    [
        ("contract_panels", "/contratos/1", "Contrato 1"),
        ("customer_panels", "/clientes/1", "Marina Tavares"),
    ],
    ids=["contract", "customer"],
)
def test_the_page_stands_and_names_the_plugin(app: Flask, hook: str, address: str, still_there: str) -> None:
    module = ModuleType("odd")
    setattr(module, hook, hookimpl(_fail))
    app.extensions["malha.plugins"].register(module, name="odd")
    with app.app_context():
        create_user("ana", "Ana", "admin", PASSWORD)
        contract()
    browser = app.test_client()
    browser.post("/entrar", data={"login": "ana", "password": PASSWORD})

    page = browser.get(address)

    assert page.status_code == 200
    assert still_there in page.text
    assert "não pôde ser mostrada (odd)" in page.text


def _fail() -> None:
    raise RuntimeError("no figures today")

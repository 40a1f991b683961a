"""A clerk at a real browser, in a provider that has its plans, devices, layouts and banks.

Screenshots go to `var/screenshots`, or where `MALHA_SCREENSHOTS` says.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.journeys.desk import Desk

FOLDER = Path(os.environ.get("MALHA_SCREENSHOTS", "var/screenshots"))
PASSWORDS = {"carla": "ponte-azul-42", "admin": "ipe-roxo-2026"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is here goes through a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def provider(app: Flask, clock: Any) -> Flask:
    """The provider on the manual's day, with forms that ask for their token."""
    from core.foundation.clock import today
    from core.office.demo.house import furnish

    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        furnish(today())
    return app


@pytest.fixture
def contract_id(provider: Flask) -> int:
    """Marina's contract, of the manual's layout and with boxes of e-mail for R$ 100,00, not yet invoiced."""
    from tests.journeys.furniture import contract_of, marina

    with provider.app_context():
        return contract_of(marina()).id


@pytest.fixture
def address(provider: Flask, serve: Callable[[Flask], str]) -> str:
    """Where the provider is served."""
    return serve(provider)


@pytest.fixture
def desk(address: str, page: Page) -> Desk:
    """A clerk who has signed in: Carla, of the finance. The browser ends before the server does."""
    return Desk(page, address, FOLDER).sign_in("carla", PASSWORDS["carla"])


@pytest.fixture
def second_desk(address: str, browser: Browser) -> Iterator[Desk]:
    """A colleague at another computer: Ana, the administrator."""
    context = browser.new_context(locale="pt-BR", viewport={"width": 1366, "height": 640})
    yield Desk(context.new_page(), address, FOLDER).sign_in("admin", PASSWORDS["admin"])
    context.close()

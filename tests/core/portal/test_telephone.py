"""The portal on a telephone in a real browser: led there by any address, read, unlocked, within its weight."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from core.foundation.preferences import set_preferences
from core.portal.door import Door

pytestmark = pytest.mark.journey
Late = Callable[..., int]
Live = Callable[[date], None]
HERE = "127.0.0.1"
SMALLEST = "[...document.querySelectorAll('a, button, input:not([type=hidden])')].map(e => [e.textContent, e.getBoundingClientRect().height])"
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def led(app: Flask, serve: Callable[[Flask], str]) -> str:
    """The address of the door of the portal."""
    with app.app_context():
        set_preferences({"provider.name": "Ipê Internet", "provider.phone": "(19) 3200-1000"})
    app.config["WTF_CSRF_ENABLED"] = True
    app.wsgi_app = Door(app.wsgi_app)  # type: ignore[method-assign]
    return serve(app)


@pytest.fixture(params=["light", "dark"])
def telephone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A small screen, without script, by day and by night."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme=request.param)
    yield context.new_page()
    context.close()


def _weight(page: Page) -> list[int]:
    """The bytes of every answer from now on."""
    carried: list[int] = []

    def count(request: Any) -> None:
        sizes = request.sizes()
        carried.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    page.on("requestfinished", count)
    return carried


def _is_sound(page: Page, name: str) -> None:
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(TOO_WIDE), f"{name} scrolls sideways at {width}"
    assert [one for one in page.evaluate(SMALLEST) if one[1] < 44] == []
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []


def test_a_suspended_customer_asks_for_some_page_reads_why_and_is_freed(
    late: Late, live: Live, led: str, telephone: Page
) -> None:
    late(ip=HERE)
    live(date(2017, 5, 23))
    carried = _weight(telephone)

    telephone.goto(f"{led}/um/lugar/qualquer?a=b")
    telephone.get_by_role("heading", name="Sua internet está suspensa").wait_for()
    _is_sound(telephone, "suspended")
    telephone.get_by_role("button", name="Liberar por 3 dias").click()
    telephone.get_by_role("heading", name="Internet liberada até 26 de maio").wait_for()
    _is_sound(telephone, "unlocked")

    assert sum(carried[:3]) < 30_000


def test_a_stranger_signs_in_wrongly_then_rightly_and_leaves(
    late: Late, live: Live, led: str, telephone: Page
) -> None:
    late()
    live(date(2017, 5, 13))

    telephone.goto(f"{led}/generate_204")
    _is_sound(telephone, "enter")
    telephone.get_by_label("Usuário").fill("marina")
    telephone.get_by_label("Senha").fill("errada")
    telephone.get_by_role("button", name="Entrar").click()
    telephone.get_by_role("alert").wait_for()
    _is_sound(telephone, "refused")
    telephone.get_by_label("Usuário").fill("marina")
    telephone.get_by_label("Senha").fill("ponte-azul")
    telephone.get_by_role("button", name="Entrar").click()
    telephone.get_by_role("heading", name="Sua internet está mais lenta").wait_for()
    _is_sound(telephone, "throttled")
    telephone.get_by_role("button", name="Sair").click()

    telephone.get_by_role("heading", name="Veja o que há com a sua internet").wait_for()

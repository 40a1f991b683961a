"""The prompt of the first invoice by keyboard alone, in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from core.billing.models import Invoice
from core.foundation.database import db

Make = Callable[..., int]


@pytest.fixture
def prompt(
    app: Flask,
    clock: Any,
    page: Page,
    serve: Callable[[Flask], str],
    signed_in: Callable[..., FlaskClient],
    make_contract: Make,
) -> Iterator[Page]:
    """The prompt of the manual's contract, open on its first day; it rests before the server goes."""
    contract_id, address = make_contract(), serve(app)
    cookie = signed_in().get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
    page.goto(f"{address}/contratos/{contract_id}/primeira-fatura")
    yield page
    page.wait_for_load_state("networkidle")


def totals(app: Flask) -> list[str]:
    with app.app_context():
        return [str(total) for total in db.session.scalars(db.select(Invoice.total))]


def test_a_digit_chooses_and_enter_issues(app: Flask, prompt: Page) -> None:
    prompt.keyboard.press("2")
    prompt.keyboard.press("Enter")

    prompt.wait_for_url("**/contratos/1")
    assert totals(app) == ["120.00"]


def test_escape_issues_nothing(app: Flask, prompt: Page) -> None:
    prompt.keyboard.press("Escape")

    prompt.wait_for_url("**/contratos/1")
    assert totals(app) == []


def test_enter_in_a_date_never_issues_an_invoice(app: Flask, prompt: Page) -> None:
    prompt.fill("#due_date", "27/03/2017")
    prompt.keyboard.press("Enter")

    expect(prompt.locator(".opt").first).to_contain_text("Em 27/03 paga")
    assert totals(app) == []


def test_a_changed_date_swaps_the_answers_and_leaves_the_focus(prompt: Page) -> None:
    prompt.fill("#due_date", "27/03/2017")

    expect(prompt.locator(".opt").first).to_contain_text("Em 27/03 paga")
    expect(prompt.locator("#due_date")).to_be_focused()


def test_one_press_and_two_invoices_no_longer_fall_due_on_one_day(prompt: Page) -> None:
    prompt.locator("button:visible", has_text="Vencer em 27/03").click()

    expect(prompt.locator("#due_date")).to_have_value("27/03/2017")
    expect(prompt.locator(".note.warn:visible")).to_have_count(0)

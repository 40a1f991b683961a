"""A clerk who never touches the mouse."""

from typing import Any

from flask import Flask
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def counted(provider: Flask, model: Any) -> int:
    from core.foundation.database import db

    with provider.app_context():
        return len(db.session.scalars(db.select(model)).all())


def test_from_the_panel_to_a_saved_contract_by_keys_alone(
    desk: Desk, contract_id: int, provider: Flask
) -> None:
    from core.billing.models import Invoice
    from core.contracts.models import Contract

    find_the_customer(desk)
    keys(desk.page, "n")
    desk.arrive("**/contratos/novo?cliente=1")
    add_boxes_of_mail(desk.page)
    desk.sees("3 caixas", "30,00", within="#itens")
    keys(desk.page, "Alt+3")
    expect(desk.page.get_by_role("tab", name="Faturas")).to_have_attribute("aria-selected", "true")
    keys(desk.page, "Control+Enter")
    desk.arrive("**/contratos/2/primeira-fatura")
    keys(desk.page, "2")
    expect(desk.page.get_by_role("radio", name="Valor cheio")).to_be_checked()
    keys(desk.page, "Escape")

    desk.page.wait_for_url("**/contratos/2")
    assert (counted(provider, Contract), counted(provider, Invoice)) == (2, 0)


def find_the_customer(desk: Desk) -> None:
    page = desk.page
    keys(page, "g", "c")
    desk.arrive("**/clientes")
    keys(page, "/")
    expect(page.locator("[data-search] input")).to_be_focused()
    page.keyboard.type("mari")
    expect(page.locator("#lista mark").first).to_be_visible()
    keys(page, "ArrowDown", "Enter")
    desk.arrive("**/clientes/1")


def add_boxes_of_mail(page: Page) -> None:
    keys(page, "a")
    expect(page.locator("#dlg-item [type=radio]:checked").first).to_be_focused()
    keys(page, "5")
    expect(page.locator("#dlg-item .acc")).to_have_count(0)
    expect(page.get_by_role("radio", name="Desconto")).to_be_focused()
    keys(page, "2")
    expect(page.get_by_label("Caixas")).to_be_visible()
    expect(page.get_by_role("radio", name="E-mail")).to_be_focused()
    keys(page, "Tab")
    page.keyboard.type("3")
    keys(page, "Tab", "Tab")
    page.keyboard.type("30")
    keys(page, "Enter")


def test_the_list_of_keys_names_those_of_the_page(desk: Desk) -> None:
    desk.go("/clientes")
    keys(desk.page, "?")

    desk.sees("Buscar", "Cadastrar o primeiro cliente", "Contratos", within="#atalhos")
    keys(desk.page, "Escape")
    expect(desk.page.locator("#atalhos")).to_be_hidden()


def test_the_focus_comes_back_where_a_dialog_was_opened_from(desk: Desk, contract_id: int) -> None:
    desk.go(f"/contratos/{contract_id}/editar")
    keys(desk.page, "a")
    expect(desk.page.locator("#dlg-item")).to_be_visible()
    keys(desk.page, "Escape")

    expect(desk.button("Adicionar item").first).to_be_focused()

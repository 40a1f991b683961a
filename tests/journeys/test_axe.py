"""Every page of the staff keeps to WCAG 2.2 A and AA, light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.routing import Rule

from tests.journeys.desk import PHONE, Desk

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# They answer with a picture, a table to download or a piece of a page.
NOT_PAGES = {
    "static",
    "office.logo",
    "access.pick",
    "access.propose_password",
    "access.account_connection_card",
    "access.contract_connection_card",
    "contracts.history",
    "dunning.contract_changed",
}
# What an address says besides its numbers, and the other states of what it shows.
MORE = (
    "/contratos/novo?cliente={customer_id}",
    "/contratos/{ended}",
    "/contratos/{ended}/reativar",
    "/contratos/{fresh}",
    "/contratos/{fresh}/emitir",
    "/contratos/{fresh}/primeira-fatura",
    "/clientes/{customer_id}?novo=1",
    "/clientes?q=zulmira",
    "/faturas/{paid}",
    "/faturas/{cancelled}",
    "/faturas/{invoice_id}?em=25/06",
    "/regua?noite=22/06",
    "/regua?noite=31/02",
    "/regua?aba=sem-aviso",
    "/regua?aba=segurados",
    "/regua?aba=prometidos",
    "/regua?aba=reduzidos",
    "/regua?filtro=zulmira",
    "/avisos?estado=failed",
    "/avisos/{bounced}",
    "/avisos/textos/reminder",
    "/busca?q=marina",
    "/nada",
)


def addresses(app: Flask, ids: dict[str, int]) -> list[str]:
    """Every page that can be looked at; a new argument in an address must be among the ids."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and is_page(rule)]
    return sorted({path_of(rule, ids) for rule in rules} | {more.format(**ids) for more in MORE})


def is_page(rule: Rule) -> bool:
    return rule.endpoint not in NOT_PAGES and not rule.rule.endswith((".csv", ".pdf", ".txt"))


def path_of(rule: Rule, ids: dict[str, int]) -> str:
    known = {**ids, "account_id": ids["bank" if rule.endpoint.startswith("banking.") else "account_id"]}
    path: Any = rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)
    return str(path[1])


@pytest.fixture
def lived_in(provider: Flask, clock: Any) -> dict[str, int]:
    """The provider on the day after a due date, with something of everything."""
    from datetime import date

    from tests.journeys import furniture

    clock.move_to(date(2017, 6, 15))
    with provider.app_context():
        return furniture.lived_in()


@pytest.fixture
def audited(lived_in: dict[str, int], address: str, browser: Browser) -> Iterator[Desk]:
    """Ana, who may see everything, with a browser that moves nothing."""
    from tests.journeys.conftest import FOLDER, PASSWORDS

    context = browser.new_context(locale="pt-BR", viewport={"width": 1366, "height": 640})
    yield Desk(context.new_page(), address, FOLDER).sign_in("admin", PASSWORDS["admin"])
    context.close()


def violations(desk: Desk, rules: list[str] | None = None) -> list[str]:
    """What axe finds, a line each: the rule and the first place."""
    desk.settle()
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
    found = (
        Axe().run(desk.page, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    )
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:160]}" for one in found]


def test_no_page_breaks_wcag_light_or_dark(audited: Desk, provider: Flask, lived_in: dict[str, int]) -> None:
    found = {path: faults for path in addresses(provider, lived_in) if (faults := both_themes(audited, path))}

    assert found == {}


def test_dialogs_and_refused_forms_keep_to_it_too(audited: Desk, lived_in: dict[str, int]) -> None:
    audited.go(f"/contratos/{lived_in['contract_id']}/editar")
    audited.press("Adicionar item")
    audited.sees("por mês", within="#dlg-item")
    found = violations(audited)
    audited.page.keyboard.press("Escape")
    audited.tab("Faturas")
    audited.fill(monthly_interest_percent="1.O", suspend_after_days="2")
    audited.press("Salvar contrato")
    audited.sees("2 campos a corrigir")
    found += violations(audited)
    audited.go("/clientes/novo")
    audited.press("Salvar cadastro")
    audited.sees("O cadastro ainda não foi salvo")
    found += violations(audited)

    assert found == []


def both_themes(desk: Desk, path: str) -> list[str]:
    """The theme changes colours alone, so that dark needs only the rules about colours."""
    desk.go(path)
    desk.theme("light")
    light = violations(desk)
    desk.theme("dark")
    return light + [f"dark: {one}" for one in violations(desk, ["color-contrast", "link-in-text-block"])]


def test_no_page_scrolls_sideways_on_a_phone(
    audited: Desk, provider: Flask, lived_in: dict[str, int]
) -> None:
    audited.page.set_viewport_size(PHONE)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    found = []
    for path in addresses(provider, lived_in):
        audited.go(path)
        if audited.page.evaluate(wide) > 0:
            found.append(path)

    assert found == []

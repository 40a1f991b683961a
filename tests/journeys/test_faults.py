"""What goes wrong at the desk costs no typing: bad values, a lost session, a colleague, a browser that was closed."""

import re
from typing import Any

from flask import Flask
from playwright.sync_api import expect

from tests.journeys.desk import Desk

SAID = re.compile(r"1\.O.+não é um número")


def stored(provider: Flask, contract_id: int, name: str) -> Any:
    from core.contracts.models import Contract
    from core.foundation.database import db

    with provider.app_context():
        return getattr(db.session.get_one(Contract, contract_id), name)


def open_terms(desk: Desk, contract_id: int) -> None:
    desk.go(f"/contratos/{contract_id}/editar")
    desk.tab("Faturas")


def test_a_refused_save_opens_the_tab_at_fault_and_loses_nothing(desk: Desk, contract_id: int) -> None:
    open_terms(desk, contract_id)
    desk.fill(monthly_interest_percent="1.O", suspend_after_days="2", punctuality_discount="7,50")
    desk.tab("Itens")
    desk.press("Salvar contrato")

    desk.sees("O contrato ainda não foi salvo: 2 campos a corrigir.", within="#p-erros")
    expect(desk.page.get_by_role("tab", name="Faturas")).to_contain_text("2 erros")
    expect(desk.page.get_by_role("tab", name="Faturas")).to_have_attribute("aria-selected", "true")
    expect(desk.page.locator("#monthly_interest_percent")).to_be_focused()
    expect(desk.page.locator("#monthly_interest_percent")).to_have_value("1.O")
    expect(desk.page.locator("#monthly_interest_percent-h")).to_contain_text(SAID)
    expect(desk.page.locator("#suspend_after_days")).to_have_value("2")
    expect(desk.page.locator("#punctuality_discount")).to_have_value("7,50")
    desk.sees("?", within=".words")
    desk.shots("20-contrato-erro")


def test_the_summary_leads_to_each_field_and_the_count_falls_as_they_are_mended(
    desk: Desk, contract_id: int
) -> None:
    open_terms(desk, contract_id)
    desk.fill(monthly_interest_percent="1.O", suspend_after_days="2")
    desk.press("Salvar contrato")
    desk.page.locator("#p-erros a", has_text="Suspender").click()
    expect(desk.page.locator("#suspend_after_days")).to_be_focused()

    desk.fill(suspend_after_days="10")
    desk.page.locator("#suspend_after_days").blur()

    expect(desk.page.get_by_role("tab", name="Faturas")).to_contain_text("1 erro")
    expect(desk.page.locator("#p-erros a")).to_have_count(1)


def test_a_lost_session_asks_for_the_password_over_the_form(
    desk: Desk, contract_id: int, provider: Flask
) -> None:
    open_terms(desk, contract_id)
    desk.fill(punctuality_discount="7,50")
    desk.page.context.clear_cookies()
    desk.press("Salvar contrato")
    dialog = desk.page.locator("#relogin")
    desk.sees("Sua sessão acabou", within="#relogin")
    desk.shot("21-sessao-perdida", waiting=True)
    dialog.get_by_label("Usuário").fill("carla")
    dialog.get_by_label("Senha").fill("ponte-azul-42")
    desk.press("Entrar e continuar", dialog)

    desk.page.wait_for_url(f"**/contratos/{contract_id}")
    assert str(stored(provider, contract_id, "punctuality_discount")) == "7.50"


def test_the_second_of_two_savers_is_told_and_both_are_kept(
    desk: Desk, second_desk: Desk, contract_id: int, provider: Flask
) -> None:
    open_terms(desk, contract_id)
    desk.fill(punctuality_discount="7,50", due_day="15")
    open_terms(second_desk, contract_id)
    second_desk.fill(due_day="20", late_fee_percent="1")
    second_desk.press("Salvar contrato")
    second_desk.page.wait_for_url(f"**/contratos/{contract_id}")
    desk.press("Salvar contrato")

    desk.sees("Ana salvou este contrato enquanto você editava.", "Vencimento", "Instrução de desconto")
    desk.shot("22-conflito")
    desk.press("Salvar contrato")
    desk.page.wait_for_url(f"**/contratos/{contract_id}")
    names = ("punctuality_discount", "due_day", "late_fee_percent")
    kept = [str(stored(provider, contract_id, name)) for name in names]
    assert kept == ["7.50", "15", "1"]


def test_a_draft_is_offered_back_after_a_reload(desk: Desk, contract_id: int) -> None:
    open_terms(desk, contract_id)
    desk.page.locator("#punctuality_discount").press_sequentially("7,50")
    desk.sees("Rascunho guardado às", within="[data-draft-status]")
    desk.go(f"/contratos/{contract_id}/editar")

    desk.sees("Há um rascunho de")
    desk.shot("23-rascunho")
    desk.press("Continuar")
    expect(desk.page.locator("#punctuality_discount")).to_have_value(re.compile("7,50"))


def test_a_second_holder_with_the_same_cpf_is_offered_the_first(desk: Desk) -> None:
    for _time in range(2):
        desk.go("/clientes/novo")
        desk.fill(name="Marina Tavares", document="11144477735", postal_code="13010100", number="120")
        desk.fill(street="Rua das Acácias", district="Centro", city="Campinas")
        desk.press("Salvar cadastro")

    desk.press("Abrir o cadastro")
    desk.page.wait_for_url("**/clientes/1")

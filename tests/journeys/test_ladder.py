"""A contract that is not paid, lived through at the screen: from signing to the cut, held, unlocked, paid, cancelled."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.journeys import test_manual as manual
from tests.journeys.conftest import FOLDER, PASSWORDS
from tests.journeys.desk import Desk, spaced

Nights = Callable[[date, date], None]


@pytest.fixture
def nights(provider: Flask, clock: Any) -> Nights:
    """`nights(first, last)`: the ladder's nights of these dates; it is nine in the morning of the last one."""
    from core.dunning.services.night import run
    from core.foundation.calendar import DAY

    def live(first: date, last: date) -> None:
        day = first
        while day <= last:
            clock.move_to(day)
            with provider.app_context():
                run(day)
            day += DAY

    return live


@pytest.fixture
def at_the_ladder(desk: Desk) -> Desk:
    """Carla, with a folder of her own for what she sees."""
    desk.folder = desk.folder / "regua"
    return desk


def look_again(desk: Desk) -> None:
    """She comes back to the window, which asks whether anything has changed."""
    desk.page.evaluate("dispatchEvent(new Event('focus'))")


def test_a_contract_falls_step_by_step_is_held_unlocked_and_comes_back_by_a_payment(
    at_the_ladder: Desk, provider: Flask, clock: Any, nights: Nights
) -> None:
    desk = at_the_ladder
    sign(desk)
    see_who_moves_tonight(desk, clock)
    nights(date(2017, 4, 11), date(2017, 4, 11))
    tell_whom_no_notice_reached(desk)
    nights(date(2017, 4, 12), date(2017, 4, 13))
    see_it_reduced(desk)
    clock.move_to(date(2017, 4, 19))
    nights(date(2017, 4, 14), date(2017, 4, 19))
    hold_it_and_take_that_back(desk)
    nights(date(2017, 4, 20), date(2017, 4, 20))
    unlock_it(desk)
    nights(date(2017, 4, 21), date(2017, 4, 25))
    see_it_suspended_again(desk)
    receive_what_it_owes(desk)


def sign(desk: Desk) -> None:
    """As the manual has it: 1 / 3 / 10 / 10, Mondays and weekends excepted; R$ 58,70 due on Mon 10/04."""
    for step in (
        manual.register_marina,
        manual.say_yes_to_a_contract,
        manual.add_the_internet,
        manual.sell_the_router,
        manual.set_the_invoices,
        manual.save_the_contract,
    ):
        step(desk)
    desk.press("Gerar fatura de R$ 58,70")
    desk.page.wait_for_url("**/contratos/1")


def see_who_moves_tonight(desk: Desk, clock: Any) -> None:
    clock.move_to(date(2017, 4, 10))
    desk.page.keyboard.press("g")
    desk.page.keyboard.press("r")
    desk.arrive("**/regua")
    desk.sees(
        "roda às 06:00 de ter 11/04", "Mensagem · 1", "Marina Tavares", "fatura 1 venceu em 10/04, 1 dia"
    )
    desk.shots("30-regua-mensagem")


def tell_whom_no_notice_reached(desk: Desk) -> None:
    """No channel is set up: she is not cut, and Carla rings her."""
    desk.go("/contratos/1")
    desk.sees("Mensagem desde 11/04")
    desk.sees("O aviso não chegou: enquanto não chegar, nada será reduzido nem suspenso.", within=".line1")
    desk.go("/regua")
    desk.press("Aviso não chegou")
    desk.sees("Marina Tavares", "(19) 99876-5432", within="#lista")
    desk.shots("31-regua-sem-aviso")
    desk.press("Avisar", desk.page.locator("#lista"))
    desk.press("Anotar aviso")
    desk.sees("Escreva como e com quem falou")
    desk.fill(how="Telefone, 11/04 às 10h, falei com ela")
    desk.press("Anotar aviso")
    desk.sees("Anotado: o cliente foi avisado hoje.")


def see_it_reduced(desk: Desk) -> None:
    """The page was open: it turns by itself."""
    desk.sees("Mensagem desde 11/04")
    look_again(desk)
    desk.sees("Velocidade reduzida desde 13/04", "Liberar por 3 dias")
    desk.sees("Deve R$ 59,92 hoje.", within=".line1")
    desk.sees(
        "Em qui 20/04, às 8h, a internet será suspensa; em 30/04 o contrato será cancelado.", within=".line1"
    )
    desk.sees("volta a 30 Mega na hora", "de 30 para 2 Mega")
    desk.shots("32-contrato-reduzido")


def hold_it_and_take_that_back(desk: Desk) -> None:
    desk.go("/regua")
    desk.sees("Suspender · 1", "amanhã 1")
    desk.shots("33-regua-suspender")
    desk.press("Segurar", desk.page.locator("#lista"))
    bar = desk.page.locator(".selbar")
    expect(bar).to_contain_text("1 escolhido")
    expect(desk.page.locator("#until")).to_be_focused()
    desk.fill(until="18/04", reason="Vai pagar na sexta, ligou hoje")
    desk.press("Segurar 1 contrato")
    desk.sees("Escolha hoje ou um dia depois.", within=".selbar")
    desk.shots("34-regua-segurar")
    desk.fill(until="21/04")
    desk.press("Segurar 1 contrato")
    desk.sees("1 contrato segurado até sex 21/04.", "Ninguém se move esta noite.")
    desk.shot("35-regua-segurado")
    desk.press("Desfazer")
    desk.sees("Suspender · 1")


def unlock_it(desk: Desk) -> None:
    desk.go("/contratos/1")
    desk.sees("Internet suspensa desde 20/04")
    desk.shots("36-contrato-suspenso")
    desk.press("Liberar por 3 dias")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("normal até sáb 22/04")
    desk.shot("37-liberar")
    desk.press("Liberar por 3 dias", dialog)
    desk.sees("Liberado em confiança por 3 dias, por Carla: normal até sáb 22/04.", within=".line1")
    expect(desk.button("Liberar por")).to_have_count(0)
    desk.shots("38-contrato-liberado")


def see_it_suspended_again(desk: Desk) -> None:
    """On Sunday 23/04 nothing is suspended, nor on Monday: reduced, then suspended on Tuesday."""
    desk.go("/contratos/1")
    desk.sees("Internet suspensa desde 25/04")
    desk.sees("Em sex 05/05 o contrato será cancelado.", within=".line1")
    desk.go("/regua?aba=suspensos")
    desk.sees("Marina Tavares", "cancela em sex 05/05", within="#lista")


def receive_what_it_owes(desk: Desk) -> None:
    desk.go("/contratos/1")
    desk.press("Receber R$ 60,16")
    desk.press("Receber R$ 60,16", desk.page.get_by_role("dialog"))
    desk.go("/contratos/1")
    expect(desk.page.locator(".head .pill")).to_have_text("Em dia")
    desk.sees("Em dia.", within=".line1")
    desk.sees("ter 25/04", "de volta")
    desk.shots("39-contrato-de-volta")
    desk.go("/regua")
    desk.sees("Ninguém se move esta noite.")
    desk.shots("40-regua-vazia")


def test_who_never_pays_is_cancelled_and_paying_does_not_bring_it_back(
    at_the_ladder: Desk, provider: Flask, nights: Nights
) -> None:
    from tests.journeys.furniture import contract_of, marina

    desk = at_the_ladder
    with provider.app_context():
        contract_id = contract_of(marina(), cancel_after_days=10).id
    owe(provider, contract_id, date(2017, 4, 10))
    nights(date(2017, 4, 11), date(2017, 4, 11))
    hear(provider, date(2017, 4, 11))
    nights(date(2017, 4, 12), date(2017, 4, 29))
    desk.sign_in("carla", PASSWORDS["carla"])  # after two weeks
    desk.go("/regua")
    desk.sees("Cancelar · 1", "não volta só com o pagamento", "suspenso em 20/04, faz 10 dias")
    desk.shots("41-regua-cancelar")

    nights(date(2017, 4, 30), date(2017, 4, 30))

    desk.go(f"/contratos/{contract_id}")
    desk.sees("Cancelado em 30/04", "Deve R$ 100,00 hoje.", "Pagar não reativa sozinho")
    desk.shots("42-contrato-cancelado")


def test_a_payment_takes_its_row_out_of_the_open_list_and_what_was_chosen_stays_chosen(
    at_the_ladder: Desk, provider: Flask, contract_id: int, nights: Nights
) -> None:
    from core.billing.services.settle import Money, receive_payment
    from core.testing.builders import customer
    from tests.journeys.furniture import contract_of

    desk = at_the_ladder
    with provider.app_context():
        other = contract_of(customer("Zélia Monteiro")).id
    first = owe(provider, contract_id, date(2017, 4, 10))
    owe(provider, other, date(2017, 4, 10))
    nights(date(2017, 4, 10), date(2017, 4, 10))
    desk.go("/regua")
    desk.page.locator(f"[name=contrato][value='{other}']").check()
    desk.fill(until="20/04", reason="Vai pagar")
    with provider.app_context():
        receive_payment(first, Money(Decimal("100.00"), date(2017, 4, 10), "pix", "one"), date(2017, 4, 10))

    look_again(desk)

    expect(desk.page.locator(f"#c{contract_id}")).to_have_count(0)
    expect(desk.page.locator(f"[name=contrato][value='{other}']")).to_be_checked()
    expect(desk.page.locator("#reason")).to_have_value("Vai pagar")
    expect(desk.page.locator(".selbar")).to_contain_text(spaced("1 escolhido"))


def test_the_filter_takes_the_keyboard_and_narrows_as_one_types(
    at_the_ladder: Desk, provider: Flask, contract_id: int, nights: Nights
) -> None:
    desk = at_the_ladder
    owe(provider, contract_id, date(2017, 4, 10))
    nights(date(2017, 4, 10), date(2017, 4, 10))
    desk.go("/regua")

    desk.page.keyboard.press("f")
    desk.page.keyboard.type("zulmira")

    desk.sees("Ninguém com “zulmira” nesta noite", within="#lista")
    expect(desk.page.locator("#filtro")).to_be_focused()


def test_it_works_without_script(
    provider: Flask, contract_id: int, nights: Nights, address: str, browser: Browser
) -> None:
    owe(provider, contract_id, date(2017, 4, 10))
    nights(date(2017, 4, 10), date(2017, 4, 10))
    context = browser.new_context(locale="pt-BR", java_script_enabled=False)
    desk = Desk(context.new_page(), address, FOLDER)
    desk.go("/entrar")
    desk.page.get_by_label("Usuário").fill("carla")
    desk.page.get_by_label("Senha").fill(PASSWORDS["carla"])
    desk.press("Entrar")
    desk.go("/regua")
    expect(desk.page.locator(".selbar")).to_be_hidden()

    desk.page.locator("[name=contrato]").check()
    desk.fill(until="12/04", reason="Vai pagar")
    desk.press("Segurar os escolhidos")

    desk.sees("1 contrato segurado até qua 12/04.", "Ninguém se move esta noite.")
    context.close()


def owe(provider: Flask, contract_id: int, due: date) -> int:
    """The id of an invoice of R$ 100,00 of a contract."""
    from tests.core.dunning.services.living import invoice

    with provider.app_context():
        return invoice(contract_id, due)


def hear(provider: Flask, day: date) -> None:
    from tests.core.dunning.conftest import hear as heard

    with provider.app_context():
        heard(day)

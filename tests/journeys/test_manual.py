"""The manual, line by line: from Clientes > Cadastros > Adicionar to the invoice that was paid."""

from datetime import date
from typing import Any

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk, spaced


def test_the_manual_is_followed_to_its_last_line(desk: Desk, clock: Any) -> None:
    register_marina(desk)
    say_yes_to_a_contract(desk)
    add_the_internet(desk)
    refuse_a_minus_sign(desk)
    sell_the_router(desk)
    set_the_invoices(desk)
    leave_the_fiscal_notes(desk)
    save_the_contract(desk)
    weigh_the_first_invoice(desk)
    generate_it(desk)
    clock.move_to(date(2017, 4, 1))
    bill_april(desk)
    clock.move_to(date(2017, 4, 10))
    receive_the_first_invoice(desk)
    see_the_contract_go_on(desk)


def test_more_items_are_each_prorated_and_each_fraction_falls_to_the_customer(desk: Desk) -> None:
    """Cut on what is charged, up on what is given back: 38,70 + 3,87 − 3,88, not 38,70. RULES §1."""
    register_marina(desk)
    say_yes_to_a_contract(desk)
    add_the_internet(desk)
    add_mail_and_its_discount(desk)
    sell_the_router(desk)
    save_the_contract(desk)

    first = desk.page.locator(".opt").first
    for row in ("R$ 58,69", "Mensalidade 100,00", "Dias sem uso, 19 de 31 −61,31", "Roteador 1/3 20,00"):
        expect(first).to_contain_text(spaced(row))


# “Primeiramente, acesse o menu Clientes > Cadastros > Adicionar.”


def register_marina(desk: Desk) -> None:
    desk.shot("00-painel")
    desk.press("Clientes")
    desk.shot("01-clientes-vazio")
    desk.press("Cadastrar o primeiro cliente")
    desk.fill(name="Marina Tavares", document="111.444.777-35", birth_date="15/08/1988")
    desk.page.get_by_label("E-mail", exact=True).fill("marina@example.com")
    desk.page.get_by_label("Telefone", exact=True).fill("(19) 99876-5432")
    desk.fill(postal_code="13010-100", street="Rua das Acácias", number="120")
    desk.fill(district="Centro", city="Campinas", portal_user="marina", password="flor-de-ipe-8")
    desk.shots("02-cliente-cadastro")
    desk.press("Salvar cadastro")


# “será perguntado na tela se o usuário deseja criar um contrato”


def say_yes_to_a_contract(desk: Desk) -> None:
    desk.sees("Criar o contrato agora?", "Marina Tavares")
    desk.shot("03-criar-contrato")
    desk.press("Criar contrato", desk.page.get_by_role("dialog"))
    desk.sees("Marina Tavares", "111.444.777-35", "Rua das Acácias, 120")
    expect(desk.page.locator("#starts_on")).to_have_value("20/03/2017")
    desk.choose("Residencial fibra", desk.page.get_by_label("Layout"))
    desk.shot("04-contrato-novo")


# “Selecione o tipo: Internet, depois clique botão ao lado de conta, depois em Adicionar”


def add_the_internet(desk: Desk) -> None:
    dialog = desk.page.locator("#dlg-item")
    desk.press("Adicionar item")
    expect(dialog.get_by_role("radio", name="Internet")).to_be_checked()
    dialog.get_by_role("radio", name="Adicionar").check()
    desk.choose("Fibra 30 Mega", dialog.get_by_label("Plano"))
    expect(dialog.get_by_role("radio", name="PPPoE")).to_be_checked()
    dialog.get_by_role("checkbox", name="RB Centro").check()
    dialog.get_by_label("Login (opcional)").fill("marina.tavares")
    expect(dialog.locator("#i-amount")).to_have_value("89,90")
    dialog.locator("#i-amount").fill("100,00")
    dialog.locator("#i-amount").blur()
    desk.sees("R$ 100,00", within="#vt")
    desk.shot("05-item-internet")
    desk.press("Adicionar item", dialog.locator(".df"))
    expect(dialog).to_have_count(0)
    desk.sees("Fibra 30 Mega", "marina.tavares", "PPPoE", "RB Centro", "100,00", within="#itens")


# “Obs.: Não coloque um valores negativos.”


def name_a_discount(dialog: Locator) -> None:
    """The description is no longer optional once the discount's own form has come: what is typed before goes."""
    dialog.get_by_role("radio", name="Desconto").check()
    words = dialog.get_by_label("Descrição")
    expect(words).to_have_attribute("placeholder", "")
    words.fill("Fidelidade 12 meses")


def refuse_a_minus_sign(desk: Desk) -> None:
    dialog = desk.page.locator("#dlg-item")
    desk.page.keyboard.press("a")
    name_a_discount(dialog)
    dialog.locator("#i-amount").fill("-10,00")
    desk.press("Adicionar item", dialog.locator(".df"))
    desk.sees("Digite sem o sinal; o tipo Desconto já abate.", within="#dlg-item")
    expect(dialog.locator("#i-amount")).to_have_value("-10,00")
    desk.press("Cancelar", dialog)
    expect(dialog).to_be_hidden()


def add_mail_and_its_discount(desk: Desk) -> None:
    dialog = desk.page.locator("#dlg-item")
    desk.page.keyboard.press("a")
    dialog.get_by_role("radio", name="E-mail").check()
    dialog.get_by_label("Caixas").fill("2")
    dialog.locator("#i-amount").fill("10,00")
    desk.press("Adicionar item", dialog.locator(".df"))
    expect(dialog).to_have_count(0)
    desk.page.keyboard.press("a")
    name_a_discount(dialog)
    dialog.locator("#i-amount").fill("10,00")
    desk.press("Adicionar item", dialog.locator(".df"))
    expect(dialog).to_have_count(0)
    desk.sees("2 caixas", "10,00", "Fidelidade 12 meses", "−10,00", "R$ 100,00", within="#itens")
    desk.shot("06-itens")


# “a venda de um roteador no valor de R$ 60,00 que será parcelado em três vezes começando em abril de 2017”


def sell_the_router(desk: Desk) -> None:
    desk.tab("Itens extras")
    row = {"description": "Roteador", "total": "60,00", "instalments": "3", "first_month": "04/2017"}
    for name, text in row.items():
        desk.page.locator(f"#extras-0-{name}").fill(text)
    desk.page.locator("#extras-0-first_month").blur()
    desk.sees("3 × R$ 20,00", within="#p-total")
    desk.shot("07-itens-extras")


# “se pago até o vencimento ele terá um desconto de R$ 5,00 …”


def set_the_invoices(desk: Desk) -> None:
    desk.tab("Faturas")
    desk.choose("Wide Pay", desk.page.get_by_label("Banco"))
    desk.fill(punctuality_discount="5,00", closing_day="1", due_day="10")
    desk.page.get_by_role("radio", name="Emissão").check()
    desk.fill(late_fee_percent="2", monthly_interest_percent="1")
    desk.choose("Manual", desk.page.get_by_label("Predefinição da régua"))
    expect(desk.page.locator("#suspend_after_days")).to_have_value("10")
    desk.page.get_by_role("checkbox", name="seg").check()
    desk.sees("ter 11/04", within="#message_after_days-h")
    desk.sees("qui 13/04", within="#throttle_after_days-h")
    desk.sees("qui 20/04", within="#suspend_after_days-h")
    desk.sees("dom 30/04", within="#cancel_after_days-h")
    desk.sees("nunca em segunda, sábado, domingo ou feriado", within=".words")
    desk.sees("até seg 10/04 95,00", "ter 11/04 1 dia 102,03", within="#p-aside")
    desk.sees("qui 20/04 10 dias 102,33", "qua 10/05 30 dias 103,00", within="#p-aside")
    desk.sees("10/04 1ª fatura, roteador 1/3 58,70", "10/04 abril 100,00", within="#p-aside")
    desk.sees("10/05 maio, roteador 2/3 120,00", "12/06 junho, roteador 3/3 120,00", within="#p-aside")
    desk.sees("10/07 julho em diante 100,00", within="#p-aside")
    desk.sees("Vence", "Mensagem", "Reduz", "Suspende", "Cancela", within="#p-ladder")
    desk.sees("Mais rígida que a Anatel", within="#w-ladder")
    desk.shots("08-contrato-faturas")


def leave_the_fiscal_notes(desk: Desk) -> None:
    desk.tab("Notas fiscais")
    desk.sees("Notas fiscais são opcionais", within="#aba-notas")
    desk.shot("09-notas-fiscais")


def save_the_contract(desk: Desk) -> None:
    desk.press("Salvar contrato")
    desk.sees("Contrato 1 salvo. E a primeira fatura?", within="dialog")


# “será perguntado se o usuário deseja criar uma fatura proporcional”


def weigh_the_first_invoice(desk: Desk) -> None:
    desk.sees("19 dias sem uso, 1 a 19 de março", "12 dias de uso, 20 a 31", within=".dayrow")
    prorated, full, later = (desk.page.locator(".opt").nth(n) for n in range(3))
    expect(prorated).to_contain_text(spaced("R$ 58,70"))
    for row in ("Mensalidade 100,00", "Dias sem uso, 19 de 31 −61,30", "Roteador 1/3 20,00"):
        expect(prorated).to_contain_text(spaced(row))
    expect(prorated).to_contain_text(spaced("Em 10/04 paga R$ 158,70"))
    expect(full).to_contain_text(spaced("R$ 120,00"))
    expect(full).to_contain_text(spaced("Em 10/04 paga R$ 220,00"))
    for row in (
        "R$ 0,00",
        "Abril e 12 dias de março 138,70",
        "Roteador 1/3 20,00",
        "Em 10/04 paga R$ 158,70",
    ):
        expect(later).to_contain_text(spaced(row))
    desk.sees(
        "Duas faturas vencem em 10/04.", "Vencer em 27/03", "Juntar numa só", within=".note.warn:visible"
    )
    desk.shots("10-proporcional")


def generate_it(desk: Desk) -> None:
    desk.press("Gerar fatura de R$ 58,70")
    desk.page.wait_for_url("**/contratos/1")
    desk.sees("Deve R$ 53,70 hoje", within=".line1")
    desk.shots("11-contrato-pagina")
    desk.page.locator("a[href='/faturas/1']").first.click()
    for line in desk.page.locator(".lines summary").all():
        line.click()
    desk.sees(
        "Fibra 30 Mega", "100,00", "12 dias", "31", "−R$ 61,30", "R$ 60,00 ÷ 3 = R$ 20,00", within=".lines"
    )
    desk.sees("Total da fatura R$ 58,70", within=".lines")
    desk.shots("12-fatura")


def bill_april(desk: Desk) -> None:
    desk.go("/")
    desk.press("Faturamento")
    desk.sees("R$ 100,00", within=".fatop")
    desk.shots("13-faturamento")
    desk.press("Emitir 1 fatura")
    desk.sees("1 emitida R$ 100,00", within=".kp")
    desk.shot("14-faturamento-relatorio")
    desk.go("/faturas/2")
    desk.sees("período 01/04 a 30/04", "Total da fatura R$ 100,00")


def receive_the_first_invoice(desk: Desk) -> None:
    desk.go("/faturas/1")
    desk.sees("R$ 53,70", "Desconto até 10/04 −5,00", within="aside")
    desk.press("Receber R$ 53,70")
    desk.sees(
        "Em seg 10/04 devia R$ 53,70, já com o desconto de R$ 5,00.", "Quita a fatura.", within="#efeito"
    )
    desk.shot("15-receber")
    desk.press("Receber R$ 53,70", desk.page.get_by_role("dialog"))
    desk.go("/faturas/1")
    desk.sees("paga em seg 10/04", "R$ 53,70", within="aside")
    desk.shots("16-recibo")


def see_the_contract_go_on(desk: Desk) -> None:
    desk.go("/contratos/1")
    desk.sees("Deve R$ 95,00 hoje", within=".line1")
    desk.sees("Roteador, R$ 60,00 em 3 vezes desde abril")
    desk.sees("1/3 · R$ 20,00 paga na 1, 10/04", "2/3 · R$ 20,00 vai na de maio")
    desk.sees("Paga em 10/04", "deve 95,00", "prévia 01/05 a 31/05 qua 10/05 fecha em 01/05 120,00")
    desk.sees("hoje", "próxima, R$ 120,00", "qua 10/05")
    desk.shots("17-contrato-depois")

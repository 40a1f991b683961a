"""The manual, line by line: from Clientes > Cadastros > Adicionar to the invoice that was paid."""

from playwright.sync_api import expect

from tests.journeys.desk import Desk


def test_the_manual_is_followed_to_its_last_line(desk: Desk) -> None:
    register_marina(desk)
    say_yes_to_a_contract(desk)
    add_the_internet(desk)
    add_mail_and_its_discount(desk)
    sell_the_router(desk)
    set_the_invoices(desk)
    leave_the_fiscal_notes(desk)
    save_the_contract(desk)


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


def add_mail_and_its_discount(desk: Desk) -> None:
    dialog = desk.page.locator("#dlg-item")
    desk.page.keyboard.press("a")
    dialog.get_by_role("radio", name="E-mail").check()
    dialog.get_by_label("Caixas").fill("2")
    dialog.locator("#i-amount").fill("10,00")
    desk.press("Adicionar item", dialog.locator(".df"))
    expect(dialog).to_have_count(0)
    desk.page.keyboard.press("a")
    dialog.get_by_role("radio", name="Desconto").check()
    dialog.locator("#i-description").fill("Fidelidade 12 meses")
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
    desk.shots("08-contrato-faturas")


def leave_the_fiscal_notes(desk: Desk) -> None:
    desk.tab("Notas fiscais")
    desk.sees("Notas fiscais são opcionais", within="#aba-notas")
    desk.shot("09-notas-fiscais")


def save_the_contract(desk: Desk) -> None:
    desk.press("Salvar contrato")
    desk.sees("Contrato 1 salvo. E a primeira fatura?")
    desk.shots("10-proporcional")

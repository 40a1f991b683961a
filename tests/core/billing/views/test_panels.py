"""What billing shows on a contract's page, on a customer's, and beside the contract form."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from core.billing import drafts
from core.contracts.rules.data import ExtraData
from core.contracts.rules.terms import BillingTerms
from core.extension.items import ItemFacts, ItemKind
from core.extension.types import DraftView
from tests.core.billing.views.conftest import plain

SignIn = Callable[..., FlaskClient]
Make = Callable[..., int]
START = date(2017, 3, 20)
TERMS = BillingTerms(
    punctuality_discount=Decimal("5.00"), late_fee_percent=Decimal(2), monthly_interest_percent=Decimal(1)
)
INTERNET = ItemFacts(-1, "internet", ItemKind.RECURRING, "Fibra 30 Mega", Decimal("100.00"))
ROUTER = ExtraData(-1, "Roteador", Decimal("60.00"), 3, date(2017, 4, 1))  # fmt: skip


def draft(**fields: Any) -> DraftView:
    """The manual's new contract as it is typed on its first day."""
    values = {"starts_on": START, "billing": TERMS, "items": (INTERNET,), "extras": (ROUTER,), "today": START}
    return DraftView(None, 1, ladder=None, **{**values, **fields})


def drawn(app: Flask, view: DraftView) -> str:
    with app.test_request_context("/"):
        return plain("".join(panel.html for panel in drafts.draft_cards(view)))


def test_the_answer_stands_on_top_with_its_button(
    clock: Any, signed_in: SignIn, make_contract: Make, bill: Callable[[date], None]
) -> None:
    contract_id = make_contract(starts_on=date(2017, 4, 1))
    bill(date(2017, 4, 1))
    clock.move_to(date(2017, 4, 15))

    page = plain(signed_in().get(f"/contratos/{contract_id}").text)

    assert "Deve R$ 122,60 hoje." in page
    assert "Receber R$ 122,60" in page
    assert "na 1, em atraso" in page


def test_a_contract_in_order_says_what_comes_next(clock: Any, signed_in: SignIn, make_contract: Make) -> None:
    page = plain(signed_in().get(f"/contratos/{make_contract()}").text)

    assert "A próxima, R$ 158,70, vence seg 10/04." in page
    assert "prévia" in page
    assert "Receber" not in page


def test_two_open_invoices_are_received_together(
    clock: Any, signed_in: SignIn, make_contract: Make, bill: Callable[[date], None]
) -> None:
    contract_id = make_contract(starts_on=date(2017, 4, 1), extras=[])
    bill(date(2017, 4, 1))
    bill(date(2017, 5, 1))
    clock.move_to(date(2017, 5, 11))
    client = signed_in()

    page = plain(client.get(f"/contratos/{contract_id}").text)
    dialog = plain(client.get("/faturas/1/receber?de=contrato&tudo=1").text)

    assert "Receber R$ 205,06" in page
    assert "R$ 102,03 vão para a fatura 2." in dialog


def test_days_without_billing_are_on_the_contract(
    app: Flask, clock: Any, signed_in: SignIn, make_contract: Make
) -> None:
    contract_id, client = make_contract(), signed_in()
    client.post(f"/contratos/{contract_id}/primeira-fatura", data={"mode": "later", "later": "skip"})

    page = plain(client.get(f"/contratos/{contract_id}").text)

    assert "Dias sem cobrança" in page
    assert "R$ 38,70" in page


def test_a_customer_page_sums_what_is_open(
    clock: Any, signed_in: SignIn, make_contract: Make, bill: Callable[[date], None]
) -> None:
    make_contract(starts_on=date(2017, 4, 1), extras=[])
    bill(date(2017, 4, 1))
    clock.move_to(date(2017, 4, 15))

    page = plain(signed_in().get("/clientes/1").text)

    assert "Deve R$ 102,16 hoje" in page


def test_a_technician_sees_no_money_on_a_contract(clock: Any, signed_in: SignIn, make_contract: Make) -> None:
    page = signed_in("technician").get(f"/contratos/{make_contract()}").text

    assert "Parcelas" not in page
    assert "prévia" not in page


def test_the_form_says_what_would_be_paid_on_which_day(app: Flask, clock: Any) -> None:
    page = drawn(app, draft())

    for words in ("fatura de R$ 100,00", "até seg 10/04", "95,00", "102,03", "102,33", "103,00"):
        assert words in page


def test_the_form_says_which_invoices_come(app: Flask, clock: Any) -> None:
    page = drawn(app, draft())

    for words in ("1ª fatura, roteador 1/3", "58,70", "maio, roteador 2/3", "12/06", "julho em diante"):
        assert words in page


def test_a_drawing_that_would_lie_is_withdrawn(app: Flask, clock: Any) -> None:
    assert drawn(app, draft(billing=None)) == ""
    assert drawn(app, draft(starts_on=None)) == ""
    assert "Quanto pagaria" not in drawn(app, draft(items=()))
    assert "Próximas faturas" not in drawn(app, draft(items=()))


def test_an_exempt_contract_would_pay_nothing(app: Flask, clock: Any) -> None:
    page = drawn(app, draft(billing=BillingTerms(exempt=True)))

    assert "Quanto pagaria" not in page

"""The contract's form says what is wrong, loses nothing, and shows what changes. UX §1, Forms; issue: bad input."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from core.contracts.models import Contract, ContractDraft, ContractTemplate
from core.contracts.services.save import save_contract
from core.foundation.database import db
from core.testing.builders import user
from tests.core.contracts.builders import START, Holder, a_contract, a_holder

GOOD = [
    ("starts_on", "20/03/2017"),
    ("issue_mode", "automatic"),
    ("period_reference", "issue_date"),
    ("period_direction", "forward"),
    ("closing_day", "1"),
    ("due_day", "10"),
    ("punctuality_discount", "5,00"),
    ("late_fee_percent", "2"),
    ("monthly_interest_percent", "1"),
    ("message_after_days", "1"),
    ("suspend_after_days", "16"),
    ("notice_days", "15"),
    ("cancel_after_days", "60"),
]
ITEM = {
    "id": None,
    "type": "one_off",
    "description": "Instalação",
    "data": {},
    "amount": "100.00",
    "starts_on": None,
    "ends_on": None,
}
Page = tuple[FlaskClient, Holder]


@pytest.fixture
def signed_in(app: Flask, client: FlaskClient, clock: Any) -> Page:
    """A clerk at the screen, a customer and a layout."""
    with app.app_context():
        clerk, holder = user("support", name="Carla"), a_holder()
        token = clerk.get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client, holder


def typed(holder: Holder, **changes: str) -> MultiDict[str, str]:
    """The form filled in well, but for the fields named."""
    head = [
        ("form_key", f"novo:{holder.customer_id}"),
        ("template_id", str(holder.template_id)),
        ("installation_address_id", str(holder.address_id)),
        ("item", json.dumps(ITEM)),
    ]
    form = MultiDict([*head, *GOOD])
    for name, value in changes.items():
        form[name] = value
    return form


def post_new(page: Page, form: MultiDict[str, str]) -> Any:
    client, holder = page
    return client.post(f"/contratos/novo?cliente={holder.customer_id}", data=form)


def shown_value(html: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]


def test_a_form_filled_in_well_makes_the_contract(signed_in: Page, app: Flask) -> None:
    answer = post_new(signed_in, typed(signed_in[1]))

    assert answer.status_code == 302
    with app.app_context():
        made = db.session.scalars(db.select(Contract)).one()
        assert (made.due_day, made.punctuality_discount, made.starts_on) == (10, Decimal("5.00"), START)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("monthly_interest_percent", "1.O", "“1.O” não é um número. Escreva, por exemplo, 1 ou 1,5."),
        ("monthly_interest_percent", "NaN", "“NaN” não é um número"),
        ("monthly_interest_percent", "1e309", "“1e309” não é um número"),
        ("late_fee_percent", "101", "Mais de 100%"),
        ("punctuality_discount", "-5,00", "Digite sem o sinal"),
        ("punctuality_discount", "1234.56", "Escreva 1234,56, com vírgula."),
        ("closing_day", "0", "Não há dia 0."),
        ("due_day", "32", "Não há dia 32."),
        ("due_day", "", "Escreva um dia, de 1 a 31."),
        ("closing_day", "9" * 10000, "Aqui cabe"),
        ("suspend_after_days", "0", "Um passo leva 1 dia ou mais."),
        ("starts_on", "31/02/2017", "não é uma data"),
        ("issue_mode", "às vezes", "Escolha uma das opções."),
        ("template_id", "999", "Escolha um layout da lista."),
        ("installation_address_id", "999", "Escolha um endereço do titular."),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_a_bad_value_gets_its_sentence_and_nothing_is_kept(
    signed_in: Page, app: Flask, field: str, value: str, sentence: str
) -> None:
    answer = post_new(signed_in, typed(signed_in[1], **{field: value}))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "1 campo a corrigir" in answer.text
    with app.app_context():
        assert db.session.scalars(db.select(Contract)).all() == []


@pytest.mark.parametrize("value", ["-1", "NaN", "1e309", "1234.56", "  ", "x" * 10000], ids=lambda v: v[:8])
def test_a_refused_form_shows_every_field_exactly_as_it_was_typed(signed_in: Page, value: str) -> None:
    form = typed(signed_in[1], punctuality_discount=value, closing_day="99")

    html = post_new(signed_in, form).text

    assert shown_value(html, "punctuality_discount") == value
    assert shown_value(html, "closing_day") == "99"
    assert "Instalação" in html


def test_thousands_with_a_dot_and_cents_with_a_comma_are_read_as_meant(signed_in: Page, app: Flask) -> None:
    post_new(signed_in, typed(signed_in[1], punctuality_discount="1.234,56"))

    with app.app_context():
        assert db.session.scalars(db.select(Contract.punctuality_discount)).one() == Decimal("1234.56")


def test_steps_that_run_backwards_are_refused_and_the_tab_counts_them(signed_in: Page) -> None:
    form = typed(signed_in[1], throttle_after_days="3", suspend_after_days="2", notice_days="0")

    html = post_new(signed_in, form).text

    assert "Faturas › Suspender serviços após: 2 vem antes da redução (3 dias)." in html
    assert '<span class="c bad">1 erro</span>' in html


def test_seven_excepted_weekdays_are_refused(signed_in: Page) -> None:
    form = typed(signed_in[1])
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    form.setlist("suspend_except", days)

    answer = post_new(signed_in, form)

    assert answer.status_code == 422
    assert "Com os sete dias da semana fora, nunca suspende." in answer.text


def test_few_days_between_closing_and_due_day_are_a_warning_that_lets_save(signed_in: Page) -> None:
    form = typed(signed_in[1], closing_day="8", due_day="10")
    client, _holder = signed_in

    preview = client.post("/contratos/previa", data=form).text

    assert "há meses com só 2 dias para pagar" in preview
    assert post_new(signed_in, form).status_code == 302


def test_the_preview_sends_only_what_differs_from_what_the_browser_shows(signed_in: Page) -> None:
    client, holder = signed_in
    first = client.post("/contratos/previa", data=typed(holder)).text
    seen = re.findall(r'name="visto" value="([^"]+)"', first)
    form = typed(holder, due_day="15")
    form.setlist("visto", seen)

    second = client.post("/contratos/previa", data=form).text

    assert "<b>15</b>" in second
    assert 'id="p-aside"' in second
    assert 'id="closing_day-h"' not in second


def test_a_value_that_cannot_be_read_is_a_question_mark_in_the_sentence(signed_in: Page) -> None:
    client, holder = signed_in

    preview = client.post("/contratos/previa", data=typed(holder, monthly_interest_percent="1.O")).text

    assert '<b class="bad">?</b>' in preview


def test_while_one_types_no_new_fault_is_shown(signed_in: Page) -> None:
    client, holder = signed_in

    preview = client.post("/contratos/previa?quieto=1", data=typed(holder, due_day="3x")).text

    assert "não é um número inteiro" not in preview


def test_a_field_that_differs_from_the_layout_says_what_the_layout_has(signed_in: Page) -> None:
    client, holder = signed_in

    preview = client.post("/contratos/previa", data=typed(holder, due_day="20")).text

    assert "do layout: 10" in preview


def test_a_layout_fills_in_its_terms(signed_in: Page, app: Flask) -> None:
    client, holder = signed_in
    with app.app_context():
        db.session.add(ContractTemplate(name="Empresarial", due_day=25))
        db.session.commit()
        other = db.session.scalars(
            db.select(ContractTemplate.id).order_by(ContractTemplate.id.desc())
        ).first()
    form = typed(holder, template_id=str(other))

    panel = client.post("/contratos/preencher?layout=1", data=form, headers={"HX-Request": "true"}).text

    assert shown_value(panel, "due_day") == "25"


def test_a_ladder_to_start_from_fills_in_its_steps(signed_in: Page) -> None:
    client, holder = signed_in
    form = typed(holder, preset="manual")

    panel = client.post("/contratos/preencher", data=form, headers={"HX-Request": "true"}).text

    steps = ("message_after_days", "throttle_after_days", "suspend_after_days", "cancel_after_days")
    assert [shown_value(panel, name) for name in steps] == ["1", "3", "10", "10"]


def test_what_is_typed_is_kept_as_a_draft_encrypted_and_offered_back(signed_in: Page, app: Flask) -> None:
    client, holder = signed_in
    client.post("/contratos/rascunho", data=typed(holder, due_day="21", punctuality_discount="777,00"))

    opened = client.get(f"/contratos/novo?cliente={holder.customer_id}").text
    taken_up = client.get(f"/contratos/novo?cliente={holder.customer_id}&rascunho=1").text

    assert "Há um rascunho de 20/03 09:00" in opened
    assert shown_value(taken_up, "due_day") == "21"
    with app.app_context():
        kept = db.session.execute(db.text("SELECT body FROM contract_draft")).scalar_one()
        assert "777" not in kept


def test_a_save_lets_go_of_the_draft(signed_in: Page, app: Flask) -> None:
    client, holder = signed_in
    client.post("/contratos/rascunho", data=typed(holder))

    post_new(signed_in, typed(holder))

    with app.app_context():
        assert db.session.scalars(db.select(ContractDraft)).all() == []


@pytest.mark.parametrize("url", ["/contratos/previa", "/contratos/rascunho", "/contratos/item/incluir"])
def test_a_lost_session_is_told_by_401_so_that_the_password_is_asked_over_the_form(
    client: FlaskClient, url: str
) -> None:
    assert client.post(url, headers={"HX-Request": "true"}).status_code == 401


def test_a_technician_may_look_and_not_change(app: Flask, client: FlaskClient, clock: Any) -> None:
    with app.app_context():
        token, holder = user("technician").get_id(), a_holder()
        contract_id = save_contract(a_contract(holder), START).id
    with client.session_transaction() as session:
        session["_user_id"] = token

    assert client.get(f"/contratos/{contract_id}").status_code == 200
    assert client.get(f"/contratos/{contract_id}/editar").status_code == 403
    assert client.post(f"/contratos/{contract_id}/encerrar", data={"reason": "x"}).status_code == 403


def test_an_item_is_added_with_the_total_before_and_after(signed_in: Page) -> None:
    client, holder = signed_in
    form = typed(holder)
    form.update({"i-type": "email", "i-amount": "10,00", "data-boxes": "2"})

    total = client.post("/contratos/item/mensalidade", data=form).text
    added = client.post("/contratos/item/incluir", data=form, headers={"HX-Request": "true"}).text

    assert "R$\u00a00,00 →" in total
    assert "R$\u00a010,00" in total
    assert "2 caixas" in added


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"i-type": "discount", "i-amount": "-10,00", "i-description": "x"}, "Digite sem o sinal"),
        ({"i-type": "discount", "i-amount": "10,00"}, "Escreva o que é: vai na fatura."),
        ({"i-type": "one_off", "i-amount": "", "i-description": "x"}, "Escreva o valor"),
        ({"i-type": "one_off", "i-amount": "1", "i-description": "y" * 121}, "Cabem 120 letras"),
        (
            {
                "i-type": "one_off",
                "i-amount": "1",
                "i-description": "x",
                "i-starts_on": "20/3",
                "i-ends_on": "19/3",
            },
            "Vem antes do começo.",
        ),
    ],
    ids=["minus", "no words", "no value", "long", "backwards"],
)
def test_a_bad_item_keeps_its_dialog_open_with_the_reason(
    signed_in: Page, changes: dict[str, str], sentence: str
) -> None:
    client, holder = signed_in
    form = typed(holder)
    form.update(changes)

    answer = client.post("/contratos/item/incluir", data=form, headers={"HX-Request": "true"}).text

    assert sentence in answer
    assert "<dialog" in answer


def test_an_item_taken_out_comes_back_where_it_was(signed_in: Page) -> None:
    client, holder = signed_in
    form = typed(holder)
    form.add("item", json.dumps({**ITEM, "description": "Visita"}))
    form["indice"] = "0"
    hx = {"HX-Request": "true"}

    without = client.post("/contratos/item/retirar", data=form, headers=hx).text
    undone = form.copy()
    undone.setlist("item", form.getlist("item")[1:])
    undone["undone"] = f"0:{form.getlist('item')[0]}"
    back = client.post("/contratos/item/devolver", data=undone, headers=hx).text

    assert "retirado." in without
    assert "Instalação" not in without.partition("undo")[0]
    assert back.index("Instalação") < back.index("Visita")


def test_a_hidden_item_that_this_form_did_not_write_is_refused(signed_in: Page) -> None:
    answer = post_new(signed_in, typed(signed_in[1], item='{"amount": "NaN"}'))

    assert answer.status_code == 422
    assert "não chegou inteiro" in answer.text


def test_an_extra_item_is_read_row_by_row(signed_in: Page, app: Flask) -> None:
    form = typed(signed_in[1])
    rows = [("", "Roteador", "60", "3", "04/2017"), ("", "", "", "", "")]
    for values in rows:
        for name, value in zip(
            ("id", "description", "total", "instalments", "first_month"), values, strict=True
        ):
            form.add(f"extra-{name}", value)

    assert (
        "Roteador 3 × R$\u00a020,00 (abr, mai, jun)" in signed_in[0].post("/contratos/previa", data=form).text
    )
    post_new(signed_in, form)

    with app.app_context():
        extras = db.session.scalars(db.select(Contract)).one().extras
        assert [(row.total, row.instalments, row.first_month.month) for row in extras] == [
            (Decimal("60.00"), 3, 4)
        ]


def test_the_second_of_two_savers_chooses_field_by_field_and_saves(
    signed_in: Page, app: Flask, make_app: Callable[..., Flask]
) -> None:
    client, holder = signed_in
    post_new(signed_in, typed(holder))
    form = typed(holder, form_key="contrato:1", revision="1", due_day="20", late_fee_percent="1")
    form.setlist("item", re.findall(r'name="item" value="([^"]*)"', client.get("/contratos/1/editar").text))
    form["item"] = form["item"].replace("&#34;", '"')
    client.post("/contratos/1/editar", data={**form.to_dict(), "due_day": "15", "late_fee_percent": "2"})

    told = client.post("/contratos/1/editar", data=form)
    form["revision"] = form["revision_stored"] = "2"
    form["fica-billing.due_day"] = "stored"
    client.post("/contratos/1/conferir", data=form)

    assert told.status_code == 409
    assert "Carla salvou este contrato enquanto você editava." in told.text
    with app.app_context():
        kept = db.session.scalars(db.select(Contract)).one()
        assert (kept.due_day, kept.late_fee_percent, kept.revision) == (15, Decimal(1), 3)


def test_another_address_can_be_typed_in_the_head(signed_in: Page, app: Flask) -> None:
    form = typed(signed_in[1], installation_address_id="novo")
    refused = post_new(signed_in, form)
    address = {"street": "Rua B", "number": "2", "district": "Sul", "city": "Campinas", "state": "sp"}
    form.update({f"novo-{name}": value for name, value in {**address, "postal_code": "13010-100"}.items()})

    assert "Falta a rua do novo endereço." in refused.text
    assert post_new(signed_in, form).status_code == 302
    assert "Rua B, 2, Sul" in signed_in[0].get("/contratos/1").text


def test_the_contracts_page_says_what_was_done_by_whom(signed_in: Page) -> None:
    post_new(signed_in, typed(signed_in[1]))

    page = signed_in[0].get("/contratos/1").text

    assert "Carla incluiu Instalação" in page
    assert "Carla fez o contrato, de 20/03" in page


def test_without_script_an_item_is_added_on_a_page_of_its_own(signed_in: Page) -> None:
    client, holder = signed_in
    page = client.post("/contratos/item", data=typed(holder)).text
    form = typed(holder)
    form.update({"i-type": "email", "i-amount": "10,00", "data-boxes": "2"})

    back = client.post("/contratos/item/incluir", data=form).text

    assert "<dialog" not in page.partition('id="dialogo"')[0]
    assert 'name="due_day" value="10"' in page
    assert "2 caixas" in back
    assert "Salvar contrato" in back


def test_the_customers_list_shows_the_worst_of_several_contracts(signed_in: Page, app: Flask) -> None:
    client, holder = signed_in
    with app.app_context():
        first = save_contract(a_contract(holder), START)
        save_contract(a_contract(holder), START)
        db.session.get_one(Contract, first.id).stage = "suspended"
        db.session.commit()

    html = client.get("/clientes").text

    assert "1 · Residencial fibra e mais 1" in html
    assert "Suspensa" in html


def test_the_list_of_contracts_is_found_by_number_and_holder(signed_in: Page) -> None:
    client, _holder = signed_in
    post_new(signed_in, typed(signed_in[1]))

    assert "Marina Tavares" in client.get("/contratos?q=marina").text
    assert "Marina Tavares" in client.get("/contratos?q=1").text
    assert "Nenhum contrato com “zulmira”" in client.get("/contratos?q=zulmira").text


def test_a_layout_is_made_with_terms_and_refused_with_bad_ones(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        token = user("finance").get_id()
    with client.session_transaction() as session:
        session["_user_id"] = token
    form = MultiDict([("name", "Empresarial"), *GOOD])

    refused = client.post("/layouts/novo", data={**form.to_dict(), "due_day": "32"})
    made = client.post("/layouts/novo", data=form)

    assert refused.status_code == 422
    assert "Não há dia 32." in refused.text
    assert made.status_code == 302
    assert "fecha dia 1, vence dia 10" in client.get("/layouts").text


def test_an_end_needs_its_reason(app: Flask, client: FlaskClient, clock: Any) -> None:
    with app.app_context():
        token = user("finance").get_id()
        contract_id = save_contract(a_contract(a_holder()), START).id
    with client.session_transaction() as session:
        session["_user_id"] = token

    refused = client.post(f"/contratos/{contract_id}/encerrar", data={"reason": " "})
    ended = client.post(f"/contratos/{contract_id}/encerrar", data={"reason": "mudou"}, follow_redirects=True)

    assert "Escreva o motivo" in refused.text
    assert "Cancelado em 20/03" in ended.text

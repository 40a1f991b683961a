"""The pages of customers, as a browser without script gets them."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.customers.models import Customer
from core.customers.services.save import save_customer
from core.foundation.database import db
from core.identity.passwords import verify_password
from core.testing.builders import user
from tests.core.customers.builders import OTHER_CPF, registration, typed

Sign = Callable[[str], FlaskClient]


@pytest.fixture
def signed_in(app: Flask) -> Sign:
    """`signed_in("support")`: a browser of somebody of that role."""

    def enter(role: str) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            key = user(role).get_id()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
        return client

    return enter


@pytest.fixture
def desk(signed_in: Sign) -> FlaskClient:
    return signed_in("support")


@pytest.fixture
def marina(app: Flask) -> int:
    with app.app_context():
        return save_customer(registration()).id


class Controls(HTMLParser):
    """The values of the text controls of a page, by their names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.values.setdefault(found["name"] or "", found.get("value") or "")


def stored(app: Flask) -> list[Customer]:
    with app.app_context():
        return list(db.session.scalars(db.select(Customer).order_by(Customer.id)))


def test_a_new_customer_is_kept_and_a_contract_offered(app, desk):
    answer = desk.post("/clientes/novo", data=typed(portal_user="Marina.T", password="segredo-12"))

    (saved,) = stored(app)
    assert (answer.status_code, answer.location) == (302, f"/clientes/{saved.id}?novo=1")
    assert (saved.document, saved.portal_user) == ("11144477735", "marina.t")
    with app.app_context():
        assert verify_password(saved.portal_password_hash, "segredo-12")


BAD = [
    ("name", "", "Escreva o nome."),
    ("name", "A" * 10_000, "Aqui cabem 160 letras; há 10000."),
    ("name", "Ma\0rina", "Há aqui um caractere que não se vê nem se guarda."),
    ("document", "111.444.777-36", "Os dígitos finais do CPF não conferem."),
    ("document", "111.444.777-3X", "O CPF só tem números; aqui há letras."),
    ("document", "111.444.777", "O CPF tem 11 números; aqui há 9."),
    ("birth_date", "01/01/2199", "Esta data ainda não chegou."),
    ("birth_date", "31/02/1985", "“31/02/1985” não é uma data."),
    ("emails-0-address", "marina@", "“marina@” não é um e-mail."),
    ("phones-0-number", "90000-1042", "Falta o DDD."),
    ("phones-0-number", "ligue já", "“ligue já” não é um telefone."),
    ("postal_code", "1301010", "O CEP tem 8 números; aqui há 7."),
    ("city_code", "350", "O código do IBGE tem 7 números"),
    ("latitude", "95", "Aqui cabe de -90 a 90 graus."),
    ("latitude", "-22,9", "Latitude e longitude vão juntas"),
    ("state", "XX", "Escolha uma das opções da lista."),
    ("portal_user", "Mari na", "Use de 3 a 60 letras sem acento"),
    ("portal_user", "marina", "Escreva a senha com que este usuário vai entrar."),
    ("password", "segredo-12", "Escreva também o usuário que vai entrar com esta senha."),
]


@pytest.mark.parametrize(("field", "text", "sentence"), BAD, ids=[f"{b[0]} {b[2][:20]}" for b in BAD])
def test_what_cannot_be_kept_has_its_sentence_and_nothing_typed_is_lost(app, desk, field, text, sentence):
    answer = desk.post("/clientes/novo", data=typed() | {field: text})

    page = answer.get_data(as_text=True)
    shown = Controls(page).values
    others = {name: value for name, value in typed().items() if name not in (field, "kind", "state")}
    assert answer.status_code == 422
    assert sentence in page
    assert {name: shown[name] for name in others} == others
    assert stored(app) == []


@given(name=st.text(), document=st.text(), street=st.text(max_size=300), phone=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_whatever_is_typed_and_refused_is_shown_again_unchanged(desk, name, document, street, phone):
    values = {
        "name": name,
        "document": document,
        "street": street,
        "phones-0-number": phone,
        "postal_code": "1",
    }

    shown = Controls(desk.post("/clientes/novo", data=typed() | values).get_data(as_text=True)).values

    assert {key: shown[key] for key in values} == values


def test_a_password_is_never_sent_back(desk):
    page = desk.post("/clientes/novo", data=typed(name="", password="segredo-12")).get_data(as_text=True)

    assert "segredo-12" not in page


def test_a_second_holder_of_a_cpf_is_offered_the_first_one(app, desk, marina):
    answer = desk.post("/clientes/novo", data=typed(name="Outra Marina"))

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Este CPF já é de Marina Tavares." in page
    assert f'href="/clientes/{marina}"' in page
    assert Controls(page).values["name"] == "Outra Marina"


def test_a_form_sent_twice_makes_one_customer(app, desk):
    desk.post("/clientes/novo", data=typed())
    desk.post("/clientes/novo", data=typed())

    assert len(stored(app)) == 1


def test_the_second_of_two_savers_sees_both_values_and_may_save_over_them(app, desk, marina):
    desk.post(f"/clientes/{marina}/editar", data=typed(name="Marina Souza", revision="1"))
    told = desk.post(f"/clientes/{marina}/editar", data=typed(name="Marina Lima", revision="1"))
    page = told.get_data(as_text=True)
    kept = desk.post(f"/clientes/{marina}/editar", data=typed(name="Marina Lima", revision="2"))

    assert told.status_code == 422
    assert "salvou este cadastro enquanto você editava" in page
    assert "<td>Marina Souza</td><td>Marina Lima</td>" in page
    assert Controls(page).values["revision"] == "2"
    assert (kept.status_code, stored(app)[0].name) == (302, "Marina Lima")


def test_a_telephone_is_added_and_taken_out_without_script(app, desk):
    more = desk.post("/clientes/novo", data=typed(name="", phones__add=""))
    less = desk.post("/clientes/novo", data=typed(phones__1__number="(19) 3200-0000", phones__remove="0"))

    assert (more.status_code, "phones-1-number" in Controls(more.get_data(as_text=True)).values) == (
        200,
        True,
    )
    shown = Controls(less.get_data(as_text=True)).values
    assert ("phones-0-number" in shown, shown["phones-1-number"]) == (False, "(19) 3200-0000")
    assert stored(app) == []


def test_the_edit_form_shows_what_is_kept(desk, marina):
    shown = Controls(desk.get(f"/clientes/{marina}/editar").get_data(as_text=True)).values

    assert {name: shown[name] for name in typed() if name not in ("kind", "state")} == {
        name: text for name, text in typed().items() if name not in ("kind", "state")
    }


def test_the_list_masks_the_cpf_and_the_customers_page_does_not(desk, marina):
    assert "•••.444.777-••" in desk.get("/clientes").get_data(as_text=True)
    assert "111.444.777-35" not in desk.get("/clientes").get_data(as_text=True)
    assert "111.444.777-35" in desk.get(f"/clientes/{marina}").get_data(as_text=True)


def test_an_empty_provider_is_offered_its_first_customer(desk):
    assert "Cadastrar o primeiro cliente" in desk.get("/clientes").get_data(as_text=True)


def test_a_search_that_finds_nobody_offers_to_register_that_name(desk, marina):
    page = desk.get("/clientes?q=zulmira+bastos").get_data(as_text=True)

    assert "Ninguém com “zulmira bastos”" in page
    assert 'href="/clientes/novo?nome=Zulmira+Bastos"' in page
    assert Controls(desk.get("/clientes/novo?nome=Zulmira+Bastos").get_data(as_text=True)).values["name"] == (
        "Zulmira Bastos"
    )


@pytest.mark.parametrize(
    "query", ["depois=x", "antes=9:", "depois=1:%00", "q=%00", "f=nada", "depois=" + "9" * 40]
)
def test_an_address_made_up_by_hand_still_gives_a_page(desk, marina, query):
    assert desk.get(f"/clientes?{query}").status_code == 200


def test_a_technician_looks_and_does_not_edit(signed_in, marina):
    technician = signed_in("technician")

    assert technician.get(f"/clientes/{marina}").status_code == 200
    assert technician.get(f"/clientes/{marina}/editar").status_code == 403
    assert technician.get("/clientes.csv").status_code == 403


def test_the_export_is_a_spreadsheet_in_which_no_name_is_a_formula(app, signed_in, marina):
    with app.app_context():
        save_customer(registration(name="=1+1", document=OTHER_CPF, emails=()))

    answer = signed_in("finance").get("/clientes.csv").get_data(as_text=True)

    assert answer.splitlines()[1] == "2;'=1+1;529.982.247-25;(19) 90000-1042;"
    assert "1;Marina Tavares;111.444.777-35;(19) 90000-1042;marina@example.com" in answer


def test_who_is_not_there_is_said_so(desk):
    assert desk.get("/clientes/404").status_code == 404

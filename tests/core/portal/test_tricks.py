"""Nobody sees or does anything for another: not by header, host, parameter, id, cookie or a session of the staff."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.contracts.models import Contract
from core.customers.models import Customer
from core.foundation.database import db, transaction
from core.identity.passwords import hash_password
from core.testing.builders import user
from tests.core.portal.conftest import JOSE, MARINA

Late = Callable[..., int]
Phone = Callable[..., FlaskClient]
STRANGER = "100.64.9.9"
RIGHT = {"usuario": "marina", "senha": "ponte-azul"}
ASKS = "Veja o que há com a sua internet"


@pytest.fixture
def both(late: Late, live: Callable[[date], None]) -> tuple[int, int]:
    """Marina's and José's contracts, both suspended."""
    keys = late(), late("José Maria", "jose", JOSE, amount="70.00")
    live(date(2017, 5, 23))
    return keys


def _knows_nobody(page: str) -> bool:
    return ASKS in page and not any(word in page for word in ("Marina", "José", "R$", "fatura que venceu"))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": MARINA},
        {"X-Real-IP": MARINA},
        {"Forwarded": f"for={MARINA}"},
        {"Client-IP": MARINA},
        {"X-Forwarded-For": f"{MARINA}, {MARINA}", "X-Forwarded-Host": "mensagens"},
        {"Host": MARINA},
        {"X-Remote-Addr": MARINA, "Remote-Addr": MARINA},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_no_header_makes_a_stranger_known(
    both: tuple[int, int], phone: Phone, headers: dict[str, str]
) -> None:
    assert _knows_nobody(phone(STRANGER).get("/mensagens", headers=headers).text)


def test_no_header_makes_one_customer_another(both: tuple[int, int], phone: Phone) -> None:
    page = phone(JOSE).get("/mensagens", headers={"X-Forwarded-For": MARINA}).text

    assert "José" in page
    assert "Marina" not in page


def test_a_header_is_not_believed_at_the_door_even_where_the_site_has_proxies(
    make_app: Callable[..., Flask], database: str, clock: Any
) -> None:
    from core.portal.door import Door

    app, seen = make_app(database, trusted_proxies=1), []
    inner = app.wsgi_app

    def watched(environ: dict[str, Any], start_response: Any) -> Any:
        seen.append(environ.get("HTTP_X_FORWARDED_FOR"))
        return inner(environ, start_response)

    for behind in (False, True):
        app.wsgi_app = Door(watched, behind_proxy=behind)  # type: ignore[method-assign]
        app.test_client().get("/mensagens", headers={"X-Forwarded-For": MARINA})

    assert seen == [None, MARINA]


@pytest.mark.parametrize(
    "path",
    [
        "/mensagens?contrato=1",
        "/mensagens?cliente=1&ip=100.64.0.10",
        "/mensagens/entrar?usuario=marina&senha=ponte-azul",
    ],
)
def test_no_parameter_makes_a_stranger_known(both: tuple[int, int], phone: Phone, path: str) -> None:
    assert _knows_nobody(phone(STRANGER).get(path).text)


def test_the_contract_of_another_cannot_be_unlocked(app: Flask, both: tuple[int, int], phone: Phone) -> None:
    marina, jose = both

    answers = [
        phone(JOSE).post("/mensagens/liberar", data={"contrato": marina}),
        phone(STRANGER).post("/mensagens/liberar", data={"contrato": jose}),
        phone(JOSE).post("/mensagens/liberar", data={"contrato": "1 OR 1=1"}),
        phone(JOSE).post("/mensagens/liberar", data={"contrato": 2**70}),
        phone(JOSE).post("/mensagens/liberar"),
    ]

    assert [answer.status_code for answer in answers] == [404, 302, 404, 404, 404]
    assert "Marina" not in "".join(answer.text for answer in answers)
    with app.app_context():
        assert [db.session.get_one(Contract, key).stage for key in both] == ["suspended", "suspended"]


def test_a_session_of_the_staff_shows_nothing_here(app: Flask, both: tuple[int, int], phone: Phone) -> None:
    with app.app_context():
        token = user("admin").get_id()
    client = phone(STRANGER)
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True

    assert _knows_nobody(client.get("/mensagens").text)


def test_who_signed_in_here_is_nobody_to_the_staffs_pages(app: Flask, both: tuple[int, int]) -> None:
    client = app.test_client()
    client.post("/mensagens/entrar", data=RIGHT)
    kept = client.get_cookie("mensagens", path="/mensagens")
    client.set_cookie("mensagens", kept.value if kept else "", path="/")

    answer = client.get("/clientes")

    assert "Marina" in client.get("/mensagens").text
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrar?seguinte=/clientes?")


def test_behind_the_door_there_is_no_page_of_the_staff(both: tuple[int, int], phone: Phone) -> None:
    for path in (
        "/",
        "/entrar",
        "/clientes",
        "/contratos/1",
        "/mensagens/../clientes",
        "//mensagens",
        "/static/malha.js",
    ):
        answer = phone(STRANGER).get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/mensagens")


@pytest.mark.parametrize("spoiled", ["", "nada", "WzEsIjEiXQ.aa.bb"])
def test_a_cookie_made_by_hand_is_nobodys(both: tuple[int, int], phone: Phone, spoiled: str) -> None:
    client = phone(STRANGER)
    client.set_cookie("mensagens", spoiled, path="/mensagens")

    assert _knows_nobody(client.get("/mensagens").text)


def test_a_cookie_ends_with_half_a_day(both: tuple[int, int], clock: Any, phone: Phone) -> None:
    client = phone(STRANGER)
    client.post("/mensagens/entrar", data=RIGHT)
    known = "Marina" in client.get("/mensagens").text
    from core.foundation.clock import now

    clock.move_to(now() + timedelta(hours=12, seconds=2))

    assert known
    assert _knows_nobody(client.get("/mensagens").text)


def test_a_new_password_ends_what_the_old_one_opened(app: Flask, both: tuple[int, int], phone: Phone) -> None:
    client = phone(STRANGER)
    client.post("/mensagens/entrar", data=RIGHT)
    with app.app_context(), transaction() as session:
        marina = session.scalars(db.select(Customer).where(Customer.portal_user == "marina")).one()
        marina.portal_password_hash = hash_password("outra-ponte")

    assert _knows_nobody(client.get("/mensagens").text)


def test_the_cookie_is_out_of_reach_of_scripts_and_of_the_rest_of_the_site(
    both: tuple[int, int], phone: Phone
) -> None:
    answer = phone(STRANGER).post("/mensagens/entrar", data=RIGHT)

    said = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("mensagens="))
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Path=/mensagens" in said


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("marina", "errada"),
        ("ninguem", "ponte-azul"),
        ("", ""),
        ("marina", ""),
        ("marina\x00", "x"),
        ("'", "'"),
    ],
)
def test_a_wrong_guess_never_says_whether_there_is_such_a_user(
    both: tuple[int, int], phone: Phone, name: str, password: str
) -> None:
    answer = phone(STRANGER).post("/mensagens/entrar", data={"usuario": name, "senha": password})

    assert answer.status_code == 422
    assert "Usuário ou senha não conferem. Confira os dois e tente de novo." in answer.text
    assert _knows_nobody(answer.text)


@pytest.mark.parametrize("name", ["marina", "MARINA ", "ninguem"])
def test_six_guesses_at_one_user_are_stopped_whether_it_exists_or_not(
    both: tuple[int, int], phone: Phone, name: str
) -> None:
    for n in range(5):
        phone(f"100.64.9.{n}").post("/mensagens/entrar", data={"usuario": name, "senha": f"errada{n}"})

    right = phone("100.64.9.7").post("/mensagens/entrar", data={"usuario": name, "senha": "ponte-azul"})

    assert right.status_code == 422
    assert "Muitas tentativas seguidas" in right.text


def test_many_guesses_from_one_address_are_stopped(both: tuple[int, int], phone: Phone) -> None:
    client = phone(STRANGER)

    answers = [
        client.post("/mensagens/entrar", data={"usuario": f"user{n}", "senha": "x"}).status_code
        for n in range(11)
    ]

    assert answers == [422] * 10 + [429]
    assert "Espere um minuto" in client.post("/mensagens/entrar", data=RIGHT).text


def test_the_page_itself_is_limited_for_each_address_alone(both: tuple[int, int], phone: Phone) -> None:
    answers = [phone(MARINA).get("/mensagens").status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]
    assert phone(JOSE).get("/mensagens").status_code == 200


def test_guesses_at_a_customer_lock_no_user_of_the_staff_out(app: Flask, both: tuple[int, int]) -> None:
    client = app.test_client()
    for _ in range(6):
        client.post("/mensagens/entrar", data={"usuario": "admin", "senha": "x"})

    answer = client.post("/entrar", data={"login": "admin", "password": "x"})

    assert "Usuário ou senha não conferem" in answer.text


@pytest.mark.parametrize("path", ["/mensagens/liberar", "/mensagens/entrar", "/mensagens/sair"])
def test_a_press_needs_the_token_of_the_page_even_from_a_known_connection(
    app: Flask, both: tuple[int, int], phone: Phone, path: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = phone(MARINA).post(path, data={"contrato": both[0], **RIGHT})

    assert answer.status_code == 400
    assert "Não deu certo" in answer.text
    assert "Marina" not in answer.text
    with app.app_context():
        assert db.session.get_one(Contract, both[0]).stage == "suspended"


def test_who_leaves_is_forgotten(both: tuple[int, int], phone: Phone) -> None:
    client = phone(STRANGER)
    client.post("/mensagens/entrar", data=RIGHT)

    client.post("/mensagens/sair")

    assert _knows_nobody(client.get("/mensagens").text)


def test_who_signs_in_as_another_than_the_connection_sees_their_own(
    both: tuple[int, int], phone: Phone
) -> None:
    client = phone(JOSE)

    client.post("/mensagens/entrar", data=RIGHT)

    assert "Marina" in client.get("/mensagens").text
    assert "José" not in client.get("/mensagens").text


@pytest.mark.parametrize("path", ["/mensagens/sair", "/mensagens/liberar"])
def test_a_reload_after_a_press_leads_to_the_page(both: tuple[int, int], phone: Phone, path: str) -> None:
    assert phone(MARINA).get(path).headers["Location"] == "/mensagens"


def test_a_name_is_shown_as_text(late: Late, live: Callable[[date], None], phone: Phone) -> None:
    late("<script>alert(1)</script> Silva")
    live(date(2017, 5, 23))

    assert "<script" not in phone().get("/mensagens").text


@pytest.mark.parametrize("address", [f"::ffff:{MARINA}", MARINA])
def test_an_address_spelled_as_one_of_ipv6_is_the_same(
    both: tuple[int, int], phone: Phone, address: str
) -> None:
    assert "Marina" in phone(address).get("/mensagens").text

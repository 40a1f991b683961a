"""The door as a browser meets it: in, out, guessing, lost sessions, links to elsewhere."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from tests.core.identity.conftest import PASSWORD

Staff = Callable[..., int]
Enter = Callable[..., FlaskClient]
WRONG_PASSWORD = "errada de todo"
WRONG = "Usuário ou senha não conferem"
TOO_MANY = "Muitas tentativas"


def _try(client: FlaskClient, login: str, password: str = WRONG_PASSWORD) -> str:
    return client.post("/entrar", data={"login": login, "password": password}).text


def test_the_right_password_leads_to_the_dashboard(staff: Staff, enter: Enter) -> None:
    staff("carla", role="finance")

    assert enter("carla").get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_login_are_told_alike(client: FlaskClient, staff: Staff) -> None:
    staff("carla")

    known, unknown = _try(client, "carla"), _try(client, "ninguem")

    assert WRONG in known
    assert _apart(known, "carla") == _apart(unknown, "ninguem")


def _apart(page: str, login: str) -> str:
    """The page without what differs each time: the login, and the tokens, which hold the second they were made."""
    return re.sub(r'(content|value)="[\w.-]{40,}"', "", page).replace(login, "")


def test_a_refused_sign_in_is_no_success_for_programs(client: FlaskClient) -> None:
    assert client.post("/entrar", data={"login": "x", "password": "y"}).status_code == 422


def test_five_wrong_passwords_close_a_login_even_to_the_right_one(client: FlaskClient, staff: Staff) -> None:
    staff("carla")
    staff("davi")

    answers = [_try(client, "Carla") for _ in range(5)]

    assert all(WRONG in answer for answer in answers)
    assert TOO_MANY in _try(client, "carla", PASSWORD)
    assert client.post("/entrar", data={"login": "davi", "password": PASSWORD}).status_code == 302


def test_guesses_sent_side_by_side_are_counted_before_they_are_looked_at(app: Flask, staff: Staff) -> None:
    staff("carla")

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda n: _try(app.test_client(), "carla", f"palpite {n}"), range(12)))

    assert sum(WRONG in page for page in pages) == 5
    assert sum(TOO_MANY in page for page in pages) == 7


def test_a_login_that_there_is_not_is_closed_just_the_same(client: FlaskClient) -> None:
    answers = [_try(client, "ninguem") for _ in range(6)]

    assert [TOO_MANY in answer for answer in answers] == [False] * 5 + [True]


def test_the_right_password_in_between_forgives_the_wrong_ones(client: FlaskClient, staff: Staff) -> None:
    staff("carla")
    for _ in range(4):
        _try(client, "carla")

    client.post("/entrar", data={"login": "carla", "password": PASSWORD})

    assert all(WRONG in _try(client, "carla") for _ in range(4))


def test_an_address_that_tries_one_login_after_another_is_slowed_down(client: FlaskClient) -> None:
    codes = [
        client.post("/entrar", data={"login": f"nome{n}", "password": "x"}).status_code for n in range(31)
    ]

    assert codes == [422] * 30 + [429]


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/clientes?q=ana", "/clientes?q=ana"),
        ("https://mau.example", "/"),
        ("//mau.example", "/"),
        ("/\\mau.example", "/"),
        ("/\t/mau.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_door_leads_only_to_pages_of_ours(
    client: FlaskClient, staff: Staff, wanted: str, reached: str
) -> None:
    staff("carla")

    answer = client.post(
        "/entrar", query_string={"seguinte": wanted}, data={"login": "carla", "password": PASSWORD}
    )

    assert answer.location == reached


def test_what_was_in_the_session_before_signing_in_is_gone(client: FlaskClient, staff: Staff) -> None:
    staff("carla")
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"

    client.post("/entrar", data={"login": "carla", "password": PASSWORD})

    with client.session_transaction() as session:
        assert "planted" not in session


def test_who_is_in_already_is_led_on(staff: Staff, enter: Enter) -> None:
    staff("carla")

    assert enter("carla").get("/entrar?seguinte=/minha-conta").location == "/minha-conta"


def test_going_out_ends_the_session(staff: Staff, enter: Enter) -> None:
    staff("carla")
    browser = enter("carla")

    browser.post("/sair")

    assert browser.get("/").location.startswith("/entrar")


def test_a_session_lost_over_a_form_comes_back_with_a_token_that_works(app: Flask, staff: Staff) -> None:
    staff("carla")
    app.config["WTF_CSRF_ENABLED"] = True
    browser = app.test_client()

    lost = browser.post(
        "/minha-conta", headers={"HX-Request": "true", "X-CSRFToken": "of a session long gone"}
    )
    form = browser.get("/entrar?parcial=1").text
    back = browser.post(
        "/entrar?parcial=1", data={"login": "carla", "password": PASSWORD, "csrf_token": _token(form)}
    )
    again = browser.post("/minha-conta", headers={"X-CSRFToken": back.headers["X-CSRFToken"]})

    assert lost.status_code == 401
    assert "<html" not in form
    assert back.status_code == 204
    assert again.status_code == 422  # the page of the form, which says that its fields are empty


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_first_visitor_of_a_page_is_asked_to_sign_in_and_led_back_to_it(client: FlaskClient) -> None:
    assert client.get("/clientes?q=ana").location == "/entrar?seguinte=/clientes?q%3Dana"


def test_behind_a_trusted_proxy_guesses_are_counted_by_the_visitors_address(
    make_app: Callable[..., Flask], database: str
) -> None:
    app = make_app(database, trusted_proxies=1)

    with app.test_client() as client:
        client.get("/entrar", headers={"X-Forwarded-For": "203.0.113.9"})
        assert request.remote_addr == "203.0.113.9"

    with make_app(database).test_client() as client:
        client.get("/entrar", headers={"X-Forwarded-For": "203.0.113.9"})
        assert request.remote_addr == "127.0.0.1"

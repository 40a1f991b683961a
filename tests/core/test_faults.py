"""Whatever stands in an address, the answer is a page with a sentence, and every answer has its headers."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.testing.builders import user

BEYOND = 10**30
ODD = f"?q=a%00b&f=%00&ver=%00&cliente={BEYOND}&antes={BEYOND}&depois={BEYOND}&ano={BEYOND}&conta={BEYOND}"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """A browser of the administration, on an app that answers an error of its own with a page."""
    app.testing = False
    with app.app_context():
        key = user("admin").get_id()
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
    return browser


def _requests(app: Flask, part: int) -> Iterator[tuple[str, str]]:
    """Method and address of every route but the way out, each part of an address being `part`."""
    addresses = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in ("static", "identity.logout"):
            for method in sorted({"GET", "POST"} & (rule.methods or set())):
                parts = dict.fromkeys(rule.arguments, part)
                yield method, addresses.build(rule.endpoint, parts, method=method)


@pytest.mark.databases("sqlite", "postgres")
@pytest.mark.parametrize("part", [999, BEYOND], ids=["nobody's number", "a number beyond all"])
@pytest.mark.parametrize("query", ["", ODD], ids=["plain", "odd query"])
def test_no_address_breaks_the_server_or_is_closed_to_the_administration(
    app: Flask, admin: FlaskClient, part: int, query: str
) -> None:
    codes = {
        (method, address): admin.open(address + query, method=method).status_code
        for method, address in _requests(app, part)
    }

    assert {request: code for request, code in codes.items() if code >= 500 or code == 403} == {}


@pytest.mark.parametrize("address", ["/planos/999/ativo", "/contas/999/senha", "/dispositivos/999/ativo"])
def test_what_is_not_there_is_not_found(admin: FlaskClient, address: str) -> None:
    answer = admin.post(address)

    assert answer.status_code == 404
    assert "o registro não está mais aqui" in answer.text


def test_an_error_of_ours_is_a_page_that_gives_nothing_away(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("the secret of the house")

    monkeypatch.setitem(app.view_functions, "office.dashboard", broken)
    broken.permission = "signed_in"  # type: ignore[attr-defined]

    answer = admin.get("/")

    assert answer.status_code == 500
    assert "Já ficou registrado" in answer.text
    assert "secret of the house" not in answer.text


@pytest.mark.parametrize(
    ("address", "code"),
    [("/", 200), ("/nada", 404), ("/contratos/999", 404), ("/logo", 404), ("/static/css/base.css", 200)],
)
def test_every_answer_has_the_headers_that_keep_strangers_scripts_and_frames_out(
    admin: FlaskClient, address: str, code: int
) -> None:
    answer = admin.get(address, buffered=True)
    policy = answer.headers["Content-Security-Policy"]

    assert answer.status_code == code
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_of_somebody_signed_in_is_kept_by_no_cache(admin: FlaskClient) -> None:
    assert admin.get("/clientes").headers["Cache-Control"] == "no-store"


def test_no_script_of_a_page_reads_the_session(app: Flask, client: FlaskClient) -> None:
    cookie = client.get("/entrar").headers.get("Set-Cookie", "")

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_host_that_a_request_names_is_in_no_address(client: FlaskClient) -> None:
    answer = client.get("/clientes", headers={"Host": "mau.example"})

    assert answer.location.startswith("/entrar")
    assert "mau.example" not in client.get("/entrar", headers={"Host": "mau.example"}).text

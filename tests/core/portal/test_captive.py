"""Whatever was asked for leads to the page; and who is in order is answered as the internet would."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.core.portal.conftest import MARINA

Late = Callable[..., int]
Live = Callable[[date], None]
Phone = Callable[..., FlaskClient]
CHECKS = {
    "http://connectivitycheck.gstatic.com/generate_204": (204, ""),
    "http://clients3.google.com/gen_204": (204, ""),
    "http://captive.apple.com/hotspot-detect.html": (200, "Success"),
    "http://www.apple.com/library/test/success.html": (200, "Success"),
    "http://www.msftconnecttest.com/connecttest.txt": (200, "Microsoft Connect Test"),
    "http://www.msftncsi.com/ncsi.txt": (200, "Microsoft NCSI"),
    "http://detectportal.firefox.com/success.txt": (200, "success\n"),
    "http://detectportal.firefox.com/canonical.html": (200, "captive-portal"),
}
REDIRECT = "http://www.msftconnecttest.com/redirect"


@pytest.mark.parametrize("day", [11, 13, 23], ids=["late", "throttled", "suspended"])
def test_a_late_customers_telephone_is_led_to_the_page(
    late: Late, live: Live, phone: Phone, day: int
) -> None:
    late()
    live(date(2017, 5, day))

    answers = [phone().get(address) for address in (*CHECKS, REDIRECT)]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/mensagens")}
    assert {one.headers["Cache-Control"] for one in answers} == {"no-store"}


def test_a_strangers_telephone_is_led_to_the_page(late: Late, phone: Phone) -> None:
    late()

    assert [phone("100.64.9.9").get(address).status_code for address in CHECKS] == [302] * 8


def test_who_is_in_order_is_online(late: Late, clock: Any, phone: Phone) -> None:
    late()
    clock.move_to(date(2017, 5, 5))

    answers = {address: phone().get(address) for address in CHECKS}

    assert [one.status_code for one in answers.values()] == [204, 204, 200, 200, 200, 200, 200, 200]
    assert [address for address, (_, body) in CHECKS.items() if body not in answers[address].text] == []


def test_who_was_unlocked_in_trust_is_online(late: Late, live: Live, phone: Phone) -> None:
    key = late()
    live(date(2017, 5, 23))
    telephone = phone()

    telephone.post("/mensagens/liberar", data={"contrato": key})

    assert telephone.get("/generate_204").status_code == 204


@pytest.mark.parametrize(
    "address", ["http://g1.globo.com/", "http://10.0.0.1:8080/a/b?c=d", "http://x/%00%ff"]
)
def test_any_other_address_leads_to_the_page_however_it_was_asked_for(phone: Phone, address: str) -> None:
    methods = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND")

    answers = [phone().open(address, method=method, data=b"x" * 100) for method in methods]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/mensagens")}


def test_a_question_for_the_head_alone_brings_no_body(late: Late, phone: Phone) -> None:
    answer = phone().head("/generate_204")

    assert (answer.status_code, answer.data) == (302, b"")


@pytest.mark.parametrize("host", ["", "a b", "[::1", "x" * 300, "evil.example:99999"])
def test_a_host_that_is_none_leads_to_the_page_too(late: Late, phone: Phone, host: str) -> None:
    answer = phone().get("/generate_204", headers={"Host": host})

    assert answer.headers["Location"] == "/mensagens"


def test_the_address_of_the_portal_is_the_providers_where_it_is_set(
    make_app: Callable[..., Flask], database: str
) -> None:
    from core.portal.door import Door

    app = make_app(database, portal_url="http://10.0.0.5:8080")
    app.wsgi_app = Door(app.wsgi_app)  # type: ignore[method-assign]

    answer = app.test_client().get("http://g1.globo.com/generate_204")

    assert answer.headers["Location"] == "http://10.0.0.5:8080/mensagens"


def test_what_is_asked_for_without_the_door_is_the_sites_own(
    late: Late, app: Flask, client: FlaskClient
) -> None:
    late()

    assert client.get("/generate_204").status_code == 404
    assert client.get("/mensagens", environ_base={"REMOTE_ADDR": MARINA}).status_code == 200

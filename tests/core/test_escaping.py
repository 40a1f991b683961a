"""What people type is text on every page, whatever it looks like."""

from datetime import date
from decimal import Decimal

from flask import Flask
from flask.testing import FlaskClient

from core.access.models import Plan
from core.billing.services.run import run
from core.contracts.models import ContractTemplate
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.office.services import add_holiday
from core.testing.builders import contract, customer, extra, item, user

EVIL = "\"'><script>alert(1)</script>"
APRIL = date(2017, 4, 1)


def _furnish() -> str:
    """A house where everything that has a name is called like a script; gives the cookie of its administration."""
    holder = customer(f"Ana {EVIL}", notes=EVIL)
    contract([item(description=EVIL)], [extra(description=EVIL)], of=holder, starts_on=APRIL)
    run(APRIL)
    set_preferences({"provider.name": EVIL, "provider.address": EVIL})
    add_holiday(date(2017, 4, 10), EVIL, APRIL)
    with transaction() as session:
        session.add(Plan(name=EVIL, download_kbps=1, upload_kbps=1, price=Decimal(0)))
        for template in session.scalars(db.select(ContractTemplate)):
            template.name = EVIL
    return str(user("admin", name=EVIL).get_id())


def _pages(app: Flask) -> list[str]:
    addresses = app.url_map.bind("localhost")
    rules = [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) and r.endpoint != "static"]
    built = [addresses.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method="GET") for rule in rules]
    return [*built, "/clientes?q=alert", f"/busca?q={EVIL}", "/busca?q=alert", f"/clientes/novo?nome={EVIL}"]


def test_a_name_that_looks_like_a_script_is_a_name_on_every_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cookie = _furnish()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = cookie, True

    answers = {address: client.get(address, buffered=True) for address in _pages(app)}

    html = {address: answer.text for address, answer in answers.items() if "html" in answer.mimetype}
    assert [address for address, text in html.items() if "<script>alert" in text] == []
    assert sum("&lt;script&gt;alert" in text for text in html.values()) > 20
    assert {address for address, answer in answers.items() if answer.status_code >= 500} == set()


def test_a_name_that_looks_like_a_formula_is_text_in_a_spreadsheet(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        customer('=HYPERLINK("http://mau.example")')
        cookie = user("finance").get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = cookie, True

    sheet = client.get("/clientes.csv").text

    assert "'=HYPERLINK" in sheet
    assert ";=" not in sheet and ';"=' not in sheet

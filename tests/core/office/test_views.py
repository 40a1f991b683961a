"""The office's pages as a browser without script gets them."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.extension.types import Search, SearchHit
from core.foundation.holidays import holiday_calendar
from core.testing.builders import customer, user

pytestmark = pytest.mark.usefixtures("clock")
Sign = Callable[..., FlaskClient]


@pytest.fixture
def as_role(app: Flask) -> Sign:
    """`as_role("support")`: a browser of somebody of that role."""

    def enter(role: str = "admin") -> FlaskClient:
        with app.app_context():
            key = user(role).get_id()
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
        return browser

    return enter


def _searchers(app: Flask, *searches: Search) -> None:
    app.extensions.setdefault("malha.collected", {})["register_searches"] = list(searches)


def _finds(*titles: str) -> Callable[[str, int], list[SearchHit]]:
    return lambda text, most: [SearchHit(title, "", f"/achado/{title}") for title in titles]


def test_the_dashboard_says_the_day_in_words(as_role: Sign) -> None:
    assert "Hoje, segunda, 20 de março" in as_role().get("/").text


def test_with_nobody_registered_the_dashboard_says_how_to_begin(app: Flask, as_role: Sign) -> None:
    browser = as_role("support")
    before = browser.get("/").text

    with app.app_context():
        customer()

    assert "Cadastrar o primeiro cliente" in before
    assert "Cadastrar o primeiro cliente" not in browser.get("/").text


def test_who_may_not_register_is_not_told_to(as_role: Sign) -> None:
    assert "Cadastrar o primeiro cliente" not in as_role("technician").get("/").text


def test_the_only_hit_is_opened_at_once(app: Flask, as_role: Sign) -> None:
    _searchers(app, Search("Clientes", 1, _finds("Ana")))

    assert as_role().get("/busca?q=ana").location == "/achado/Ana"


def test_several_hits_are_shown_by_kind_in_the_order_of_the_searchers(app: Flask, as_role: Sign) -> None:
    _searchers(app, Search("Faturas", 2, _finds("Fatura 7")), Search("Clientes", 1, _finds("Ana", "Anita")))

    page = as_role().get("/busca?q=an").text

    assert (
        page.index("Clientes</h2>") < page.index("Ana") < page.index("Faturas</h2>") < page.index("Fatura 7")
    )


def test_as_one_types_only_the_hits_are_sent_and_one_alone_does_not_lead_away(
    app: Flask, as_role: Sign
) -> None:
    _searchers(app, Search("Clientes", 1, _finds("Ana")))

    answer = as_role().get("/busca?q=ana", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "/achado/Ana" in answer.text and "<html" not in answer.text


def test_a_searcher_is_asked_only_for_those_who_may_see_what_it_finds(app: Flask, as_role: Sign) -> None:
    _searchers(app, Search("Faturas", 1, _finds("Fatura 7", "Fatura 8"), permission="billing.view"))

    assert "Fatura 7" in as_role("support").get("/busca?q=fatura").text
    assert "Fatura 7" not in as_role("technician").get("/busca?q=fatura").text


def test_a_searcher_that_fails_leaves_a_line_and_the_others_stand(app: Flask, as_role: Sign) -> None:
    def broken(text: str, most: int) -> list[SearchHit]:
        raise RuntimeError("out of order")

    _searchers(app, Search("Chamados", 1, broken), Search("Clientes", 2, _finds("Ana", "Anita")))

    page = as_role().get("/busca?q=an").text

    assert "Esta parte da busca falhou" in page
    assert "Anita" in page


def test_an_empty_search_names_what_was_searched_for(app: Flask, as_role: Sign) -> None:
    _searchers(app)

    assert "Nada com “zulmira &lt;b&gt;”" in as_role().get("/busca?q=zulmira <b>").text


def test_a_holiday_is_added_shown_with_its_weekday_taken_away_and_put_back(app: Flask, as_role: Sign) -> None:
    browser = as_role()

    browser.post("/feriados", data={"day": "14/07/2017", "name": "Aniversário"})
    shown = browser.get("/feriados?ano=2017").text
    browser.post("/feriados/2017-07-14/retirar")
    undo = browser.get("/feriados?ano=2017").text
    browser.post("/feriados/2017-07-14/repor?nome=Anivers%C3%A1rio")

    assert "sex 14/07" in shown
    assert 'action="/feriados/2017-07-14/repor?nome=Anivers%C3%A1rio"' in undo
    with app.app_context():
        assert len(holiday_calendar().own) == 1


@pytest.mark.parametrize("year", ["2000", "1", "99999", "x", ""])
def test_any_year_asked_for_gives_a_page(as_role: Sign, year: str) -> None:
    assert as_role().get(f"/feriados?ano={year}").status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"day": "31/02/2017", "name": "Não há"}, "não é uma data"),
        ({"day": "14/07/2017", "name": ""}, "Digite o nome do feriado."),
        ({"day": "21/04/2017", "name": "Outro"}, "já é feriado nacional: Tiradentes"),
    ],
)
def test_a_holiday_that_cannot_be_is_refused_with_a_sentence(
    as_role: Sign, data: dict[str, str], sentence: str
) -> None:
    assert sentence in as_role().post("/feriados", data=data).text


PROVIDER = {"name": "Ipê Internet", "cnpj": "12.ABC.345/01DE-35", "difference": "12,5"}


def test_the_provider_is_kept_with_its_alphanumeric_cnpj_and_named_on_every_page(as_role: Sign) -> None:
    browser = as_role()

    answer = browser.post("/configuracoes/provedor", data=PROVIDER)
    page = browser.get("/configuracoes/provedor").text

    assert answer.status_code == 302, answer.text
    assert "12.ABC.345/01DE-35" in page and "12,5" in page
    assert "Ipê Internet</title>" in browser.get("/").text


def test_a_wrong_cnpj_is_said_at_its_field_and_nothing_is_kept(as_role: Sign) -> None:
    browser = as_role()

    page = browser.post("/configuracoes/provedor", data={**PROVIDER, "cnpj": "12.ABC.345/01DE-36"}).text

    assert "Os dígitos finais do CNPJ não conferem" in page
    assert "Ipê Internet</title>" not in browser.get("/").text


def test_the_logo_is_served_as_what_it_is_and_can_be_no_page(as_role: Sign, client: FlaskClient) -> None:
    logo = b"\xff\xd8\xff\xe0" + b"<script>" + b"\xff\xd9"

    as_role().post("/configuracoes/provedor", data={**PROVIDER, "logo": (io.BytesIO(logo), "logo.html")})
    answer = client.get("/logo")

    assert (answer.data, answer.mimetype) == (logo, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_without_a_logo_there_is_none(client: FlaskClient) -> None:
    assert client.get("/logo").status_code == 404


def test_the_plugins_that_are_enabled_are_listed(as_role: Sign) -> None:
    assert "virtual_disk" in as_role().get("/configuracoes/plugins").text


def test_the_settings_lead_to_every_page_that_one_may_open(as_role: Sign) -> None:
    page = as_role().get("/configuracoes").text

    for address in (
        "/configuracoes/provedor",
        "/feriados",
        "/layouts",
        "/bancos",
        "/usuarios",
        "/configuracoes/plugins",
    ):
        assert f'href="{address}"' in page

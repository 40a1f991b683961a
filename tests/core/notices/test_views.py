"""The pages of notices as a browser without script gets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.extension.drivers import DriverRefused, DriverUnreachable
from core.foundation.audit import history
from core.testing.builders import user
from tests.core.notices.conftest import LATE, Post, order, reachable, sao_paulo

pytestmark = pytest.mark.usefixtures("clock")
NOON = sao_paulo(11, 12)
PARTS = {"enabled": "y", "subject": LATE.subject, "body": LATE.body, "short": LATE.short}
Sign = Callable[..., FlaskClient]


@pytest.fixture
def as_role(app: Flask) -> Sign:
    """`as_role("support")`: a browser of Carla in that role."""

    def enter(role: str = "admin") -> FlaskClient:
        with app.app_context():
            key = user(role, name="Carla").get_id()
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
        return browser

    return enter


@pytest.fixture
def told(app: Flask, post: Post, clock: Any) -> int:
    """A message about a contract, sent or refused as the channel answers; its id is 1."""
    clock.move_to(NOON)
    return tell(app)


def tell(app: Flask, key: str = "ladder_notice:1", **customer: str) -> int:
    from core.foundation.database import transaction
    from core.notices.services.queue import queue_messages
    from core.notices.services.send import send_waiting

    with app.app_context():
        asked = order(reachable(**customer), key)
        with transaction():
            queue_messages([asked], NOON)
        send_waiting(NOON)
        return int(asked.contract_id)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_list_says_who_was_told_what_and_what_became_of_it(as_role: Sign, told: int) -> None:
    page = as_role("support").get("/avisos").text

    for words in ("Marina Tavares", "11/04 12:00", "Aviso de atraso", "Post", "Aceita"):
        assert words in page


def test_why_a_message_failed_stands_in_the_list(app: Flask, as_role: Sign, post: Post) -> None:
    post.answer = lambda one: DriverRefused("550 não existe <b>")
    tell(app)

    page = as_role().get("/avisos?estado=bounced").text

    assert "Voltou" in page
    assert "550 não existe &lt;b&gt;" in page
    assert "Nenhuma mensagem assim" in as_role().get("/avisos?estado=taken&canal=post").text


def test_pages_follow_one_another_by_their_keys(app: Flask, as_role: Sign, post: Post) -> None:
    for n in range(31):
        tell(app, f"ladder_notice:{n}", name=f"Cliente {n:02}")

    browser = as_role()
    first, second = browser.get("/avisos").text, browser.get("/avisos?depois=2").text
    back = browser.get("/avisos?antes=1").text

    assert "Cliente 30" in first
    assert "Cliente 00" not in first
    assert "Cliente 00" in second
    assert "Cliente 30" in back


@pytest.mark.parametrize(
    "query", ["depois=x", "antes=99999999999999999999", "estado=zzz&canal='--", "depois=0"]
)
def test_a_mistyped_address_shows_the_list(as_role: Sign, told: int, query: str) -> None:
    assert as_role().get(f"/avisos?{query}").status_code == 200


def test_a_message_opens_with_its_text_and_every_attempt(app: Flask, as_role: Sign, post: Post) -> None:
    post.down = DriverUnreachable("não conecta")
    tell(app, name="<script>alert(1)</script>")

    page = plain(as_role().get("/avisos/1").text)

    assert "Marina, há R$ 130,80 em aberto." in page
    assert "o canal não respondeu: não conecta" in page
    assert "Tentar agora" in page
    assert "<script>alert" not in page


def test_a_message_is_tried_again_at_once_when_a_person_asks(
    app: Flask, as_role: Sign, post: Post, clock: Any
) -> None:
    clock.move_to(NOON)
    post.down = DriverUnreachable("não conecta")
    tell(app)
    post.down = None

    page = as_role().post("/avisos/1/tentar", follow_redirects=True).text

    assert "Aceita" in page
    assert len(post.sent) == 1


def test_who_only_looks_may_not_try_again(as_role: Sign, told: int) -> None:
    assert as_role("support").post("/avisos/1/tentar").status_code == 403


def test_a_text_that_says_all_is_kept_and_used(app: Flask, as_role: Sign, post: Post) -> None:
    browser = as_role("finance")

    answer = browser.post(
        "/avisos/textos/message", data={**PARTS, "body": "Oi {{ nome }} {{ valor }} {{ suspensao }}"}
    )

    assert answer.status_code == 302
    assert "do provedor" in browser.get("/avisos/textos").text


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("Olá {{ fatrua }}", "Não existe a palavra fatrua; há: nome, suspensao, valor."),
        ("Olá {{ nome", "A linha 1 não fecha"),
        ("{{ range(9) }}", "só usa palavras"),
        ("{{ nome.idade }}", "Falta o valor de “idade”"),
        ("x" * 4001, "Aqui cabem 4000 letras; há 4001."),
        ("", "Escreva o texto."),
    ],
    ids=["unknown", "open", "function", "missing", "long", "empty"],
)
def test_a_text_that_breaks_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    as_role: Sign, post: Post, body: str, sentence: str
) -> None:
    answer = as_role().post(
        "/avisos/textos/message", data={**PARTS, "body": body, "short": "Curto {{ nome }}"}
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Curto {{ nome }}" in answer.text


def test_a_text_without_what_anatel_asks_for_warns_and_may_be_kept(
    app: Flask, as_role: Sign, post: Post
) -> None:
    browser, poor = as_role(), {**PARTS, "body": "Pague, {{ nome }}."}

    preview = browser.post("/avisos/textos/message/previa", data=poor).text
    kept = browser.post("/avisos/textos/message", data=poor, follow_redirects=True).text

    assert "A Anatel pede mais" in preview
    assert "falta valor, suspensao" in preview
    assert "Texto guardado." in kept
    with app.app_context():
        [entry] = history([("notice_text:message", 0)])
        assert entry.data["missing"]["body"] == ["valor", "suspensao"]


def test_the_preview_is_of_a_real_contract_long_and_short_with_its_length(as_role: Sign, post: Post) -> None:
    page = plain(as_role().post("/avisos/textos/message/previa", data=PARTS).text)

    assert "contrato 1" in page
    assert "Marina, há R$ 130,80 em aberto. Em 20 de abril a internet para." in page
    assert "28 letras, 1 SMS" in page


def test_the_preview_is_of_the_contract_that_is_asked_for(as_role: Sign, post: Post) -> None:
    browser = as_role()

    asked = browser.post("/avisos/textos/message/previa", data={**PARTS, "contract": "42"}).text
    unfit = browser.post("/avisos/textos/message/previa", data={**PARTS, "contract": "5000"}).text

    assert "contrato 42" in asked
    assert "O contrato 5000 não está neste caso hoje" in unfit


def test_markup_in_a_text_stays_text_on_the_page(as_role: Sign, post: Post) -> None:
    page = (
        as_role().post("/avisos/textos/message/previa", data={**PARTS, "body": "<img src=x> {{ nome }}"}).text
    )

    assert "&lt;img src=x&gt; Marina" in page
    assert "<img src=x>" not in page


def test_a_text_that_broke_at_night_is_listed_until_it_is_mended(
    app: Flask, as_role: Sign, post: Post
) -> None:
    from core.foundation.database import transaction
    from core.notices.models import NoticeText

    with app.app_context(), transaction() as session:
        session.add(NoticeText(occasion="message", subject="a", body="{{ fatrua }}", short="c"))
    tell(app)
    browser = as_role()

    broken = browser.get("/avisos/textos").text
    browser.post("/avisos/textos/message", data=PARTS)

    assert "Quebrou em" in broken
    assert "Quebrou em" not in browser.get("/avisos/textos").text


def test_an_occasion_is_switched_off_and_on_and_back_to_its_text(as_role: Sign, post: Post) -> None:
    browser = as_role()
    off = browser.post("/avisos/textos/message/desligar", follow_redirects=True).text
    on = browser.post("/avisos/textos/message/ligar", follow_redirects=True).text

    original = browser.post("/avisos/textos/message/original", follow_redirects=True).text

    assert "Desligado: a régua para antes de suspender" in off
    assert "“Aviso de atraso” ligado." in on
    assert "texto original" in original


def test_without_a_channel_the_page_says_what_that_means(
    as_role: Sign, register: Callable[..., None]
) -> None:
    register()
    browser = as_role()

    assert "a régua não suspende quem não foi avisado" in browser.get("/avisos").text
    assert "Nenhum canal instalado" in browser.get("/avisos/canais").text


def test_a_channels_secret_is_kept_and_never_shown_again(app: Flask, as_role: Sign, post: Post) -> None:
    from core.notices.services.channels import stored_settings

    browser = as_role()
    browser.post("/avisos/canais/post", data={"canal-server": "mx2", "canal-password": "", "active": "y"})

    page = browser.get("/avisos/canais/post").text

    assert "mx2" in page
    assert "segredo-1" not in page
    with app.app_context():
        assert stored_settings(post) == {"server": "mx2", "password": "segredo-1"}
        [entry] = history([("notice_channel", 0)])
        assert entry.data == {"channel": "post", "active": True, "changed": ["server"]}


def test_a_channels_form_is_refused_field_by_field(as_role: Sign, post: Post) -> None:
    answer = as_role().post(
        "/avisos/canais/post", data={"canal-server": "", "canal-password": "novo-segredo"}
    )

    assert answer.status_code == 422
    assert "Diga o servidor." in answer.text
    assert "novo-segredo" not in answer.text


def test_a_try_shows_the_other_sides_words(as_role: Sign, post: Post) -> None:
    browser = as_role()
    fine = browser.post("/avisos/canais/post/testar", follow_redirects=True).text
    post.down = DriverUnreachable("não conecta em mx")

    down = browser.post("/avisos/canais/post/testar", follow_redirects=True).text

    assert "Post: mx respondeu" in fine
    assert "Post: não conecta em mx" in down


def test_channels_are_set_up_by_the_administration_alone(as_role: Sign, post: Post) -> None:
    browser = as_role("finance")

    assert browser.get("/avisos/canais").status_code == 200
    assert browser.get("/avisos/canais/post").status_code == 403


def test_hours_and_reminders_are_kept(app: Flask, as_role: Sign, post: Post) -> None:
    from core.notices.queries import quiet_hours, reminder_days

    as_role().post("/avisos/lembretes", data={"start": "9", "end": "18", "days": "1, 3"})

    with app.app_context():
        assert (quiet_hours().start, quiet_hours().end) == (9, 18)
        assert reminder_days() == [3, 1]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"start": "20", "end": "8"}, "Precisa vir depois da hora em que começam."),
        ({"days": "0"}, "Escreva dias de 1 a 30, separados por vírgula: 3, 1."),
        ({"days": "três"}, "Escreva dias de 1 a 30, separados por vírgula: 3, 1."),
        ({"days": "1,2,3,4,5,6"}, "Cabem 5 lembretes."),
    ],
)
def test_hours_that_run_backwards_and_odd_days_are_refused(
    as_role: Sign, post: Post, typed: dict[str, str], sentence: str
) -> None:
    answer = as_role().post("/avisos/lembretes", data={"start": "8", "end": "20", "days": "3", **typed})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_a_customer_said_is_noted_on_the_customers_page(app: Flask, as_role: Sign, told: int) -> None:
    browser = as_role("support")
    before = browser.get("/clientes/1").text

    after = browser.post(
        "/clientes/1/avisos", data={"canal": "post", "resposta": "nao"}, follow_redirects=True
    ).text

    assert "Avisos que aceita" in before
    assert "disse em 11/04 12:00; anotou Carla" in after
    assert "a régua espera" in after


@pytest.mark.parametrize(
    "data", [{}, {"canal": "fax", "resposta": "nao"}, {"canal": "post", "resposta": "x"}]
)
def test_what_nobody_could_have_said_is_not_noted(as_role: Sign, told: int, data: dict[str, str]) -> None:
    assert as_role().post("/clientes/1/avisos", data=data).status_code == 404
    assert as_role().post("/clientes/77/avisos", data={"canal": "post", "resposta": "sim"}).status_code == 404


def test_the_contracts_page_shows_the_last_messages(as_role: Sign, told: int) -> None:
    page = as_role().get(f"/contratos/{told}").text

    assert 'href="/avisos/1"' in page
    assert "Aviso de atraso" in page


@pytest.mark.parametrize("path", ["/avisos/99", "/avisos/textos/nada", "/avisos/canais/nada"])
def test_what_there_is_not_is_not_found(as_role: Sign, post: Post, path: str) -> None:
    assert as_role().get(path).status_code == 404

"""The page *Tarefas*: what runs, waits, failed and why, who gives signs of life; and what the dashboard says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.foundation import outbox
from core.foundation.audit import AuditEntry
from core.foundation.database import db, transaction
from core.foundation.tasks import leases
from core.foundation.tasks.models import Task
from core.office.queries.tasks import NIGHTLY
from core.testing.builders import customer, user

pytestmark = pytest.mark.usefixtures("clock")
Sign = Callable[..., FlaskClient]
START = datetime(2017, 3, 20, 9, tzinfo=ZoneInfo("America/Sao_Paulo"))
DONE = {
    "date": "2017-03-20",
    "ladder": {"day": "2017-03-20", "looked_at": 9, "steps": {"message_started": 4}},
    "billing": {"stopped": False, "issued": 803, "total": "82913.60", "stuck": [[417, "Falta o plano."]]},
}
STOPPED = {**DONE, "billing": {"stopped": True, "stuck": [], "before": "1000.00", "proposed": "3000.00"}}


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


def task(app: Flask, **fields: Any) -> int:
    """A task as it would stand there."""
    values = {"job": "a.job", "args": [], "created_by": "rotina", "created_at": START, "due_at": START}
    with app.app_context(), transaction() as session:
        row = Task(**{**values, **fields})
        session.add(row)
        session.flush()
        key: int = row.id
    return key


def test_a_failed_task_is_shown_with_its_whole_sentence_and_counted_in_the_sidebar(
    app: Flask, as_role: Sign
) -> None:
    sentence = "O banco recusou o lote: " + "o certificado venceu em 12/03/2017, " * 8
    task(app, label="Registrar cobranças", state="failed", error=sentence, finished_at=START)

    page = as_role().get("/tarefas").text

    assert "Registrar cobranças" in page and sentence in page
    assert 'action="/tarefas/1/repetir"' in page


def test_a_failed_task_is_done_again_from_the_page_once(app: Flask, as_role: Sign) -> None:
    key = task(app, label="Anotar", state="failed", error="Não deu.", job="core.office.jobs.night")
    with app.app_context():
        leases.lead(leases.SCHEDULER, "host:1/a")  # which will do it
    browser = as_role()

    first = browser.post(f"/tarefas/{key}/repetir", follow_redirects=True).text
    second = browser.post(f"/tarefas/{key}/repetir", follow_redirects=True).text

    assert "A tarefa voltou para a fila." in first
    assert "já não está entre as que falharam" in second
    with app.app_context():
        assert db.session.get_one(Task, key).state == "waiting"
        assert [row.action for row in db.session.scalars(db.select(AuditEntry))][-1] == "task_retried"


def test_what_runs_shows_how_far_it_is_parts_together_and_by_whom(app: Flask, as_role: Sign) -> None:
    whole = task(app, label="Rotina da noite", state="split", started_at=START)
    running = {
        "state": "running",
        "started_at": START,
        "worker": "servidor:12/abc",
        "done": 500,
        "total": 2000,
    }
    task(app, label="parte 1", parent_id=whole, **running)
    task(app, label="parte 2", parent_id=whole, state="done", done=2000, total=2000)

    page = as_role().get("/tarefas").text

    assert "2.500 de 4.000" in page
    assert "servidor:12" in page and "abc" not in page
    assert "parte 1" not in page


def test_what_waits_says_until_when_and_why_it_failed_before(app: Flask, as_role: Sign) -> None:
    task(app, label="Entregar", due_at=START + timedelta(minutes=5), error="Sem resposta.", attempts=1)

    page = as_role().get("/tarefas").text

    assert "20/03 09:05" in page
    assert "A última tentativa falhou: Sem resposta." in page


def test_an_event_that_a_plugin_does_not_take_is_shown(app: Flask, as_role: Sign) -> None:
    with app.app_context(), transaction() as session:
        event = outbox.OutboxEvent(name="on_invoice_settled", payload={"invoice_id": 1}, created_at=START)
        session.add(event)
        session.flush()
        given = {"attempts": 3, "due_at": START + timedelta(hours=1), "error": "o roteador não responde"}
        session.add(outbox.OutboxDelivery(event_id=event.id, plugin="mikrotik", **given))

    page = as_role().get("/tarefas").text

    for words in ("mikrotik", "fatura paga", "3 tentativas", "o roteador não responde", "20/03 10:00"):
        assert words in page


def test_a_scheduler_that_is_silent_is_said_in_red_with_its_last_sign(
    app: Flask, as_role: Sign, clock: Any
) -> None:
    clock.move_to(START - timedelta(hours=3))
    with app.app_context():
        leases.lead(leases.SCHEDULER, "servidor:1/abc")
    browser = as_role()
    fresh = browser.get("/tarefas").text

    clock.move_to(START)
    silent = browser.get("/tarefas").text

    assert "Sem sinal do agendador" not in fresh
    assert "Sem sinal do agendador desde 20/03 06:00." in silent


def test_a_scheduler_that_never_was_is_missed(as_role: Sign) -> None:
    assert "O agendador nunca deu sinal." in as_role().get("/tarefas").text


def test_a_worker_that_is_silent_is_said(
    make_app: Callable[..., Flask], database: str, clock: Any, as_role: Sign
) -> None:
    app = make_app(database, redis_url="redis://localhost:1/0")
    with app.app_context():
        leases.lead("worker:7:servidor", "servidor:7")
        key = user("admin").get_id()
    clock.move_to(START + timedelta(minutes=10))
    browser = app.test_client()
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True

    page = browser.get("/tarefas").text

    assert "Nenhum worker dá sinal." in page and "servidor:7" in page


def test_the_nights_are_shown_with_their_reports(app: Flask, as_role: Sign) -> None:
    night = {"job": NIGHTLY, "args": ["2017-03-20"], "state": "done", "finished_at": START}
    task(app, **night, result=DONE)
    task(app, **{**night, "args": ["2017-03-19"]}, result=STOPPED)

    page = as_role().get("/tarefas").text

    for words in (
        "20/03/2017",
        "4 avisados",
        "803 faturas, R$\xa082.913,60",
        "Falta o plano.",
        "pede alguém",
    ):
        assert words.replace("\xa0", " ") in page.replace("\xa0", " ")
    assert "nada emitido: daria R$ 3.000,00" in page.replace("\xa0", " ")


def test_who_may_not_see_tasks_gets_neither_page_nor_line(app: Flask, as_role: Sign) -> None:
    browser = as_role("support")

    assert browser.get("/tarefas").status_code == 403
    assert "/tarefas" not in browser.get("/").text


def test_the_dashboard_says_since_when_work_stands_still(app: Flask, as_role: Sign) -> None:
    with app.app_context():
        customer()
    task(app, due_at=START - timedelta(minutes=1))
    browser = as_role()
    just_late = browser.get("/").text

    task(app, due_at=START - timedelta(hours=1))

    assert "As tarefas estão paradas" not in just_late
    assert "As tarefas estão paradas desde 20/03 08:00." in browser.get("/").text


@pytest.mark.parametrize(
    ("night", "words"),
    [
        (None, "A rotina da noite de hoje não rodou."),
        ({"state": "failed", "error": "x"}, "A rotina da noite de hoje falhou."),
        ({"state": "done", "result": STOPPED}, "As faturas de hoje esperam a sua confirmação."),
        ({"state": "done", "result": DONE}, None),
        ({"state": "running"}, None),
    ],
)
def test_the_dashboard_says_how_a_night_went_that_needs_somebody(
    app: Flask, as_role: Sign, night: dict[str, Any] | None, words: str | None
) -> None:
    with app.app_context():
        leases.lead(leases.SCHEDULER, "servidor:1/abc")
    if night:
        task(app, job=NIGHTLY, args=["2017-03-20"], **night)

    page = as_role().get("/").text

    said = [one for one in ("não rodou", "de hoje falhou", "esperam a sua confirmação") if one in page]
    assert (words in page, len(said)) == (True, 1) if words else said == []


def test_before_its_hour_and_where_no_scheduler_ever_was_no_night_is_missed(
    app: Flask, as_role: Sign, clock: Any
) -> None:
    browser = as_role()
    never = browser.get("/").text
    clock.move_to(START - timedelta(hours=3, minutes=1))
    with app.app_context():
        leases.lead(leases.SCHEDULER, "servidor:1/abc")

    assert "não rodou" not in never + browser.get("/").text


def test_the_page_refreshes_itself(as_role: Sign) -> None:
    page = as_role().get("/tarefas").text

    assert 'hx-trigger="every 4s"' in page and 'id="tarefas"' in page

"""A contract's history holds what all rooms did, newest first, twelve lines and then more. UX §2, contrato-pagina."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.billing.services.cancel import cancel_invoice
from core.contracts.services.ending import end_contract
from core.dunning.services.hold import hold
from core.extension.manager import manager
from core.extension.markers import hookimpl
from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import transaction
from core.notices.models import NoticeAttempt, NoticeMessage
from core.testing.builders import contract, user
from tests.core.dunning.proof.marina import ZONE, marina, nights_until
from tests.core.dunning.services.living import pay

CARLA = audit.Actor(1, "Carla")


@pytest.fixture
def lived(app: Flask, clock: Any) -> int:
    """Marina's April as the history has it: notice, speed, a hold by Carla, her payment, the end."""
    with app.app_context():
        contract_id = marina(clock)
        nights_until(clock, date(2017, 4, 13))
        audit.act_as(CARLA)
        clock.move_to(datetime(2017, 4, 14, 9, 30, tzinfo=ZONE))
        hold([contract_id], date(2017, 4, 17), "diz que já pagou", date(2017, 4, 14))
        clock.move_to(datetime(2017, 4, 17, 14, 2, tzinfo=ZONE))
        pay(contract_id, date(2017, 4, 17), "102.23")
        clock.move_to(datetime(2017, 4, 18, 10, 0, tzinfo=ZONE))
        end_contract(contract_id, date(2017, 4, 18), "mudou de cidade")
        audit.act_as(audit.SYSTEM)
        return contract_id


def sign_in(app: Flask, client: FlaskClient, role: str) -> FlaskClient:
    with app.app_context():
        token = user(role).get_id()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    return client


def lines(html: str) -> list[tuple[str, str]]:
    """(when, what) of each line shown."""
    card = html.split('id="historico"')[1].split("</div>\n</div></div>")[0]
    found = re.findall(r'<div><span class="t2">(.*?)</span><span>(.*?)</span></div>', card)
    plain = ((when, unescape(re.sub(r"<[^>]+>", "", what)).replace("\u00a0", " ")) for when, what in found)
    return [(when, what) for when, what in plain]


def test_the_lines_of_all_rooms_stand_in_one_order(app: Flask, client: FlaskClient, lived: int) -> None:
    shown = lines(sign_in(app, client, "finance").get(f"/contratos/{lived}").text)

    # Both of the payment's lines are of one instant here, where the clock stands still.
    assert [*shown[:1], *sorted(shown[1:3]), *shown[3:]] == [
        ("18/04 10:00", "Carla encerrou o contrato: mudou de cidade"),
        ("17/04 14:02", "Carla recebeu R$ 102,23 por Pix, fatura 1. ver fatura"),
        ("17/04 14:02", "Pagamento: tudo normal, por Carla."),
        ("14/04 09:30", "Segurado até 17/04: diz que já pagou, por Carla."),
        ("13/04 06:01", "Velocidade reduzida: 3 dias de atraso."),
        ("11/04 08:00", "Aviso por email_smtp, aceito. ver texto"),
        ("11/04 06:01", "Aviso: 1 dia de atraso."),
    ]


def test_the_links_lead_to_the_text_the_invoice_and_the_proof(
    app: Flask, client: FlaskClient, lived: int
) -> None:
    html = sign_in(app, client, "finance").get(f"/contratos/{lived}").text

    assert '<a href="/avisos/1">ver texto</a>' in html
    assert '<a href="/faturas/1">ver fatura</a>' in html
    assert f'href="/contratos/{lived}/prova">prova dos avisos</a>' in html


def test_who_may_not_see_invoices_or_messages_sees_neither(
    app: Flask, client: FlaskClient, lived: int
) -> None:
    html = sign_in(app, client, "technician").get(f"/contratos/{lived}").text

    shown = [what for _when, what in lines(html)]
    assert "Velocidade reduzida: 3 dias de atraso." in shown
    assert not [what for what in shown if "R$" in what or "Aviso por" in what]
    assert "prova dos avisos" not in html


@pytest.mark.parametrize(
    ("status", "outcome", "said"),
    [
        ("waiting", None, "Aviso por email_smtp, na fila. ver texto"),
        ("taken", "taken", "Aviso por email_smtp, aceito. ver texto"),
        ("taken", "delivered", "Aviso por email_smtp, entregue. ver texto"),
        ("bounced", "bounced", "Aviso por email_smtp, voltou. ver texto"),
        ("failed", "refused", "Aviso por email_smtp, não foi. ver texto"),
    ],
)
def test_a_message_says_what_became_of_it(
    app: Flask, client: FlaskClient, clock: Any, status: str, outcome: str | None, said: str
) -> None:
    with app.app_context():
        key = _message(status, outcome)

    assert [what for _when, what in lines(sign_in(app, client, "finance").get(f"/contratos/{key}").text)] == [
        said
    ]


def _message(status: str, outcome: str | None) -> int:
    made = contract()
    values = {
        "key": "ladder_notice:1",
        "occasion": "message",
        "channel": "email_smtp",
        "address": "m@example.com",
    }
    with transaction() as session:
        message = NoticeMessage(
            **values, contract_id=made.id, customer_id=made.customer_id, subject="", text="Texto.",
            on_day=date(2017, 3, 20), status=status, due_at=now(), created_at=now(),
        )  # fmt: skip
        session.add(message)
        session.flush()
        if outcome:
            session.add(NoticeAttempt(message_id=message.id, at=now(), outcome=outcome, detail=""))
    return int(made.id)


def test_an_invoice_that_was_cancelled_says_why(app: Flask, client: FlaskClient, clock: Any) -> None:
    with app.app_context():
        contract_id = marina(clock)
        audit.act_as(CARLA)
        cancel_invoice(1, "cobrada duas vezes", date(2017, 4, 2))
        audit.act_as(audit.SYSTEM)

    shown = lines(sign_in(app, client, "finance").get(f"/contratos/{contract_id}").text)

    assert "Carla cancelou a fatura 1: cobrada duas vezes. ver fatura" in [what for _when, what in shown]


def test_twelve_lines_are_shown_and_then_more(app: Flask, client: FlaskClient, clock: Any) -> None:
    with app.app_context():
        audit.act_as(audit.SYSTEM)
        contract_id = contract().id
        for n in range(30):
            with transaction():
                audit.record("extra_changed", "contract", contract_id, {"description": f"nº {n}"})
    clerk = sign_in(app, client, "finance")

    page = clerk.get(f"/contratos/{contract_id}").text
    more = re.findall(r'hx-get="(/contratos/\d+/historico\?n=24)"', page)
    second = clerk.get(more[0]).text
    third = clerk.get(f"/contratos/{contract_id}/historico?n=48").text

    assert [len(lines(html)) for html in (page, second, third)] == [12, 24, 30]
    assert lines(page)[0][1] == "rotina mudou o item extra nº 29"
    assert "mostrar mais" in second
    assert "mostrar mais" not in third


def test_what_contracts_does_not_tell_of_takes_no_line_from_what_it_does(
    app: Flask, client: FlaskClient, clock: Any
) -> None:
    with app.app_context():
        contract_id = contract().id
        with transaction():
            audit.record("extra_changed", "contract", contract_id, {"description": "Roteador"})
            for _ in range(20):
                audit.record("unbilled_days_to_bill", "contract", contract_id)

    assert len(lines(sign_in(app, client, "finance").get(f"/contratos/{contract_id}").text)) == 1


def test_a_room_that_fails_leaves_the_lines_of_the_others(
    app: Flask, client: FlaskClient, lived: int
) -> None:
    class Broken:
        @hookimpl
        def contract_history(self, contract_id: int, limit: int) -> list[Any]:
            raise RuntimeError("no lines today")

    with app.app_context():
        manager().register(Broken(), "broken")

    assert len(lines(sign_in(app, client, "finance").get(f"/contratos/{lived}").text)) == 7

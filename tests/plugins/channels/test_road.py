"""From a channel's page to a customer's mailbox, through the core's own services, over a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.extension.calls import collect
from core.extension.channels import Channel
from core.foundation.database import db, transaction
from core.notices.forms import settings_form, settings_of
from core.notices.models import BOUNCED, TAKEN, WAITING, NoticeAttempt, NoticeMessage
from core.notices.services.channels import save_channel, stored_settings
from core.notices.services.send import send_waiting
from core.peers.smtp import SmtpServer
from core.testing.builders import contract

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context", "clock")]
NOON = datetime(2017, 4, 11, 15, tzinfo=UTC)
PASSWORD = "senha-do-correio-9182"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    with SmtpServer(user="avisos", password=PASSWORD) as running:
        yield running


@pytest.fixture
def channel(app: Flask, server: SmtpServer) -> Channel:
    """The channel of the default plugins, set up as its page does it."""
    with app.app_context():
        found: Channel = next(one for one in collect("register_channels") if one.name == "email")
        _set_up(found, server, PASSWORD)
    return found


def _set_up(channel: Channel, server: SmtpServer, password: str) -> None:
    typed = {
        "host": "127.0.0.1",
        "port": str(server.port),
        "security": "none",
        "user": "avisos",
        "password": password,
        "from_address": "avisos@provedor.com.br",
        "from_name": "Provedor Exemplo",
    }
    sent = MultiDict({f"canal-{name}": value for name, value in typed.items()})
    form = settings_form(channel.form_class(), stored_settings(channel), sent)
    assert form.validate(), form.errors
    save_channel(channel, settings_of(form), True)


def _queued(*addresses: str) -> None:
    holder = contract()
    with transaction() as session:
        for number, address in enumerate(addresses):
            session.add(
                NoticeMessage(
                    key=f"ladder_notice:{number}",
                    occasion="message",
                    contract_id=holder.id,
                    customer_id=holder.customer_id,
                    channel="email",
                    address=address,
                    subject="Sua fatura venceu",
                    text="Olá, há R$ 100,00 em aberto.",
                    on_day=NOON.date(),
                    due_at=NOON,
                    created_at=NOON,
                )
            )


def _statuses() -> list[str]:
    return list(db.session.scalars(db.select(NoticeMessage.status).order_by(NoticeMessage.id)))


@pytest.mark.usefixtures("channel")
def test_what_is_due_arrives_and_the_servers_words_are_kept(server: SmtpServer) -> None:
    server.at_recipient["nao.existe@exemplo.com.br"] = "550 5.1.1 User unknown"
    _queued("marina@exemplo.com.br", "nao.existe@exemplo.com.br")

    send_waiting(NOON)

    words = list(db.session.scalars(db.select(NoticeAttempt.detail).order_by(NoticeAttempt.message_id)))
    [letter] = server.letters
    reference = db.session.scalars(db.select(NoticeMessage.reference).order_by(NoticeMessage.id)).first()
    assert _statuses() == [TAKEN, BOUNCED]
    assert words == ["250 2.0.0 Ok: queued as 00001", "550 5.1.1 User unknown"]
    assert letter.mail["Message-ID"] == reference


@pytest.mark.usefixtures("channel")
def test_while_the_server_is_down_messages_wait_and_go_once_when_it_is_back(server: SmtpServer) -> None:
    _queued("marina@exemplo.com.br", "otavio@exemplo.com.br")
    server.stop()
    send_waiting(NOON)
    waited = _statuses()
    server.start()

    for hour in range(16, 22):
        send_waiting(NOON.replace(hour=hour))

    assert waited == [WAITING, WAITING]
    assert _statuses() == [TAKEN, TAKEN]
    assert sorted(letter.recipients[0] for letter in server.letters) == [
        "marina@exemplo.com.br",
        "otavio@exemplo.com.br",
    ]


def test_a_password_left_blank_on_the_page_is_kept_and_a_wrong_one_bounces_nobody(
    channel: Channel, server: SmtpServer
) -> None:
    _queued("marina@exemplo.com.br")
    _set_up(channel, server, "outra-senha")
    send_waiting(NOON)
    waited = _statuses()
    _set_up(channel, server, PASSWORD)
    _set_up(channel, server, "")

    for hour in range(16, 22):
        send_waiting(NOON.replace(hour=hour))

    assert waited == [WAITING]
    assert _statuses() == [TAKEN]

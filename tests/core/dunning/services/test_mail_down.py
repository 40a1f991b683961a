"""The mail server is down for a day: nobody is cut whom no notice reached. Real SMTP, the provider's clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from core.dunning.models import LadderNotice
from core.dunning.queries.lists import unheard
from core.dunning.rules.keys import notice_key
from core.dunning.services.night import run
from core.dunning.services.notice import bounced, taken
from core.foundation.clock import now, today
from core.foundation.database import db, transaction
from core.notices.models import ChannelSettings, NoticeMessage
from core.notices.services.send import send_waiting
from core.peers.smtp import SmtpServer
from tests.core.dunning.services.living import MESSAGE, late_contract, pay, stage, timeline

pytestmark = pytest.mark.usefixtures("app_context")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of April 2017 on the provider's clocks."""
    return datetime(2017, 4, day, hour, minute, second, tzinfo=SAO_PAULO)


@pytest.fixture
def mail(app: Flask) -> Iterator[SmtpServer]:
    """A mail server that the provider has set up as a channel."""
    with SmtpServer() as server:
        settings = {"host": "127.0.0.1", "port": server.port, "security": "none", "user": None}
        names = {"from_address": "avisos@ipe.example", "from_name": "Ipê", "reply_to": None}
        with app.app_context(), transaction() as session:
            kept = json.dumps({**settings, **names, "password": None, "bounce_address": None})
            session.add(ChannelSettings(channel="email", settings=kept))
        yield server


def night_and_day(day: int) -> None:
    """The run at six, then the sender at eight, noon and four."""
    with time_machine.travel(at(day, 6)):
        run(date(2017, 4, day))
    for hour in (8, 12, 16):
        with time_machine.travel(at(day, hour, 30)):
            send_waiting(now())


def test_the_customer_is_told_in_the_morning_and_the_ladder_goes_on(mail: SmtpServer) -> None:
    key = late_contract(email="marina@example.com")

    for day in (11, 12, 13):
        night_and_day(day)

    assert timeline(key) == [(MESSAGE, "message_started"), (date(2017, 4, 13), "throttled")]
    notice = mail.letters[0]
    assert notice.recipients == ("marina@example.com",)
    assert "contrato " + str(key) in notice.mail.get_content()
    assert "100,00" in notice.mail.get_content()
    assert "proteção ao crédito" in notice.mail.get_content()


def test_while_the_server_is_down_nobody_goes_up_and_the_days_count_from_the_notice(
    mail: SmtpServer,
) -> None:
    key = late_contract(email="marina@example.com", notice_days=3, throttle_after_days=None)
    mail.stop()
    night_and_day(11)
    night_and_day(12)
    assert unheard() == [key]

    mail.start()
    for day in range(13, 27):
        night_and_day(day)

    assert [one.taken_on for one in db.session.query(LadderNotice)] == [date(2017, 4, 13)]
    assert len(mail.letters) == 2  # the notice once, then the suspension
    assert timeline(key) == [(MESSAGE, "message_started"), (date(2017, 4, 20), "suspended")]


def test_an_address_that_bounces_holds_the_contract_back(mail: SmtpServer) -> None:
    key = late_contract(email="errado@example.com")
    mail.at_recipient["errado@example.com"] = "550 5.1.1 nobody here"

    for day in range(11, 22):
        night_and_day(day)

    assert (timeline(key), unheard()) == ([(MESSAGE, "message_started")], [key])
    row = db.session.query(NoticeMessage).one()
    assert (row.status, "nobody here" in (row.error or "")) == ("bounced", True)


def test_who_pays_before_the_mail_goes_out_is_not_told_that_he_owes(mail: SmtpServer) -> None:
    key = late_contract(email="marina@example.com")
    with time_machine.travel(at(11, 6)):
        run(MESSAGE)

    with time_machine.travel(at(11, 7)):
        pay(key, MESSAGE)
    with time_machine.travel(at(11, 9)):
        send_waiting(now())

    assert stage(key) == "normal"
    assert [one.mail["Subject"] for one in mail.letters] == ["Recebemos o seu pagamento"]


@pytest.mark.parametrize(
    ("instant", "day"),
    [(at(10, 23, 59, 59), date(2017, 4, 10)), (at(11, 0, 0, 1), date(2017, 4, 11))],
    ids=["one second before midnight", "one second after"],
)
def test_the_business_day_turns_at_midnight_in_sao_paulo_whatever_the_server_keeps(
    instant: datetime, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    key = late_contract()

    with time_machine.travel(instant):
        run(today())

    assert timeline(key) == ([(day, "message_started")] if day == MESSAGE else [])


def test_a_notice_that_came_back_by_one_channel_counts_from_the_day_of_the_other() -> None:
    key = late_contract()
    with time_machine.travel(at(11, 6)):
        run(MESSAGE)
    notice = db.session.scalars(db.select(LadderNotice)).one().id
    name = notice_key(notice)
    with transaction() as session:
        session.add(_letter(key, name, "email", "bounced", at(11, 8)))
        session.add(_letter(key, name, "webhook", "taken", at(13, 8)))
    taken(name, key, MESSAGE)

    bounced(name, key)

    assert db.session.get_one(LadderNotice, notice).taken_on == date(2017, 4, 13)


def _letter(contract_id: int, key: str, channel: str, status: str, when: datetime) -> NoticeMessage:
    about = {
        "key": key,
        "occasion": "message",
        "contract_id": contract_id,
        "customer_id": 1,
        "on_day": MESSAGE,
    }
    sent = {"channel": channel, "status": status, "due_at": when, "created_at": when, "taken_at": when}
    return NoticeMessage(**about, **sent, address="marina", subject="", text="")

"""What is due is tried by each channel that works; one that is down holds up none, and what became of it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from core.extension.channels import Sent
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.foundation.database import db, transaction
from core.notices.models import ChannelSettings, NoticeAttempt, NoticeMessage
from core.notices.rules.waits import next_try
from core.notices.services.queue import queue_messages, withdraw_messages
from core.notices.services.send import send_waiting
from tests.core.notices.conftest import Heard, Post, order, reachable, sao_paulo, set_up

pytestmark = [
    pytest.mark.databases("sqlite", "postgres"),
    pytest.mark.usefixtures("app_context", "clock"),
]
NOON, DAY = sao_paulo(11, 12), date(2017, 4, 11)
KEY = "ladder_notice:1"
Register = Callable[..., None]


def queue(*orders: Any, at: datetime = NOON) -> None:
    with transaction():
        queue_messages(orders, at)


def messages() -> list[NoticeMessage]:
    db.session.rollback()
    return list(db.session.scalars(db.select(NoticeMessage).order_by(NoticeMessage.id)))


def outcomes() -> list[str]:
    return list(db.session.scalars(db.select(NoticeAttempt.outcome).order_by(NoticeAttempt.id)))


def test_a_message_that_is_taken_is_kept_as_evidence_and_told(post: Post, heard: Heard) -> None:
    contract_id = reachable()
    queue(order(contract_id))

    taken = send_waiting(NOON)

    [one] = messages()
    assert taken == 1
    assert (one.status, one.taken_at, one.attempts) == ("taken", NOON, 1)
    assert outcomes() == ["taken"]
    assert heard == [("when_notice_taken", KEY, contract_id, DAY)]
    assert (post.sent[0].name, post.settings["password"]) == ("Marina Tavares", "segredo-1")


def test_what_was_taken_is_not_sent_again(post: Post, heard: Heard) -> None:
    queue(order(reachable()))
    send_waiting(NOON)

    assert send_waiting(NOON + timedelta(hours=1)) == 0
    assert len(post.sent) == 1
    assert len(heard) == 1


def test_nothing_goes_before_its_time_nor_at_night(post: Post) -> None:
    queue(order(reachable()), at=sao_paulo(11, 22))

    by_night = [
        send_waiting(at) for at in (sao_paulo(11, 23, 59, 59), sao_paulo(12, 0, 0, 1), sao_paulo(12, 7, 59))
    ]
    in_the_morning = send_waiting(sao_paulo(12, 8))

    assert by_night == [0, 0, 0]
    assert in_the_morning == 1


def test_what_became_late_in_the_evening_waits_for_the_morning(post: Post) -> None:
    queue(order(reachable()), at=sao_paulo(11, 19, 59))

    assert send_waiting(sao_paulo(11, 20)) == 0
    assert send_waiting(sao_paulo(12, 8)) == 1


def test_a_channel_down_for_a_day_takes_everything_once_it_is_back(post: Post, heard: Heard) -> None:
    for n in range(3):
        queue(order(reachable(), f"ladder_notice:{n}"))
    post.down = DriverUnreachable("não conecta")
    at = NOON
    while at < NOON + timedelta(days=1):
        send_waiting(at)
        at += timedelta(minutes=10)
    unheard = list(heard)
    post.down = None

    taken = sum(send_waiting(at + timedelta(hours=hours)) for hours in range(8))

    assert unheard == []
    assert taken == 3
    assert {one.status for one in messages()} == {"taken"}
    assert len({one.id for one in post.sent}) == 3


def test_waits_grow_from_a_minute_to_six_hours_and_end_after_three_days() -> None:
    minutes = [next_try(n, NOON, NOON) - NOON for n in range(1, 7)]  # type: ignore[operator]

    assert [wait.total_seconds() / 60 for wait in minutes] == [1, 5, 15, 60, 180, 360]
    assert next_try(9, NOON, NOON + timedelta(days=3)) is None


def test_after_three_days_of_a_dead_channel_the_message_is_given_up_and_nobody_has_it(
    post: Post, heard: Heard
) -> None:
    contract_id = reachable()
    queue(order(contract_id))
    post.down = DriverUnreachable("não conecta")

    for minutes in range(0, 4 * 24 * 60, 30):
        send_waiting(NOON + timedelta(minutes=minutes))

    [one] = messages()
    assert (one.status, one.error) == ("failed", "não conecta")
    assert [told[:3] for told in heard] == [("when_notice_bounced", KEY, contract_id)]


def test_a_down_channel_is_asked_once_and_all_that_waits_is_put_off(post: Post) -> None:
    for n in range(50):
        queue(order(reachable(), f"ladder_notice:{n}"))
    post.down = DriverUnreachable("não conecta")
    send_waiting(NOON)
    post.calls.clear()

    send_waiting(NOON + timedelta(minutes=1))

    assert post.calls == [1]
    assert {one.attempts for one in messages()} == {2}


def test_a_channel_that_is_down_delays_no_other(register: Register, heard: Heard) -> None:
    mail, sms = Post("mail"), Post("sms", short=True, by="phones")
    register(mail, sms)
    set_up("mail", "sms")
    mail.down = DriverUnreachable("não conecta")
    queue(order(reachable(phone="+5519998765432")))

    send_waiting(NOON)

    assert {one.channel: one.status for one in messages()} == {"mail": "waiting", "sms": "taken"}
    assert [name for name, *_ in heard] == ["when_notice_taken"]


def test_the_channel_that_works_goes_first(register: Register) -> None:
    went: list[str] = []
    mail, sms = Post("mail"), Post("sms", by="phones")
    mail.during, sms.during = lambda: went.append("mail"), lambda: went.append("sms")
    register(mail, sms)
    set_up("mail", "sms")
    with transaction() as session:
        session.get_one(ChannelSettings, "mail").fault_at = NOON
    queue(order(reachable(phone="+5519998765432")))

    send_waiting(NOON)

    assert went == ["sms", "mail"]


def test_a_refused_address_bounces_at_once_and_nobody_has_the_message(post: Post, heard: Heard) -> None:
    contract_id = reachable()
    queue(order(contract_id))
    post.answer = lambda one: DriverRefused("550 no such user")

    send_waiting(NOON)

    [one] = messages()
    assert (one.status, one.error) == ("bounced", "550 no such user")
    assert heard == [("when_notice_bounced", KEY, contract_id, DAY)]
    assert db.session.get_one(ChannelSettings, "post").fault is None


def test_one_channels_bounce_is_not_told_while_another_has_the_message(
    register: Register, heard: Heard
) -> None:
    mail, sms = Post("mail"), Post("sms", by="phones")
    register(mail, sms)
    set_up("mail", "sms")
    mail.answer = lambda one: DriverRefused("550")
    queue(order(reachable(phone="+5519998765432")))

    send_waiting(NOON)

    assert [name for name, *_ in heard] == ["when_notice_taken"]


def test_one_refusal_among_many_keeps_none_of_the_others_back(post: Post) -> None:
    for n in range(30):
        queue(order(reachable(), f"ladder_notice:{n}"))
    [bad, *_] = [one.id for one in messages()]
    post.answer = lambda one: DriverRefused("550") if str(bad) in one.id.split("-") else Sent("ok", one.id)

    assert send_waiting(NOON) == 29


def test_a_channel_that_breaks_is_tried_again_with_each_message_alone(post: Post) -> None:
    for n in range(3):
        queue(order(reachable(), f"ladder_notice:{n}"))
    post.down = ZeroDivisionError("a fault of ours")
    send_waiting(NOON)
    post.down = None
    post.calls.clear()

    taken = send_waiting(NOON + timedelta(minutes=1))

    assert taken == 3
    assert post.calls == [1, 1, 1]


def test_a_channel_that_answers_for_fewer_is_asked_again_for_all(post: Post) -> None:
    class Short(Post):
        def send(self, settings: Any, messages: Any) -> Any:
            return []

    post.__class__ = Short
    queue(order(reachable()))

    assert send_waiting(NOON) == 0
    assert messages()[0].error == "0 respostas para 1 mensagens"


def test_no_transaction_is_open_while_a_server_is_talked_to(post: Post) -> None:
    queue(order(reachable()))
    open_then: list[bool] = []
    post.during = lambda: open_then.append(db.session().in_transaction())

    send_waiting(NOON)

    assert open_then == [False]


def test_of_two_senders_at_one_moment_each_message_has_one(post: Post, app: Flask) -> None:
    for n in range(40):
        queue(order(reachable(), f"ladder_notice:{n}"))
    db.session.remove()
    start, taken = threading.Barrier(2), []

    def send() -> None:
        with app.app_context():
            start.wait()
            taken.append(send_waiting(NOON))
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sum(taken) == 40
    assert len(post.sent) == len({one.id for one in post.sent}) == 40


def test_what_a_sender_held_that_was_killed_is_tried_again_after_half_an_hour(post: Post) -> None:
    queue(order(reachable()))

    def killed() -> None:
        raise KeyboardInterrupt

    post.during = killed
    with pytest.raises(KeyboardInterrupt):
        send_waiting(NOON)
    post.during = lambda: None

    assert send_waiting(NOON + timedelta(minutes=29)) == 0
    assert send_waiting(NOON + timedelta(minutes=31)) == 1


def test_what_is_not_heard_is_told_again_and_sent_once(post: Post, heard: Heard) -> None:
    queue(order(reachable()))
    heard.fails = 1

    send_waiting(NOON)
    missed = list(heard)
    send_waiting(NOON + timedelta(minutes=1))

    assert missed == []
    assert [name for name, *_ in heard] == ["when_notice_taken"]
    assert len(post.sent) == 1


def test_what_was_taken_while_somebody_took_it_back_is_taken(post: Post) -> None:
    queue(order(reachable()))
    post.during = lambda: withdraw_messages([KEY], "A fatura foi paga antes.") and None  # type: ignore[assignment]

    send_waiting(NOON)

    assert [(one.status, one.error) for one in messages()] == [("taken", None)]


def test_what_waits_for_a_channel_that_is_off_is_given_up_after_three_days(post: Post, heard: Heard) -> None:
    queue(order(reachable()))
    with transaction() as session:
        session.get_one(ChannelSettings, "post").active = False

    send_waiting(NOON + timedelta(days=2))
    waiting = messages()[0].status
    send_waiting(NOON + timedelta(days=3))

    assert waiting == "waiting"
    assert messages()[0].status == "failed"
    assert [name for name, *_ in heard] == ["when_notice_bounced"]


def test_a_channels_page_knows_its_last_success_and_fault(post: Post) -> None:
    queue(order(reachable()))
    post.down = DriverUnreachable("não conecta")
    send_waiting(NOON)
    faulty = db.session.get_one(ChannelSettings, "post").fault
    post.down = None
    send_waiting(NOON + timedelta(minutes=1))

    row = db.session.get_one(ChannelSettings, "post", populate_existing=True)
    assert faulty == "não conecta"
    assert row.taken_at == NOON + timedelta(minutes=1)

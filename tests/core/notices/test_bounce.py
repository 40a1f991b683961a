"""What came back after a channel took it: by a mail, or as the channel answers when it is asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.extension.channels import Outcome, ReadBack
from core.foundation.database import db, transaction
from core.notices.models import NoticeAttempt, NoticeMessage
from core.notices.rules.bounce import read_bounce
from core.notices.services.again import RetryRefused, try_again
from core.notices.services.bounce import NotOurs, note_bounce, read_back
from core.notices.services.consent import note_consent
from core.notices.services.queue import queue_messages
from core.notices.services.send import send_waiting
from tests.core.notices.conftest import Heard, Post, order, reachable, sao_paulo

pytestmark = [
    pytest.mark.databases("sqlite", "postgres"),
    pytest.mark.usefixtures("app_context", "clock"),
]
NOON = sao_paulo(11, 12)
LATER = NOON + timedelta(hours=1)
DSN = """\
From: MAILER-DAEMON@mx.example.com
To: avisos@provedor.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; marina@example.com
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: {kind}

From: avisos@provedor.example
Message-ID: {reference}
Subject: Fatura em atraso

--B--
"""


def mail(reference: str, action: str = "failed", kind: str = "message/rfc822") -> bytes:
    return DSN.format(reference=reference, action=action, kind=kind).encode()


def taken_message(post: Post) -> NoticeMessage:
    asked = order(reachable())
    with transaction():
        queue_messages([asked], NOON)
    send_waiting(NOON)
    return db.session.scalars(db.select(NoticeMessage)).one()


def status() -> str:
    db.session.rollback()
    return str(db.session.scalar(db.select(NoticeMessage.status)))


def bounce_of(raw: bytes) -> Any:
    found = read_bounce(raw)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_mail_marks_its_message_and_tells_that_nobody_has_it(
    post: Post, heard: Heard, kind: str
) -> None:
    message = taken_message(post)

    note_bounce(bounce_of(mail(str(message.reference), kind=kind)), LATER)

    assert status() == "bounced"
    assert [name for name, *_ in heard] == ["when_notice_taken", "when_notice_bounced"]
    assert heard[-1][3] == date(2017, 4, 11)
    words = list(db.session.scalars(db.select(NoticeAttempt.detail).filter_by(outcome="bounced")))
    assert words == ["5.1.1 550 5.1.1 no such user"]


def test_the_same_bounce_twice_is_one(post: Post, heard: Heard) -> None:
    message = taken_message(post)
    for _ in range(2):
        note_bounce(bounce_of(mail(str(message.reference))), LATER)

    assert len(heard) == 2


def test_a_mail_that_is_late_is_not_lost(post: Post, heard: Heard) -> None:
    message = taken_message(post)

    assert note_bounce(bounce_of(mail(str(message.reference), action="delayed")), LATER) == []
    assert status() == "taken"


def test_a_bounce_of_somebody_elses_mail_changes_nothing(post: Post) -> None:
    taken_message(post)

    with pytest.raises(NotOurs):
        note_bounce(bounce_of(mail("<other@example.com>")), LATER)

    assert status() == "taken"


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: oi\n\noi", b"\xff\xfe\x00", b"Content-Type: message/delivery-status\n\n"]
)
def test_what_is_no_bounce_is_none(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_a_channel_asked_for_news_can_take_back_what_it_took(post: Post, heard: Heard) -> None:
    message = taken_message(post)
    post.news = {str(message.reference): ReadBack(Outcome.BOUNCED, "número não existe")}

    assert read_back(LATER) == 1
    assert status() == "bounced"
    assert heard[-1][0] == "when_notice_bounced"


def test_a_message_that_a_channel_says_was_read_is_evidence_once(post: Post) -> None:
    message = taken_message(post)
    post.news = {str(message.reference): ReadBack(Outcome.TAKEN, "lida")}

    read_back(LATER)
    read_back(LATER)

    assert list(db.session.scalars(db.select(NoticeAttempt.detail).filter_by(outcome="delivered"))) == [
        "lida"
    ]


def test_what_was_taken_four_days_ago_is_not_asked_about(post: Post) -> None:
    message = taken_message(post)
    post.news = {str(message.reference): ReadBack(Outcome.BOUNCED, "tarde demais")}

    assert read_back(NOON + timedelta(days=4)) == 0


def test_a_bounced_message_can_be_tried_again_at_the_address_that_is_right_now(
    post: Post, heard: Heard
) -> None:
    from core.customers.models import CustomerEmail

    message = taken_message(post)
    note_bounce(bounce_of(mail(str(message.reference))), LATER)
    with transaction() as session:
        session.scalars(db.select(CustomerEmail)).one().address = "nova@example.com"

    try_again(message.id, LATER)
    send_waiting(LATER)

    assert post.sent[-1].address == "nova@example.com"
    assert [name for name, *_ in heard] == ["when_notice_taken", "when_notice_bounced", "when_notice_taken"]


def test_what_was_taken_or_is_not_wanted_is_not_tried_again(post: Post) -> None:
    message = taken_message(post)
    with pytest.raises(RetryRefused, match="já aceitou"):
        try_again(message.id, LATER)
    note_bounce(bounce_of(mail(str(message.reference))), LATER)
    note_consent(message.customer_id, "post", False, LATER)

    with pytest.raises(RetryRefused, match="não quer"):
        try_again(message.id, LATER)


def test_a_customer_who_wants_no_messages_by_a_channel_gets_none(post: Post) -> None:
    from core.contracts.models import Contract

    contract_id = reachable()
    customer_id = db.session.get_one(Contract, contract_id).customer_id
    note_consent(customer_id, "post", False, NOON)
    with transaction():
        refused = queue_messages([order(contract_id, "a")], NOON)
    note_consent(customer_id, "post", True, NOON)

    with transaction():
        again = queue_messages([order(contract_id, "b")], NOON)

    assert (refused, again) == ({"a": 0}, {"b": 1})

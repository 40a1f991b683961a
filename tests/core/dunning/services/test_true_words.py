"""What waits for the morning is said only if it is still true then: letters of a step that was undone meanwhile. RULES §6."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask

from core.billing.models import Invoice
from core.billing.services.cancel import cancel_invoice
from core.contracts.services.ending import reactivate_contract
from core.dunning.services.night import move
from core.dunning.services.remind import remind
from core.dunning.services.unlock import trust_unlock
from core.foundation.database import db, transaction
from core.notices.models import WAITING, ChannelSettings, NoticeMessage, ReminderRule
from tests.core.dunning.services.living import (
    CANCELLED,
    DUE,
    MESSAGE,
    SUSPENDED,
    THROTTLED,
    invoice,
    late_contract,
    nights,
    pay,
    stage,
)

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("mail")]
MARINA = "marina@example.com"


@pytest.fixture
def mail(app_context: Flask) -> None:
    """A channel that is on, and that nobody asks to send: all that is written waits."""
    with transaction() as session:
        session.add(ChannelSettings(channel="email", settings=json.dumps({})))


def waiting() -> list[str]:
    """The occasions of what would go out now, oldest first."""
    query = db.select(NoticeMessage.occasion).where(NoticeMessage.status == WAITING)
    return list(db.session.scalars(query.order_by(NoticeMessage.id)))


def said() -> str:
    """The text of the one letter that would go out now."""
    (text,) = db.session.scalars(db.select(NoticeMessage.text).where(NoticeMessage.status == WAITING))
    return text


def send_all() -> None:
    """All that waits has gone."""
    with transaction() as session:
        session.execute(db.update(NoticeMessage).values(status="taken"))


def test_who_paid_a_part_before_the_morning_is_not_told_of_a_step_that_was_undone() -> None:
    key = late_contract(email=MARINA)
    invoice(key, date(2017, 4, 17), number=2)
    nights(DUE, date(2017, 4, 19))
    send_all()
    move(SUSPENDED)

    pay(key, SUSPENDED)

    # The second invoice is 3 days late: the speed is reduced, and nothing is suspended.
    assert stage(key) == "throttled"
    assert waiting() == ["restored"]


def test_who_is_unlocked_before_the_morning_is_not_told_of_a_suspension() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, date(2017, 4, 19))
    send_all()
    move(SUSPENDED)

    trust_unlock(key, SUSPENDED, 3)

    assert waiting() == ["unlocked"]


def test_who_comes_back_before_the_morning_is_not_told_that_the_contract_is_cancelled() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, date(2017, 4, 29))
    send_all()
    move(CANCELLED)

    pay(key, CANCELLED, paid_on=date(2017, 4, 28))

    assert waiting() == ["restored"]


def test_who_a_person_brings_back_before_the_morning_is_not_told_of_a_cancellation() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, date(2017, 4, 29))
    send_all()
    move(CANCELLED)

    reactivate_contract(key, CANCELLED, "acordo por telefone")

    assert waiting() == []


def test_a_letter_that_waited_for_days_gives_way_to_that_of_the_next_step() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, MESSAGE)
    send_all()
    nights(THROTTLED, SUSPENDED)

    assert stage(key) == "suspended"
    assert waiting() == ["suspended"]


def test_a_notice_of_what_was_paid_is_withdrawn_though_something_else_is_late() -> None:
    key = late_contract(email=MARINA)
    move(MESSAGE)
    invoice(key, date(2017, 4, 17), number=2)

    pay(key, date(2017, 4, 18))

    assert stage(key) == "message"
    assert waiting() == []


def test_nobody_is_thanked_for_a_payment_where_an_invoice_was_cancelled() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, THROTTLED)
    number = db.session.scalar(db.select(Invoice.id).where(Invoice.contract_id == key))

    cancel_invoice(number or 0, "cobrada em dobro", date(2017, 4, 14), waive=True)

    assert stage(key) == "normal"
    assert waiting() == []


def test_who_was_only_told_of_the_debt_is_thanked_and_not_told_that_the_internet_returns() -> None:
    key = late_contract(email=MARINA)
    move(MESSAGE)

    pay(key, date(2017, 4, 12))

    assert "voltando" not in said()


def test_who_was_cut_is_told_that_the_internet_returns() -> None:
    key = late_contract(email=MARINA)
    nights(DUE, THROTTLED)

    pay(key, THROTTLED)

    assert "voltando" in said()


def test_a_reminder_tells_of_its_own_invoice_though_another_falls_due_before_it() -> None:
    with transaction() as session:
        session.add(ReminderRule(days_before=3))
    key = late_contract(email=MARINA)
    invoice(key, date(2017, 4, 12), amount="77.00", number=2)

    remind(date(2017, 4, 9))

    assert "77,00" in said()
    assert "100,00" not in said()

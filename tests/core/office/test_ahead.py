"""The demo is lived ahead: from signing to cancellation, with nobody paying. Issue of the ladder, its last line."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from core.foundation.database import db
from core.notices.models import NoticeMessage
from core.office.demo.ahead import live_until
from core.office.demo.post import open_mailbox, wants_mailbox
from tests.core.dunning.services.living import (
    CANCELLED,
    MESSAGE,
    SUSPENDED,
    THROTTLED,
    late_contract,
    timeline,
)


def test_every_night_to_the_day_is_lived_once_and_all_mail_arrives(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALHA_TODAY", "2017-04-10")
    open_mailbox()
    key = late_contract(email="marina@example.com")

    assert live_until(date(2017, 4, 15)) == 6
    assert live_until(date(2017, 5, 2)) == 17
    assert live_until(date(2017, 5, 2)) == 0

    assert timeline(key) == [
        (MESSAGE, "message_started"),
        (THROTTLED, "throttled"),
        (SUSPENDED, "suspended"),
        (CANCELLED, "cancelled"),
    ]
    kept = db.session.query(NoticeMessage.occasion, NoticeMessage.status).order_by(NoticeMessage.id)
    assert kept.all() == [
        ("message", "taken"),
        ("throttled", "taken"),
        ("suspended", "taken"),
        ("cancelled", "taken"),
    ]


def test_what_is_no_demo_is_never_lived_ahead(app_context: Flask, runner: object) -> None:
    assert not wants_mailbox()

    outcome = runner("demo", "live", "--until", "2017-05-02")  # type: ignore[operator]

    assert (outcome.exit_code, "only the demo" in outcome.output) == (2, True)

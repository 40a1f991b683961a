"""The nights of the ladder, kept by the services. RULES §6, §7."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.access.models import InternetAccount, WantedAccess
from core.contracts.models import Contract
from core.dunning.models import LadderEvent, LadderState
from core.dunning.queries.lists import history, unheard
from core.dunning.rules.facts import Stage
from core.dunning.services.hold import HoldRefused, hold, release
from core.dunning.services.night import move, preview
from core.dunning.services.notice import NoticeRefused, send_again, told_by_hand
from core.foundation.calendar import DAY
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.holidays import Holiday
from tests.core.dunning.services.living import (
    CANCELLED,
    DUE,
    MESSAGE,
    SUSPENDED,
    THROTTLED,
    hear_all,
    late_contract,
    nights,
    pay,
    stage,
    timeline,
)

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context")]


def test_the_manuals_contract_goes_up_the_ladder_on_its_days() -> None:
    key = late_contract()

    nights(DUE, date(2017, 5, 2))

    assert timeline(key) == [
        (MESSAGE, "message_started"),
        (THROTTLED, "throttled"),
        (SUSPENDED, "suspended"),
        (CANCELLED, "cancelled"),
    ]
    ended = db.session.get_one(Contract, key)
    assert (ended.status, ended.stage, ended.ended_on) == ("ended", "cancelled", CANCELLED)


def test_each_step_says_its_reason_and_the_weekend_that_it_waited_for() -> None:
    # Due Wednesday 05-10: the tenth day is Saturday 05-20.
    key = late_contract(due=date(2017, 5, 10))
    number = invoice_number(key)

    nights(date(2017, 5, 11), date(2017, 5, 22))

    suspended = history(key)[0]
    assert suspended.words == (
        f"Internet suspensa: fatura {number} venceu em 10/05, 12 dias; sábado e domingo não suspende"
    )
    assert suspended.data["waited"] == [["2017-05-20", "saturday"], ["2017-05-21", "sunday"]]


def test_a_night_run_twice_does_nothing_more() -> None:
    key = late_contract()
    move(MESSAGE)
    hear_all(MESSAGE)

    again = move(MESSAGE)

    assert again.moved == 0
    assert timeline(key) == [(MESSAGE, "message_started")]


def test_after_missed_nights_a_contract_still_rises_one_step_a_night() -> None:
    key = late_contract()

    nights(date(2017, 6, 12), date(2017, 6, 14))

    assert timeline(key) == [
        (date(2017, 6, 12), "message_started"),
        (date(2017, 6, 13), "throttled"),
        (date(2017, 6, 14), "suspended"),
    ]


def test_a_whole_base_given_a_ladder_on_one_day_is_only_told() -> None:
    keys = [late_contract(due=date(2016, 4, 11)) for _ in range(30)]

    report = move(date(2017, 4, 11))

    assert report.steps == {"message_started": 30}
    assert {stage(key) for key in keys} == {"message"}


def test_a_holiday_added_on_the_very_day_keeps_the_internet_on() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED - DAY)
    with transaction() as session:
        session.add(Holiday(day=SUSPENDED, name="Padroeira"))

    nights(SUSPENDED, date(2017, 4, 24))

    # 04-21 is Tiradentes, then the weekend.
    assert timeline(key)[-1] == (date(2017, 4, 24), "suspended")


def test_a_notice_that_no_channel_took_holds_the_contract_back_and_lists_it() -> None:
    key = late_contract()

    nights(DUE, date(2017, 4, 30), told=False)

    assert timeline(key) == [(MESSAGE, "message_started")]
    assert unheard() == [key]


def test_the_days_of_notice_count_from_the_day_a_channel_took_it() -> None:
    key = late_contract(notice_days=5, throttle_after_days=None)
    nights(DUE, date(2017, 4, 18), told=False)
    hear_all(date(2017, 4, 19))

    nights(date(2017, 4, 20), date(2017, 4, 25))

    # 04-19 and five days: 04-24, a Monday.
    assert timeline(key)[-1] == (date(2017, 4, 24), "suspended")


def test_a_notice_given_by_telephone_counts_from_that_day() -> None:
    key = late_contract()
    nights(DUE, date(2017, 4, 17), told=False)

    told_by_hand(key, "liguei às 10h, falei com Marina", date(2017, 4, 18))
    nights(date(2017, 4, 18), date(2017, 4, 18))

    assert timeline(key)[1:] == [(date(2017, 4, 18), "told"), (date(2017, 4, 18), "throttled")]
    assert unheard() == []


def test_a_notice_cannot_be_given_again_where_nobody_can_be_reached() -> None:
    key = late_contract()
    move(MESSAGE)

    with pytest.raises(NoticeRefused, match="Nenhum canal"):
        send_again(key, MESSAGE)
    with pytest.raises(NoticeRefused, match="como o cliente foi avisado"):
        told_by_hand(key, "  ", MESSAGE)


def test_a_small_rest_brings_a_message_and_never_a_cut() -> None:
    key = late_contract(amount="5.00")

    nights(DUE, date(2017, 5, 30))

    assert timeline(key) == [(MESSAGE, "message_started")]


def test_another_contract_of_the_same_customer_is_never_touched() -> None:
    key = late_contract()
    holder = db.session.get_one(Contract, key).customer_id
    from core.customers.models import Customer
    from core.testing.builders import contract

    other = contract(of=db.session.get_one(Customer, holder)).id

    nights(DUE, SUSPENDED)

    assert (stage(key), stage(other)) == ("suspended", "normal")


# Holding back


def test_a_held_contract_does_not_move_through_the_night_of_its_day() -> None:
    key = late_contract()
    nights(DUE, MESSAGE)

    hold([key], date(2017, 4, 17), "vai pagar na segunda", MESSAGE)
    nights(date(2017, 4, 12), date(2017, 4, 18))

    assert timeline(key)[1:] == [(MESSAGE, "held"), (date(2017, 4, 18), "throttled")]


def test_a_released_contract_moves_again() -> None:
    key = late_contract()
    nights(DUE, MESSAGE)
    hold([key], date(2017, 5, 10), "combinado", MESSAGE)

    assert release([key], date(2017, 4, 12)) == 1
    nights(date(2017, 4, 13), date(2017, 4, 13))

    assert timeline(key)[-2:] == [(date(2017, 4, 12), "released"), (THROTTLED, "throttled")]


@pytest.mark.parametrize(
    ("until", "reason", "field", "words"),
    [
        (date(2017, 4, 10), "x", "until", "Escolha hoje"),
        (date(2017, 6, 11), "x", "until", "No máximo 60 dias, até 10/06/2017"),
        (date(2017, 4, 12), " ", "reason", "Escreva o motivo"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_in_words(until: date, reason: str, field: str, words: str) -> None:
    key = late_contract()

    with pytest.raises(HoldRefused, match=words) as refused:
        hold([key], until, reason, MESSAGE)

    assert refused.value.field == field
    assert timeline(key) == []


def test_paying_all_that_is_late_ends_a_hold() -> None:
    key = late_contract()
    nights(DUE, THROTTLED)
    hold([key], date(2017, 5, 10), "combinado", THROTTLED)

    pay(key, date(2017, 4, 14))

    state = db.session.get_one(LadderState, key)
    assert (state.held_until, state.hold_reason) == (None, None)


# Looking ahead


def test_a_preview_says_who_would_move_and_writes_nothing() -> None:
    key = late_contract()

    moves = list(preview(MESSAGE))

    assert [(one.contract_id, one.step.stage) for one in moves] == [(key, Stage.MESSAGE)]
    assert (stage(key), db.session.query(LadderEvent).count()) == ("normal", 0)


# Accounts


def test_each_stage_sets_what_the_accounts_should_have() -> None:
    key = late_contract()
    account = account_of(key)
    seen = []

    for day in (MESSAGE, THROTTLED, SUSPENDED):
        nights(day, day)
        seen.append(wanted(account))
    pay(key, date(2017, 4, 21))

    assert seen == [None, ("reduced", 2_000), ("suspended", 0)]
    assert wanted(account) == ("active", 30_000)


def account_of(contract_id: int) -> int:
    from core.access.models import Plan

    with transaction() as session:
        plan = Plan(
            name="30 Mega",
            download_kbps=30_000,
            upload_kbps=15_000,
            reduced_download_kbps=2_000,
            reduced_upload_kbps=1_000,
            price=Decimal("100.00"),
        )
        session.add(plan)
        session.flush()
        account = InternetAccount(
            login="marina", method="pppoe", plan_id=plan.id, contract_id=contract_id, created_at=now()
        )
        session.add(account)
    return account.id


def wanted(account_id: int) -> tuple[str, int] | None:
    db.session.rollback()
    row = db.session.get(WantedAccess, account_id, populate_existing=True)
    return (row.state, row.download_kbps) if row else None


def invoice_number(contract_id: int) -> int:
    from core.billing.models import Invoice

    found = db.session.scalar(db.select(Invoice.id).where(Invoice.contract_id == contract_id))
    assert found
    return found

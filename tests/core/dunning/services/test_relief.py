"""What lifts a contract: payments, cancelled invoices, a trust unlock, late news. RULES §6."""

from __future__ import annotations

from datetime import date

import pytest

from core.billing.models import Invoice, UnbilledDays
from core.billing.services.cancel import cancel_invoice
from core.contracts.models import Contract
from core.contracts.services.ending import end_contract, reactivate_contract
from core.dunning.models import LadderState
from core.dunning.queries.lists import history, promised
from core.dunning.services.unlock import UnlockRefused, trust_unlock, unlock_refusal
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
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
    timeline,
)

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context")]
FRIDAY = date(2017, 4, 21)


def test_a_payment_lifts_everything_at_once() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)

    pay(key, SUSPENDED)

    assert stage(key) == "normal"
    assert timeline(key)[-1] == (SUSPENDED, "restored")
    assert db.session.get_one(LadderState, key).suspended_since is None


def test_a_payment_that_leaves_something_late_steps_down_to_what_that_justifies() -> None:
    key = late_contract()
    invoice(key, date(2017, 4, 17), number=2)
    nights(DUE, SUSPENDED)

    pay(key, SUSPENDED)

    # The second is 3 days late: throttled.
    assert stage(key) == "throttled"


def test_a_payment_of_someone_who_is_not_late_is_no_event() -> None:
    key = late_contract()

    pay(key, DUE)

    assert (stage(key), timeline(key), db.session.get(LadderState, key)) == ("normal", [], None)


def test_a_cancelled_invoice_lifts_too() -> None:
    key = late_contract()
    nights(DUE, THROTTLED)
    number = db.session.scalar(db.select(Invoice.id).where(Invoice.contract_id == key))

    cancel_invoice(number or 0, "cobrada em dobro", date(2017, 4, 14), waive=True)

    assert stage(key) == "normal"
    assert history(key)[0].words == "Fatura cancelada: tudo normal"


# Trust unlock


def test_a_trust_unlock_is_back_to_normal_and_ends_on_its_day() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)

    ends = trust_unlock(key, FRIDAY, 3)

    assert (ends, stage(key), promised()) == (date(2017, 4, 24), "normal", [key])
    nights(date(2017, 4, 22), date(2017, 4, 24))
    assert timeline(key)[-2:] == [(FRIDAY, "trust_unlocked"), (date(2017, 4, 24), "suspended")]
    assert promised() == []


def test_there_is_one_trust_unlock_in_a_delinquency_and_another_in_the_next() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    trust_unlock(key, FRIDAY, 1)
    nights(date(2017, 4, 24), date(2017, 4, 24))

    with pytest.raises(UnlockRefused, match="já foi usada neste atraso"):
        trust_unlock(key, date(2017, 4, 25))

    pay(key, date(2017, 4, 25))
    invoice(key, date(2017, 5, 10), number=2)
    nights(date(2017, 5, 11), date(2017, 5, 22))
    assert unlock_refusal(key) is None


def test_who_is_not_cut_has_nothing_to_unlock() -> None:
    key = late_contract()
    nights(DUE, MESSAGE)

    with pytest.raises(UnlockRefused, match="não está reduzido nem suspenso"):
        trust_unlock(key, MESSAGE)


def test_a_customer_unlocks_alone_only_where_the_provider_allows_it() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    set_preferences({"dunning.customer_unlock": False})

    with pytest.raises(UnlockRefused, match="pedida ao provedor"):
        trust_unlock(key, FRIDAY, by_customer=True)

    set_preferences({"dunning.customer_unlock": True})
    trust_unlock(key, FRIDAY, by_customer=True)
    assert history(key)[0].data == {"by": "o próprio cliente"}


def test_a_payment_ends_the_promise() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    trust_unlock(key, FRIDAY, 3)

    pay(key, date(2017, 4, 22))
    nights(date(2017, 4, 23), date(2017, 4, 25))

    assert (promised(), stage(key)) == ([], "normal")


# Cancelled, and back


def test_a_cancelled_contract_does_not_come_back_by_payment() -> None:
    key = late_contract()
    nights(DUE, CANCELLED)

    pay(key, date(2017, 5, 3))

    assert (db.session.get_one(Contract, key).status, stage(key)) == ("ended", "cancelled")


def test_late_news_of_a_payment_in_time_brings_a_cancelled_contract_back() -> None:
    key = late_contract()
    nights(DUE, CANCELLED)

    pay(key, date(2017, 5, 3), paid_on=date(2017, 4, 28))

    back = db.session.get_one(Contract, key)
    assert (back.status, stage(key)) == ("active", "normal")
    assert timeline(key)[-1] == (date(2017, 5, 3), "restored")
    away = db.session.query(UnbilledDays).filter_by(contract_id=key).one()
    assert (away.starts_on, away.ends_on) == (CANCELLED, date(2017, 5, 3))


def test_late_news_that_leaves_a_debt_brings_it_back_throttled_at_most_and_without_a_step_that_night() -> (
    None
):
    key = late_contract()
    invoice(key, date(2017, 4, 24), number=2)
    nights(DUE, CANCELLED)
    news = date(2017, 5, 8)

    # The second invoice is 14 days late by then, but was only 6 on the day of the cancellation.
    pay(key, news, paid_on=date(2017, 4, 28))
    nights(news, news)

    assert stage(key) == "throttled"
    assert timeline(key)[-1] == (news, "restored")


def test_late_news_leaves_the_notice_that_holds_which_is_not_given_again() -> None:
    key = late_contract()
    invoice(key, amount="4.00", number=2)
    nights(DUE, CANCELLED)

    # What is left is too little to cut anybody off for, and the first notice was for it too.
    pay(key, date(2017, 5, 3), paid_on=date(2017, 4, 28))
    nights(date(2017, 5, 3), date(2017, 5, 5))

    assert timeline(key)[-1] == (date(2017, 5, 3), "restored")
    assert history(key)[0].stage_before == "cancelled"


def test_who_would_not_be_suspended_by_the_terms_of_today_is_not_cancelled() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    with transaction() as session:
        session.get_one(Contract, key).suspend_after_days = 60

    nights(FRIDAY, date(2017, 5, 5))

    assert stage(key) == "suspended"


def test_who_was_suspended_comes_back_by_paying_though_the_ladder_was_taken_away() -> None:
    key = late_contract()
    nights(DUE, SUSPENDED)
    steps = ("message_after_days", "throttle_after_days", "suspend_after_days", "cancel_after_days")
    with transaction() as session:
        for name in steps:
            setattr(session.get_one(Contract, key), name, None)

    nights(FRIDAY, date(2017, 5, 5))
    pay(key, date(2017, 5, 6))

    assert stage(key) == "normal"


def test_who_a_person_brings_back_starts_at_the_foot_of_the_ladder_with_a_new_notice() -> None:
    key = late_contract()
    nights(DUE, CANCELLED)

    reactivate_contract(key, date(2017, 5, 8), "acordo por telefone")
    nights(date(2017, 5, 9), date(2017, 5, 10))

    assert timeline(key)[-2:] == [
        (date(2017, 5, 9), "message_started"),
        (date(2017, 5, 10), "throttled"),
    ]


def test_a_contract_that_a_person_ended_is_not_moved_by_a_payment() -> None:
    key = late_contract()
    nights(DUE, THROTTLED)
    end_contract(key, date(2017, 4, 14), "mudou de cidade")

    pay(key, date(2017, 4, 15))
    nights(date(2017, 4, 16), date(2017, 4, 25))

    assert timeline(key)[-1] == (THROTTLED, "throttled")

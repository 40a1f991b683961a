"""What an internet account should have follows its contract, whatever is edited meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event

from core.access.models import InternetAccount, WantedAccess
from core.access.queries import plan as find_plan
from core.access.rules.wanted import PlanSpeeds, reason_of, speeds_of, state_of_stage
from core.access.services import (
    AccountInput,
    PlanInput,
    Wish,
    link_account,
    save_account,
    save_plan,
    unlink_accounts,
    want,
)
from core.extension.devices import AccessState
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.outbox import OutboxDelivery, OutboxEvent

both = pytest.mark.databases("sqlite", "postgres")
pytestmark = [both, pytest.mark.usefixtures("app_context", "clock")]
Make = Callable[..., int]
EIGHT = datetime(2017, 3, 20, 11, tzinfo=UTC)  # in São Paulo
PLAN = PlanSpeeds(30000, 15000, 2000, 1000)
PLAIN = PlanSpeeds(30000, 15000, None, None)


def _wanted(account_id: int) -> WantedAccess:
    db.session.rollback()
    return db.session.get_one(WantedAccess, account_id, populate_existing=True)


def _events() -> list[tuple[int, datetime]]:
    query = (
        db.select(OutboxEvent.payload, OutboxDelivery.due_at).join(OutboxEvent).order_by(OutboxDelivery.id)
    )
    rows = db.session.execute(query.where(OutboxEvent.name == "on_access_wanted"))
    return [(payload["account_id"], due_at) for payload, due_at in rows]


@pytest.mark.parametrize(
    ("stage", "status", "state"),
    [
        ("normal", "active", "active"),
        ("message", "active", "active"),
        ("throttled", "active", "reduced"),
        ("suspended", "active", "suspended"),
        ("cancelled", "active", "removed"),
        ("normal", "ended", "removed"),
    ],
)
def test_the_state_follows_the_stage(stage: str, status: str, state: str) -> None:
    assert state_of_stage(stage, status) == state


@pytest.mark.parametrize(
    ("state", "plan", "speeds"),
    [
        ("active", PLAN, (30000, 15000)),
        ("reduced", PLAN, (2000, 1000)),
        ("reduced", PLAIN, (30000, 15000)),
        ("suspended", PLAN, (0, 0)),
        ("removed", PLAN, (0, 0)),
    ],
)
def test_the_speed_is_the_plans(state: str, plan: PlanSpeeds, speeds: tuple[int, int]) -> None:
    assert speeds_of(AccessState(state), plan) == speeds


def test_a_plan_that_cannot_be_reduced_says_so_once() -> None:
    once = reason_of(AccessState.REDUCED, "3 dias de atraso", PLAIN)

    assert once == "3 dias de atraso (o plano não tem velocidade reduzida: fica a cheia)"
    assert reason_of(AccessState.REDUCED, once, PLAIN) == once
    assert reason_of(AccessState.REDUCED, once, PLAN) == "3 dias de atraso"


def test_every_account_of_a_contract_gets_what_is_wished(account: Make) -> None:
    one, two, other = account("um"), account("dois"), account("outra")
    for key in (one, two):
        link_account(key, 12)
    link_account(other, 13)

    want([Wish(12, AccessState.REDUCED, "3 dias de atraso")])

    kept = _wanted(one)
    assert (kept.state, kept.download_kbps, kept.upload_kbps) == ("reduced", 2000, 2000)
    assert (kept.reason, kept.version, kept.applied_version) == ("3 dias de atraso", 1, 0)
    assert [key for key, _due in _events()] == [one, two]
    assert db.session.get(WantedAccess, other) is None


def test_wishing_the_same_again_does_nothing(account: Make) -> None:
    key = account()
    link_account(key, 12)

    want([Wish(12, AccessState.ACTIVE, "contrato novo")])
    want([Wish(12, AccessState.ACTIVE)])

    assert (_wanted(key).version, _wanted(key).reason) == (1, "contrato novo")
    assert len(_events()) == 1


def test_a_suspension_waits_for_its_hour_and_so_does_its_event(clock: object, account: Make) -> None:
    clock.move_to(datetime(2017, 3, 20, 9, tzinfo=UTC))
    key = account()
    link_account(key, 12)

    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", EIGHT)])

    assert _wanted(key).not_before == EIGHT
    assert _events() == [(key, EIGHT)]


def test_a_payment_at_seven_lifts_a_suspension_meant_for_eight(clock: object, account: Make) -> None:
    clock.move_to(datetime(2017, 3, 20, 9, tzinfo=UTC))
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", EIGHT)])
    clock.move_to(datetime(2017, 3, 20, 10, tzinfo=UTC))

    want([Wish(12, AccessState.ACTIVE, "pago")])

    kept = _wanted(key)
    assert (kept.state, kept.download_kbps, kept.not_before, kept.version) == ("active", 30000, None, 3)
    assert _events()[-1] == (key, now())


def test_a_suspension_that_was_to_wait_and_no_longer_does_is_told_now(clock: object, account: Make) -> None:
    clock.move_to(datetime(2017, 3, 20, 9, tzinfo=UTC))
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", EIGHT)])

    want([Wish(12, AccessState.SUSPENDED)])

    kept = _wanted(key)
    assert (kept.not_before, kept.reason, kept.version) == (None, "10 dias de atraso", 2)
    assert _events()[-1] == (key, now())


def test_editing_the_account_keeps_its_suspension_and_tells_the_device(account: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso")])
    plan_id = db.session.get_one(InternetAccount, key).plan_id

    save_account(key, AccountInput(plan_id, login="marina.nova"))

    kept = _wanted(key)
    assert (kept.state, kept.download_kbps, kept.reason) == ("suspended", 0, "10 dias de atraso")
    assert kept.version == 2
    assert len(_events()) == 2


def test_a_comment_is_told_to_no_device(account: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    plan_id = db.session.get_one(InternetAccount, key).plan_id

    save_account(key, AccountInput(plan_id, login="marina.tavares", comment="Acácias 120"))

    assert _wanted(key).version == 1


def test_another_plan_brings_its_speeds_reduced_where_the_account_is(account: Make, plan: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.REDUCED)])

    save_account(key, AccountInput(plan("Fibra 60 Mega", reduced_download_kbps=5000), login="marina.tavares"))

    assert (_wanted(key).state, _wanted(key).download_kbps) == ("reduced", 5000)


def test_a_plan_made_faster_is_faster_for_those_on_it(account: Make) -> None:
    key, free = account(), account("livre")
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    kept = find_plan(db.session.get_one(InternetAccount, key).plan_id)

    save_plan(kept.id, PlanInput(kept.name, 40000, 20000, 2000, 2000, Decimal("100.00")))

    assert (_wanted(key).download_kbps, _wanted(key).version) == (40000, 2)
    assert db.session.get(WantedAccess, free) is None


def test_a_new_price_of_a_plan_is_told_to_no_device(account: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    kept = find_plan(db.session.get_one(InternetAccount, key).plan_id)

    save_plan(kept.id, PlanInput(kept.name, 30000, 15000, 2000, 2000, Decimal("120.00")))

    assert _wanted(key).version == 1


def test_an_account_taken_from_its_contract_has_no_access(account: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])

    unlink_accounts(12, keep=())

    assert (_wanted(key).state, _wanted(key).reason) == ("removed", "saiu do contrato 12")


def test_an_account_moved_to_a_suspended_contract_is_suspended(account: Make) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])

    with transaction():
        unlink_accounts(12, keep=())
        link_account(key, 13)
        want([Wish(13, AccessState.SUSPENDED, "10 dias de atraso")])

    assert (_wanted(key).state, _wanted(key).version) == ("suspended", 3)


def test_what_is_undone_leaves_no_wish(account: Make) -> None:
    key = account()
    link_account(key, 12)

    with pytest.raises(RuntimeError), transaction():
        want([Wish(12, AccessState.SUSPENDED)])
        raise RuntimeError

    assert db.session.get(WantedAccess, key) is None
    assert _events() == []


def test_two_thousand_contracts_are_wanted_for_in_a_dozen_queries(plan: Make) -> None:
    made = plan()
    with transaction() as session:
        values = {"plan_id": made, "method": "pppoe", "search_text": "", "active": True, "created_at": now()}
        rows = [{**values, "login": f"conta{n}", "contract_id": n} for n in range(1, 2001)]
        session.execute(db.insert(InternetAccount), rows)
    asked: list[str] = []

    with transaction() as session:
        event.listen(db.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
        want([Wish(n, AccessState.ACTIVE) for n in range(1, 2001)])
        want([Wish(n, AccessState.SUSPENDED, "10 dias") for n in range(1, 2001)])

    assert db.session.scalar(db.select(db.func.count()).select_from(WantedAccess)) == 2000
    assert len(_events()) == 4000
    assert len(asked) < 24

"""What a contract's accounts should have follows the contract: as it is saved, ended, brought back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.access.models import WantedAccess
from core.access.services import Wish, link_account, want
from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ItemData
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.save import save_contract
from core.extension.devices import AccessState
from core.foundation.database import db, transaction
from core.testing.builders import contract, item

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context", "clock")]
Make = Callable[..., int]
TODAY = date(2017, 3, 20)


def _wanted(account_id: int) -> WantedAccess:
    db.session.rollback()
    return db.session.get_one(WantedAccess, account_id, populate_existing=True)


def _at(stage: str, since: date, account_id: int, **fields: object) -> Contract:
    """A contract on a stage, with an account."""
    internet = item(data={"account_id": account_id})
    made = contract(items=[internet], stage=stage, stage_since=since, **fields)
    link_account(account_id, made.id, made.customer_id)
    return made


def _save(made: Contract, *account_ids: int) -> None:
    """The contract's form, with an internet item for each of these accounts."""
    with transaction():
        data = snapshot(db.session.get_one(Contract, made.id))
    items = [ItemData(None, "internet", "", {"account_id": key}, Decimal(100)) for key in account_ids]
    save_contract(replace(data, items=tuple(items)), TODAY)


def test_an_account_put_into_a_contract_in_good_standing_is_active(account: Make) -> None:
    made = contract(items=[])
    key = account()

    _save(made, key)

    assert _wanted(key).state == "active"


def test_an_account_put_into_a_suspended_contract_is_suspended(account: Make) -> None:
    first, second = account("um"), account("dois")
    made = _at("suspended", date(2017, 3, 14), first)

    _save(made, first, second)

    assert (_wanted(first).state, _wanted(second).state) == ("suspended", "suspended")


def test_a_change_of_accounts_takes_the_suspension_along(account: Make) -> None:
    old, new = account("velha"), account("nova")
    made = _at("suspended", date(2017, 3, 14), old)
    want([Wish(made.id, AccessState.SUSPENDED, "10 dias de atraso")])

    _save(made, new)

    assert (_wanted(old).state, _wanted(new).state) == ("removed", "suspended")


def test_a_save_keeps_the_reason_and_the_hour_of_a_suspension_of_this_morning(
    clock: object, account: Make
) -> None:
    clock.move_to(datetime(2017, 3, 20, 10, tzinfo=UTC))
    key = account()
    made = _at("suspended", TODAY, key)
    eight = datetime(2017, 3, 20, 11, tzinfo=UTC)
    want([Wish(made.id, AccessState.SUSPENDED, "10 dias de atraso", eight)])

    _save(made, key)

    kept = _wanted(key)
    assert (kept.state, kept.reason, kept.not_before, kept.version) == (
        "suspended",
        "10 dias de atraso",
        eight,
        1,
    )


def test_the_end_of_a_contract_ends_the_access_and_its_return_brings_it_back(account: Make) -> None:
    key = account()
    made = _at("throttled", date(2017, 3, 14), key)

    end_contract(made.id, TODAY, "mudou de cidade")
    ended = (_wanted(key).state, _wanted(key).reason)
    reactivate_contract(made.id, TODAY, "voltou")

    assert ended == ("removed", "contrato encerrado")
    assert (_wanted(key).state, _wanted(key).reason) == ("active", "contrato reativado")


def test_an_account_moved_from_a_suspended_contract_to_a_good_one_is_active(account: Make) -> None:
    key = account()
    bad = _at("suspended", date(2017, 3, 14), key)
    good = contract(items=[])
    want([Wish(bad.id, AccessState.SUSPENDED)])

    _save(bad)
    _save(good, key)

    assert _wanted(key).state == "active"

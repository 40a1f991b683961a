"""Devices are made to agree with what is wanted, once for each version, and again until they do."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask

from core.access.models import AppliedAccess, WantedAccess
from core.access.queries import account as find_account
from core.access.services import (
    AccountInput,
    DeviceInput,
    Wish,
    link_account,
    save_account,
    save_device,
    want,
)
from core.access.services.apply import NotApplied, apply_wanted
from core.extension.devices import AccessState, DeviceDriver, DeviceFacts, Wanted
from core.extension.drivers import DriverRefused, DriverUnreachable
from core.extension.markers import hookimpl
from core.foundation.database import db
from core.foundation.outbox import OutboxDelivery, drain

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("clock")]
Make = Callable[..., int]
ROOM = "core.access.hooks"
EIGHT = datetime(2017, 3, 20, 11, tzinfo=UTC)  # in São Paulo


class Router(DeviceDriver):
    """Keeps what it is told; fails while `fault` is set, and does `meanwhile` once while it is being told."""

    name, label = "router", "Roteador de teste"

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str | None, int]] = []
        self.fault: Exception | None = None
        self.meanwhile: Callable[[], None] | None = None

    def apply(self, device: DeviceFacts, wanted: Sequence[Wanted]) -> None:
        if self.meanwhile:
            act, self.meanwhile = self.meanwhile, None
            act()
        if self.fault:
            raise self.fault
        self.told += [(device.name, one.state.value, one.login, one.download_kbps) for one in wanted]


@pytest.fixture
def router(app_context: Flask) -> Router:
    """A driver of a plugin of this test alone."""
    driver, module = Router(), ModuleType("router")
    module.register_device_drivers = hookimpl(lambda: [driver])
    app_context.extensions["malha.plugins"].register(module, name="router")
    app_context.extensions.pop("malha.collected", None)
    return driver


@pytest.fixture
def linked(account: Make, device: Make, router: Router) -> int:
    """Marina's account on RB Centro, in contract 12, active."""
    key = account(device_ids=(device("RB Centro", driver="router"),), password="k7-ponte-42")
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    return key


def _wanted(account_id: int) -> WantedAccess:
    db.session.rollback()
    return db.session.get_one(WantedAccess, account_id, populate_existing=True)


def _waiting() -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(OutboxDelivery)) or 0


def test_a_device_takes_what_is_wanted_and_it_is_known_when(linked: int, router: Router) -> None:
    drain(ROOM)

    kept = _wanted(linked)
    assert router.told == [("RB Centro", "active", "marina.tavares", 30000)]
    assert (kept.applied_version, kept.applied_at, kept.error) == (
        1,
        datetime(2017, 3, 20, 12, tzinfo=UTC),
        None,
    )
    assert _waiting() == 0


def test_an_event_delivered_twice_tells_the_device_once(linked: int, router: Router) -> None:
    apply_wanted(linked)
    apply_wanted(linked)

    assert len(router.told) == 1


def test_a_device_that_is_down_for_a_day_is_told_the_newest_when_it_is_back(
    clock: object, linked: int, router: Router
) -> None:
    router.fault = DriverUnreachable("não responde")
    for hour in range(24):
        clock.move_to(datetime(2017, 3, 20, 12, tzinfo=UTC) + timedelta(hours=hour))
        drain(ROOM)
    kept = _wanted(linked)
    assert (kept.applied_version, kept.error) == (0, "RB Centro: não responde")
    want([Wish(12, AccessState.REDUCED, "3 dias de atraso")])

    router.fault = None
    clock.move_to(datetime(2017, 3, 21, 14, tzinfo=UTC))
    drain(ROOM)

    kept = _wanted(linked)
    assert router.told == [("RB Centro", "reduced", "marina.tavares", 2000)]
    assert (kept.applied_version, kept.error, _waiting()) == (2, None, 0)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (DriverRefused("login desconhecido"), "RB Centro: login desconhecido"),
        (RuntimeError("secret k7-ponte-42"), "RB Centro: RuntimeError"),
    ],
)
def test_what_a_driver_says_is_kept_for_a_person_and_a_bug_by_its_kind(
    linked: int, router: Router, fault: Exception, said: str
) -> None:
    router.fault = fault

    with pytest.raises(NotApplied, match=said):
        apply_wanted(linked)

    assert _wanted(linked).error == said


def test_of_two_devices_only_the_one_that_failed_is_told_again(
    account: Make, device: Make, router: Router
) -> None:
    here, there = device("RB Centro", driver="router"), device("RB Norte", driver="gone")
    key = account(device_ids=(here, there))
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])
    with pytest.raises(NotApplied, match="RB Norte: o driver “gone” não está ligado aqui"):
        apply_wanted(key)

    save_device(there, DeviceInput("RB Norte", driver="router"))
    apply_wanted(key)

    assert [name for name, *_ in router.told] == ["RB Centro", "RB Norte"]
    assert _wanted(key).applied_version == 1


def test_nothing_is_told_before_its_hour(clock: object, linked: int, router: Router) -> None:
    clock.move_to(datetime(2017, 3, 20, 9, tzinfo=UTC))
    drain(ROOM)
    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", EIGHT)])
    drain(ROOM)
    apply_wanted(linked)
    early = list(router.told)

    clock.move_to(EIGHT)
    drain(ROOM)

    assert [state for _, state, *_ in early] == []
    assert [state for _, state, *_ in router.told] == ["suspended"]


def test_who_paid_at_seven_is_never_cut_at_eight(clock: object, linked: int, router: Router) -> None:
    apply_wanted(linked)
    clock.move_to(datetime(2017, 3, 20, 9, tzinfo=UTC))
    want([Wish(12, AccessState.SUSPENDED, "10 dias de atraso", EIGHT)])
    clock.move_to(datetime(2017, 3, 20, 10, tzinfo=UTC))
    want([Wish(12, AccessState.ACTIVE, "pago")])

    for hour in (10, 11, 12, 13):
        clock.move_to(datetime(2017, 3, 20, hour, tzinfo=UTC))
        drain(ROOM)

    assert {state for _, state, *_ in router.told} == {"active"}


def test_what_changes_while_a_device_answers_is_told_after_it(linked: int, router: Router) -> None:
    router.meanwhile = lambda: want([Wish(12, AccessState.SUSPENDED)])

    apply_wanted(linked)

    assert [state for _, state, *_ in router.told] == ["active", "suspended"]
    assert _wanted(linked).applied_version == 2


def test_a_slow_telling_of_an_old_state_is_put_right_by_a_newer_one(linked: int, router: Router) -> None:
    def overtaken() -> None:
        want([Wish(12, AccessState.SUSPENDED)])
        apply_wanted(linked)  # by another worker, before the first is through

    router.meanwhile = overtaken

    apply_wanted(linked)

    assert router.told[-1][1] == "suspended"
    assert _wanted(linked).applied_version == 2


def test_a_device_that_the_account_left_lets_go_of_it(linked: int, device: Make, router: Router) -> None:
    apply_wanted(linked)
    plan_id = find_account(linked).plan_id
    other = device("RB Norte", driver="router")

    save_account(linked, AccountInput(plan_id, device_ids=(other,), login="marina.tavares"))
    apply_wanted(linked)

    assert sorted(router.told[1:]) == [
        ("RB Centro", "removed", "marina.tavares", 0),
        ("RB Norte", "active", "marina.tavares", 30000),
    ]
    left = db.session.scalars(db.select(AppliedAccess.device_id).where(AppliedAccess.account_id == linked))
    assert list(left) == [other]


def test_without_a_driver_a_change_is_a_line_in_a_file_and_no_password(
    app_context: Flask, tmp_path: Path, account: Make, device: Make
) -> None:
    key = account(device_ids=(device("RB Centro", password="muito secreta"),), password="k7-ponte-42")
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])

    drain(ROOM)

    text = (tmp_path / "access.log").read_text()
    line = json.loads(text)
    assert (line["device"], line["login"], line["state"]) == ("RB Centro", "marina.tavares", "active")
    assert (line["download_kbps"], line["version"]) == (30000, 1)
    assert "ponte" not in text
    assert "secreta" not in text


def test_an_account_on_no_device_is_written_down_too(
    app_context: Flask, tmp_path: Path, account: Make
) -> None:
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])

    drain(ROOM)
    drain(ROOM)

    assert len((tmp_path / "access.log").read_text().splitlines()) == 1
    assert _wanted(key).applied_version == 1


def test_a_file_that_cannot_be_written_is_tried_again(
    app_context: Flask, tmp_path: Path, account: Make
) -> None:
    (tmp_path / "access.log").mkdir()
    key = account()
    link_account(key, 12)
    want([Wish(12, AccessState.ACTIVE)])

    drain(ROOM)

    assert _wanted(key).error.startswith("sem dispositivo: o arquivo não pôde ser escrito")
    assert _waiting() == 1


def test_an_account_of_which_nothing_is_wanted_is_let_be(app_context: Flask, account: Make) -> None:
    apply_wanted(account())

    assert _waiting() == 0

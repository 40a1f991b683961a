"""What comes back by itself is asked for when it is due, once, whoever leads. DESIGN §4."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from core.extension.markers import hookimpl
from core.extension.schedules import Daily, Every, Schedule
from core.foundation import outbox, tasks
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.foundation.tasks.models import Task
from core.office.services.ticking import tick

pytestmark = pytest.mark.databases("sqlite", "postgres")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
JOB = "work_of_tests.note"
Plan = Callable[..., None]


def at(hour: int, minute: int = 0, second: int = 0, day: int = 20) -> datetime:
    return datetime(2017, 3, day, hour, minute, second, tzinfo=SAO_PAULO)


@pytest.fixture
def plan() -> Plan:
    """`plan(app, Schedule(…))`: nothing else is scheduled on an app."""

    def only(app: Flask, *schedules: Schedule) -> None:
        app.extensions.setdefault("malha.collected", {})["register_schedules"] = list(schedules)

    return only


def asked() -> list[tuple[str | None, list[Any]]]:
    db.session.expire_all()
    return [(row.key, row.args) for row in db.session.scalars(db.select(Task).order_by(Task.id))]


def test_a_daily_task_is_asked_for_at_its_hour_of_the_providers_clocks_once(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    plan(app_context, Schedule("tv", "TV", JOB, Daily(lambda: 6)))
    seen = []

    for moment in (at(5, 59, 59), at(6), at(6, 0, 3), at(23, 59, 59)):
        clock.move_to(moment)
        tick()
        seen.append(asked())

    once = [("tv:2017-03-20", ["2017-03-20"])]
    assert seen == [[], once, once, once]


def test_what_was_missed_at_its_hour_is_asked_for_the_same_day_and_days_gone_by_are_not(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    plan(app_context, Schedule("tv", "TV", JOB, Daily(lambda: 6)))

    clock.move_to(at(22, 30, day=20))
    tick()
    clock.move_to(at(0, 0, 1, day=23))
    tick()
    clock.move_to(at(6, day=23))
    tick()

    assert [key for key, _ in asked()] == ["tv:2017-03-20", "tv:2017-03-23"]


def test_an_hourly_task_is_asked_for_when_its_time_has_come_and_something_is_due(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    something = [False]
    plan(app_context, Schedule("tv", "TV", JOB, Every(timedelta(minutes=10), lambda: something[0])))
    seen = []

    tick()
    seen.append(len(asked()))
    something[0] = True
    for minute in (0, 9, 10, 19, 20):
        clock.move_to(at(9, minute))
        tick()
        seen.append(len(tasks.due(9)))
        finish_all()

    assert seen == [0, 1, 0, 1, 0, 1]
    assert asked() == [("every:tv", [])]


def finish_all() -> None:
    with transaction() as session:
        session.execute(db.update(Task).values(state="done"))


def test_a_task_that_is_still_waiting_is_not_asked_for_again(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    plan(app_context, Schedule("tv", "TV", JOB, Every(timedelta(seconds=1))))

    tick()
    clock.move_to(at(12))
    tick()

    assert len(asked()) == 1


def test_a_schedule_that_cannot_say_whether_it_is_due_stops_no_other(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    plan(
        app_context,
        Schedule("broken", "B", JOB, Every(timedelta(seconds=1), lambda: 1 // 0 == 0)),
        Schedule("tv", "TV", JOB, Daily(lambda: 6)),
    )

    tick()

    assert [key for key, _ in asked()] == ["tv:2017-03-20"]


def test_two_schedulers_at_one_moment_ask_once(app: Flask, clock: Any, plan: Plan) -> None:
    plan(
        app,
        Schedule("tv", "TV", JOB, Daily(lambda: 6)),
        Schedule("often", "O", JOB, Every(timedelta(seconds=1))),
    )
    at_once = Barrier(4)

    def ticking() -> None:
        with app.app_context():
            at_once.wait()
            tick()

    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(ticking) for _ in range(4)]:
            future.result()

    with app.app_context():
        assert sorted(key or "" for key, _ in asked()) == ["every:often", "tv:2017-03-20"]


def test_events_that_are_due_are_delivered_by_a_task_and_without_any_none_is_made(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    told: list[int] = []
    module = ModuleType("tv")
    module.on_invoice_settled = hookimpl(lambda invoice_id: told.append(invoice_id))  # type: ignore[attr-defined]
    app_context.extensions["malha.plugins"].register(module, name="tv")
    plan(app_context)

    tick()
    before = asked()
    with transaction():
        outbox.emit("on_invoice_settled", invoice_id=7)
        outbox.emit("on_invoice_settled", not_before=at(12), invoice_id=8)
    tick()
    asked_now = asked()
    tasks.perform(tasks.due()[0])

    assert (before, asked_now, told) == ([], [("outbox:tv", ["tv"])], [7])


def test_the_night_comes_at_the_hour_that_the_provider_set(app_context: Flask, clock: Any) -> None:
    set_preferences({"dunning.run_hour": 10})
    tick()
    before = [key for key, _ in asked() if key and key.startswith("nightly")]

    clock.move_to(at(10))
    tick()

    assert before == []
    assert ("nightly:2017-03-20", ["2017-03-20"]) in asked()


def test_with_the_server_on_utc_the_day_is_that_of_the_provider(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    plan(app_context, Schedule("tv", "TV", JOB, Daily(lambda: 22)))

    clock.move_to(datetime(2017, 3, 21, 2, 30, tzinfo=ZoneInfo("UTC")))  # 23:30 of the 20th
    tick()

    assert asked() == [("tv:2017-03-20", [date(2017, 3, 20).isoformat()])]


def test_two_drains_at_one_moment_deliver_each_event_once(app: Flask, tmp_path: Path) -> None:
    told: list[int] = []
    module = ModuleType("tv")
    module.on_invoice_settled = hookimpl(lambda invoice_id: told.append(invoice_id))  # type: ignore[attr-defined]
    app.extensions["malha.plugins"].register(module, name="tv")
    with app.app_context(), transaction():
        for number in range(20):
            outbox.emit("on_invoice_settled", invoice_id=number)
    at_once = Barrier(4)

    def drain() -> int:
        with app.app_context():
            at_once.wait()
            return outbox.drain("tv")

    with ThreadPoolExecutor(4) as pool:
        taken = [future.result() for future in [pool.submit(drain) for _ in range(4)]]

    assert (sorted(told), sum(taken)) == (list(range(20)), 20)


def test_a_delivery_whose_drain_died_is_made_by_another_after_a_while(
    app_context: Flask, clock: Any, plan: Plan
) -> None:
    told: list[int] = []
    module = ModuleType("tv")

    def killed(invoice_id: int) -> None:
        told.append(invoice_id)
        if len(told) == 1:
            raise SystemExit  # as little as a kill leaves done

    module.on_invoice_settled = hookimpl(killed)  # type: ignore[attr-defined]
    app_context.extensions["malha.plugins"].register(module, name="tv")
    with transaction():
        outbox.emit("on_invoice_settled", invoice_id=7)

    with pytest.raises(SystemExit):
        outbox.drain("tv")
    at_once = outbox.drain("tv")
    clock.move_to(at(9, 1, 30))
    later = outbox.drain("tv")

    assert (at_once, later, told) == (0, 1, [7, 7])

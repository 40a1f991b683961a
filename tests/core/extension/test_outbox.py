"""Events reach each plugin after the commit, are retried with growing waits, and disturb no other plugin."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from core.foundation import outbox
from core.foundation.database import db, transaction

pytestmark = pytest.mark.databases("sqlite", "postgres")
Plug = Callable[..., ModuleType]
START = datetime(2017, 3, 20, 9, tzinfo=ZoneInfo("America/Sao_Paulo"))


def _emit(invoice_id: int) -> None:
    with transaction():
        outbox.emit("on_invoice_issued", invoice_id=invoice_id)


def _deliveries(plugin: str) -> list[outbox.OutboxDelivery]:
    db.session.expire_all()
    query = db.select(outbox.OutboxDelivery).where(outbox.OutboxDelivery.plugin == plugin)
    return list(db.session.scalars(query.order_by(outbox.OutboxDelivery.id)))


def test_each_plugin_gets_each_event_once_in_order(app_context: Flask, plugged: Plug, clock: Any) -> None:
    told: list[int] = []
    plugged(app_context, "tv", on_invoice_issued=lambda invoice_id: told.append(invoice_id))
    _emit(7)
    _emit(8)

    taken, again = outbox.drain("tv"), outbox.drain("tv")

    assert (told, taken, again) == ([7, 8], 2, 0)


def test_an_event_of_a_transaction_that_was_undone_is_none(
    app_context: Flask, plugged: Plug, clock: Any
) -> None:
    plugged(app_context, "tv", on_invoice_issued=lambda invoice_id: None)

    with pytest.raises(LookupError), transaction():
        outbox.emit("on_invoice_issued", invoice_id=7)
        raise LookupError

    assert _deliveries("tv") == []


def test_a_plugin_that_fails_waits_longer_each_time_and_disturbs_no_other(
    app_context: Flask, plugged: Plug, clock: Any
) -> None:
    told: list[int] = []

    def fail(invoice_id: int) -> None:
        raise ConnectionError("o roteador não responde")

    plugged(app_context, "broken", on_invoice_issued=fail)
    plugged(app_context, "tv", on_invoice_issued=lambda invoice_id: told.append(invoice_id))
    _emit(7)
    waits = []

    for at in (0, 20, 60, 140):
        clock.move_to(START + timedelta(seconds=at))
        outbox.drain("broken")
        (delivery,) = _deliveries("broken")
        waits.append((delivery.due_at - (START + timedelta(seconds=at))).total_seconds())
    outbox.drain("tv")

    assert waits == [20, 40, 80, 160]
    assert (delivery.attempts, delivery.error) == (4, "o roteador não responde")
    assert told == [7]


@pytest.mark.parametrize("attempts", [40, 50, 5000], ids=["a-weekend", "two-days", "half-a-year"])
def test_no_wait_is_longer_than_an_hour_however_long_it_fails(
    app_context: Flask, plugged: Plug, clock: Any, attempts: int
) -> None:
    def fail(invoice_id: int) -> None:
        raise ConnectionError

    plugged(app_context, "broken", on_invoice_issued=fail)
    _emit(7)
    (delivery,) = _deliveries("broken")
    with transaction() as session:
        session.get_one(outbox.OutboxDelivery, delivery.id).attempts = attempts

    outbox.drain("broken")

    assert _deliveries("broken")[0].due_at == START + timedelta(hours=1)


def test_a_delivery_that_another_took_meanwhile_is_passed_over(
    app_context: Flask, plugged: Plug, clock: Any
) -> None:
    told: list[int] = []

    def tell(invoice_id: int) -> None:
        told.append(invoice_id)
        with transaction() as session:
            session.execute(db.delete(outbox.OutboxDelivery))

    plugged(app_context, "tv", on_invoice_issued=tell)
    _emit(7)
    _emit(8)

    outbox.drain("tv")

    assert told == [7]


def test_before_its_time_a_delivery_is_not_tried_again(app_context: Flask, plugged: Plug, clock: Any) -> None:
    tries: list[int] = []

    def fail(invoice_id: int) -> None:
        tries.append(invoice_id)
        raise ConnectionError

    plugged(app_context, "broken", on_invoice_issued=fail)
    _emit(7)

    outbox.drain("broken")
    clock.move_to(START + timedelta(seconds=19))
    outbox.drain("broken")

    assert tries == [7]


def test_one_event_that_fails_holds_back_no_later_one(app_context: Flask, plugged: Plug, clock: Any) -> None:
    told: list[int] = []

    def choosy(invoice_id: int) -> None:
        if invoice_id == 7:
            raise ValueError("não entendi")
        told.append(invoice_id)

    plugged(app_context, "tv", on_invoice_issued=choosy)
    _emit(7)
    _emit(8)

    taken = outbox.drain("tv")

    assert (told, taken) == ([8], 1)


def test_what_a_failing_plugin_wrote_is_not_kept(app_context: Flask, plugged: Plug, clock: Any) -> None:
    def half(invoice_id: int) -> None:
        db.session.add(outbox.OutboxEvent(name="half", payload={}, created_at=START))
        raise ValueError("no meio")

    plugged(app_context, "tv", on_invoice_issued=half)
    _emit(7)

    outbox.drain("tv")

    names = list(db.session.scalars(db.select(outbox.OutboxEvent.name)))
    assert names == ["on_invoice_issued"]

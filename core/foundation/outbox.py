"""Events written in the transaction of what they tell of, delivered to each plugin after its commit.

A delivery row is written with the event for every plugin subscribed then. One job drains a plugin's rows, in
order, retried with growing waits; an event carries ids, and a handler reads the current state. Two drains at one
moment deliver each once: a delivery is claimed before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.foundation import queue, tasks
from core.foundation.bulk import reserve_ids, write_rows
from core.foundation.clock import now
from core.foundation.database import Base, Id, UTCDateTime, after_commit, changed, db, transaction

FIRST_WAIT = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=1)
CLAIM = timedelta(seconds=90)
DRAIN = "core.foundation.outbox.drain"


class OutboxEvent(Base):
    """Something that happened. `name` is the hook it is delivered by, `payload` its keyword arguments."""

    __tablename__ = "outbox_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class OutboxDelivery(Base):
    """An event on its way to one plugin. Done ones are deleted with nothing left to say."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "plugin"),
        Index("ix_outbox_delivery_due", "plugin", "due_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"))
    plugin: Mapped[str] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    error: Mapped[str | None] = mapped_column(String(500))
    event: Mapped[OutboxEvent] = relationship(lazy="joined")


Subscribers = Callable[[str], Sequence[str]]
Deliver = Callable[[str, str, Mapping[str, Any]], None]


def emit(name: str, not_before: datetime | None = None, **payload: Any) -> None:
    """Add an event, and its deliveries, to the running transaction. It is delivered from `not_before` on."""
    at = now()
    event = OutboxEvent(name=name, payload=payload, created_at=at)
    db.session.add(event)
    db.session.flush()
    for plugin in subscribers(name):
        db.session.add(OutboxDelivery(event_id=event.id, plugin=plugin, due_at=not_before or at))
    wake(name, not_before)


def emit_many(name: str, payloads: Sequence[Mapping[str, Any]], not_before: datetime | None = None) -> None:
    """The same for many events of one name, in bulk."""
    session, at = db.session(), now()
    events = reserve_ids(session, OutboxEvent, len(payloads))
    numbered = ((key, name, dict(load), at) for key, load in zip(events, payloads, strict=True))
    write_rows(session, OutboxEvent, ("id", "name", "payload", "created_at"), numbered)
    deliveries = ((key, plugin, 0, not_before or at) for key in events for plugin in subscribers(name))
    write_rows(session, OutboxDelivery, ("event_id", "plugin", "attempts", "due_at"), deliveries)
    wake(name, not_before)


def wake(name: str, not_before: datetime | None = None) -> None:
    """Have what was just written delivered right after the commit, by a worker. Without a queue the scheduler does it."""
    if queue.exists() and (not_before is None or not_before <= now()):
        for plugin in subscribers(name):
            after_commit(partial(ask_for_drain, plugin), key=f"outbox:{plugin}")


def ask_for_drain(plugin: str) -> None:
    """A task that delivers what waits for a plugin, one at a time: none where one is on its way."""
    tasks.submit(DRAIN, plugin, key=f"outbox:{plugin}", label=f"Entregar eventos a {plugin}", anew=True)


def plugins_due() -> list[str]:
    """The plugins for which deliveries wait whose time has come."""
    query = db.select(OutboxDelivery.plugin).where(OutboxDelivery.due_at <= now()).distinct()
    return sorted(db.session.scalars(query))


def subscribers(name: str) -> Sequence[str]:
    """The plugins that an event of this name is delivered to now."""
    ask: Subscribers = current_app.extensions["malha.subscribers"]
    return ask(name)


def waiting(plugin: str, limit: int = 100) -> list[OutboxDelivery]:
    """The plugin's deliveries whose time has come, oldest first."""
    due = (OutboxDelivery.plugin == plugin, OutboxDelivery.due_at <= now())
    query = db.select(OutboxDelivery).where(*due).order_by(OutboxDelivery.id).limit(limit)
    return list(db.session.scalars(query))


def drain(plugin: str) -> int:
    """Deliver what waits for a plugin; returns how many events it took. One that fails waits and stops none."""
    taken = tried = 0
    while found := [(delivery.id, delivery.due_at) for delivery in waiting(plugin)]:
        for key, due_at in found:
            if _claim(key, due_at):  # else another has it
                taken += _deliver(db.session.get_one(OutboxDelivery, key))
        tried += len(found)
        tasks.progress(tried, tried)
    return taken


def _claim(delivery_id: int, due_at: datetime) -> bool:
    """For a while nobody else takes it; a drain that dies leaves it to the next one after that."""
    unchanged = (OutboxDelivery.id == delivery_id, OutboxDelivery.due_at == due_at)
    with transaction() as session:
        return bool(
            changed(session, db.update(OutboxDelivery).where(*unchanged).values(due_at=now() + CLAIM))
        )


def _deliver(delivery: OutboxDelivery) -> bool:
    call: Deliver = current_app.extensions["malha.deliver"]
    key, name, payload, plugin = delivery.id, delivery.event.name, delivery.event.payload, delivery.plugin
    try:
        call(plugin, name, payload)
    except Exception as error:  # a plugin may fail in any way; it is told and tried again
        current_app.logger.exception("plugin %s failed on %s", plugin, name)
        db.session.rollback()  # what it wrote half
        _postpone(key, str(error))
        return False
    with transaction() as session:
        session.execute(db.delete(OutboxDelivery).where(OutboxDelivery.id == key))
    return True


def _postpone(delivery_id: int, error: str) -> None:
    with transaction() as session:
        delivery = session.get_one(OutboxDelivery, delivery_id, populate_existing=True)
        # After a weekend of failures the power itself would overflow.
        wait = min(FIRST_WAIT * 2 ** min(delivery.attempts, 8), LONGEST_WAIT)
        delivery.attempts += 1
        delivery.due_at, delivery.error = now() + wait, error[:500]

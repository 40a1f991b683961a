"""Reminders of invoices about to fall due: notices, not steps. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from core.billing.models import IS_OPEN, Invoice
from core.billing.services.locking import lock_contracts
from core.contracts.models import ACTIVE, Contract
from core.dunning.queries.facts import Standing, standings
from core.dunning.rules.keys import reminder_key
from core.dunning.services.figures import figures_of
from core.foundation import clock
from core.foundation.database import db, transaction
from core.notices.queries import reminder_days
from core.notices.services.queue import Order, queue_messages

BATCH = 2_000


def remind(day: date) -> int:
    """Remind of what falls due the set numbers of days after a day; gives how many messages were made.

    Twice on one day makes no more: each reminder has its key.
    """
    return sum(_remind(day, days) for days in reminder_days())


def _remind(day: date, days: int) -> int:
    made = 0
    for pairs in _due(day + timedelta(days=days)):
        with transaction() as session:
            # Read once nobody can pay: what was paid a moment ago is not asked for.
            ids = lock_contracts(session, sorted({contract for _, contract in pairs}), active=True)
            orders = _orders(standings(ids), {invoice for invoice, _ in pairs}, days, day)
            made += sum(queue_messages(orders, clock.now()).values())
    return made


def _orders(stands: Sequence[Standing], due: Collection[int], days: int, day: date) -> list[Order]:
    return [
        _order(row, one, days, day)
        for one in stands
        if not _late(one, day)
        for row in one.invoices
        if row.id in due
    ]


def _due(due: date) -> Iterator[list[tuple[int, int]]]:
    """Open invoices of active contracts that are effectively due on a day, in batches."""
    after = 0
    wanted = (IS_OPEN, Invoice.effective_due_date == due, Contract.status == ACTIVE)
    query = (
        select(Invoice.id, Invoice.contract_id)
        .join(Contract, Contract.id == Invoice.contract_id)
        .where(*wanted)
        .order_by(Invoice.id)
        .limit(BATCH)
    )
    while found := [(key, contract) for key, contract in db.session.execute(query.where(Invoice.id > after))]:
        yield found
        after = found[-1][0]


def _late(standing: Standing, day: date) -> bool:
    """Who is late already has had a notice of that."""
    return any(debt.late(day) > 0 for debt in standing.facts.invoices)


def _order(invoice: Any, standing: Standing, days: int, day: date) -> Order:
    """In the figures of the invoice that it is for: another one may fall due before it."""
    figures = figures_of([(replace(standing, invoices=(invoice,)), standing.facts)], day)[0]
    key = reminder_key(invoice.id, days)
    return Order(key, "reminder", standing.contract_id, standing.customer_id, figures, day)

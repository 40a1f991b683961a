"""Reminders of invoices about to fall due: notices, not steps. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from core.billing.models import IS_OPEN, Invoice
from core.contracts.models import ACTIVE, Contract
from core.dunning.queries.facts import Standing, standings
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
        contracts = {one.contract_id: one for one in standings([contract for _, contract in pairs])}
        orders = [
            _order(invoice, contracts[contract], days, day)
            for invoice, contract in pairs
            if not _late(contracts[contract], day)
        ]
        with transaction():
            made += sum(queue_messages(orders, clock.now()).values())
    return made


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


def _order(invoice_id: int, standing: Standing, days: int, day: date) -> Order:
    figures = figures_of([(standing, standing.facts)], day)[0]
    key = f"reminder:{invoice_id}:{days}"
    return Order(key, "reminder", standing.contract_id, standing.customer_id, figures, day)

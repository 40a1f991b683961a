"""Who was lifted by a payment and whose devices have not taken it: he paid, and is still blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from core.access.models import InternetAccount, WantedAccess
from core.contracts.models import ACTIVE, Contract
from core.customers.models import Customer
from core.dunning.models import LadderEvent
from core.extension.devices import AccessState
from core.foundation.database import db

PATIENCE = timedelta(minutes=2)
# The wish is written with the event, and their instants are not one.
TOGETHER = timedelta(seconds=10)
MOST = 50


@dataclass(frozen=True, slots=True)
class Blocked:
    """A contract that waits for its internet since an instant; `error` is what its device said last."""

    contract_id: int
    name: str
    since: datetime
    error: str | None


def paid_and_blocked(at: datetime) -> Sequence[Blocked]:
    """Those that wait for more than two minutes, the longest first."""
    columns = (Contract.id, Customer.name, WantedAccess.changed_at, WantedAccess.error, _restored_at())
    query = (
        select(*columns)
        .join(InternetAccount, InternetAccount.id == WantedAccess.account_id)
        .join(Contract, Contract.id == InternetAccount.contract_id)
        .join(Customer, Customer.id == Contract.customer_id)
        .where(Contract.status == ACTIVE, *_waiting(at))
        .order_by(WantedAccess.changed_at)
        .limit(MOST)
    )
    return [
        Blocked(key, name, since, error)
        for key, name, since, error, restored in db.session.execute(query)
        if restored and restored >= since - TOGETHER
    ]


def _waiting(at: datetime) -> tuple[Any, ...]:
    return (
        WantedAccess.state == AccessState.ACTIVE.value,
        WantedAccess.applied_version < WantedAccess.version,
        WantedAccess.changed_at < at - PATIENCE,
        or_(WantedAccess.not_before.is_(None), WantedAccess.not_before <= at),
    )


def _restored_at() -> Any:
    """When a payment lifted the contract last."""
    mine = (LadderEvent.contract_id == Contract.id, LadderEvent.event == "restored")
    newest = select(LadderEvent.at).where(*mine).order_by(LadderEvent.id.desc()).limit(1)
    return newest.scalar_subquery()

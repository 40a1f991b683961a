"""What the ladder must know of contracts, read for a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from core.billing.models import CANCELLED, IS_OPEN, PAID, Invoice
from core.billing.queries.debts import payments_of
from core.billing.rules.owed import left_of
from core.contracts.models import Contract
from core.contracts.rules.terms import LadderTerms
from core.dunning.models import LadderNotice, LadderState
from core.dunning.rules.facts import Debt, LadderFacts, Notice, Stage, Unlock
from core.foundation.bulk import among
from core.foundation.database import db

TERMS = tuple(LadderTerms.__dataclass_fields__)
STATE = (
    LadderState.suspended_since,
    LadderState.done_on,
    LadderState.unlock_on,
    LadderState.unlock_days,
    LadderState.unlock_from,
    LadderState.unlock_over,
    LadderState.unlock_by,
    LadderState.held_until,
    LadderState.hold_reason,
    LadderState.held_by,
)
OPEN_COLUMNS = (
    Invoice.contract_id,
    Invoice.id,
    Invoice.due_date,
    Invoice.effective_due_date,
    Invoice.left,
    Invoice.total,
    Invoice.base,
    Invoice.punctuality_discount,
    Invoice.late_fee_percent,
    Invoice.monthly_interest_percent,
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A contract is held back: it does not move in the nights up to `until`, that one included."""

    until: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract, where it stands, and all that decides its next step. `active`: it has not ended.

    `invoices`: the rows of the open ones (`OPEN_COLUMNS`), the longest due first.
    """

    contract_id: int
    customer_id: int
    active: bool
    ended_on: date | None
    facts: LadderFacts
    stage_since: date | None = None
    notice_id: int | None = None
    unlock_by: str | None = None
    hold: Hold | None = None
    invoices: tuple[Any, ...] = field(default=(), compare=False)

    def held_on(self, day: date) -> bool:
        """Whether the night of a day leaves the contract where it is."""
        return self.hold is not None and self.hold.until >= day


def standings(ids: Sequence[int]) -> list[Standing]:
    """Contracts as they stand, in the order of their ids, with their open invoices, the longest due first."""
    open_rows = _open_rows(ids)
    return [_standing(row, open_rows.get(row.id, ())) for row in _heads(ids)]


def standing_of(contract_id: int) -> Standing | None:
    """One contract as it stands."""
    return next(iter(standings([contract_id])), None)


def _heads(ids: Sequence[int]) -> list[Any]:
    terms = [getattr(Contract, name) for name in TERMS]
    query = (
        select(
            Contract.id,
            Contract.customer_id,
            Contract.status,
            Contract.ended_on,
            Contract.stage,
            Contract.stage_since,
            Contract.settle_short_by,
            *terms,
            *STATE,
            LadderNotice.id.label("notice_id"),
            LadderNotice.on_day,
            LadderNotice.taken_on,
            LadderNotice.invoice_ids,
        )
        .outerjoin(LadderState, LadderState.contract_id == Contract.id)
        .outerjoin(LadderNotice, LadderNotice.id == LadderState.notice_id)
        .where(among(db.session(), Contract.id, ids))
        .order_by(Contract.id)
    )
    return list(db.session.execute(query))


def _open_rows(ids: Sequence[int]) -> dict[int, list[Any]]:
    query = (
        select(*OPEN_COLUMNS)
        .where(among(db.session(), Invoice.contract_id, ids), IS_OPEN)
        .order_by(Invoice.effective_due_date, Invoice.id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.contract_id].append(row)
    return found


def _standing(row: Any, invoices: Sequence[Any]) -> Standing:
    facts = LadderFacts(
        _terms(tuple(getattr(row, name) for name in TERMS)),
        tuple(Debt(one.id, one.effective_due_date, one.left) for one in invoices),
        Stage(row.stage),
        row.settle_short_by,
        _notice(row),
        _unlock(row),
        row.suspended_since,
        row.done_on,
    )
    hold = Hold(row.held_until, row.hold_reason, row.held_by) if row.held_until else None
    return Standing(
        row.id,
        row.customer_id,
        row.status == "active",
        row.ended_on,
        facts,
        row.stage_since,
        row.notice_id,
        row.unlock_by,
        hold,
        tuple(invoices),
    )


@lru_cache(maxsize=1024)
def _terms(values: tuple[Any, ...]) -> LadderTerms:
    named = dict(zip(TERMS, values, strict=True))
    return LadderTerms(**{**named, "suspend_except": frozenset(named["suspend_except"].split())})


def _notice(row: Any) -> Notice | None:
    """The latest notice; where a channel took it later, its days count from then."""
    if row.notice_id is None:
        return None
    day = max(row.on_day, row.taken_on or row.on_day)
    return Notice(day, frozenset(row.invoice_ids), taken=row.taken_on is not None)


def _unlock(row: Any) -> Unlock | None:
    if row.unlock_on is None:
        return None
    return Unlock(row.unlock_on, row.unlock_days, Stage(row.unlock_from), row.unlock_over)


def unpaid_on(contract_id: int, day: date) -> list[Debt]:
    """What a contract still owed on a day by the payments made until then, as they are known now."""
    mine = (Invoice.contract_id == contract_id, Invoice.status != CANCELLED)
    rows = list(db.session.execute(select(*_DEBT).where(*mine)))
    paid = payments_of([row.id for row in rows])
    debts = (_unpaid(row, paid.get(row.id, ()), day) for row in rows)
    return [debt for debt in debts if debt]


_DEBT = (Invoice.id, Invoice.total, Invoice.effective_due_date, Invoice.status)


def _unpaid(row: Any, payments: Sequence[Any], day: date) -> Debt | None:
    made = [one for one in payments if one.counts_on <= day]
    if row.status == PAID and len(made) == len(payments):
        return None
    return Debt(row.id, row.effective_due_date, left_of(row.total, made))

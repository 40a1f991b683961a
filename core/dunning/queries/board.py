"""What the ladder's page needs besides its lists: a filter by name, sums, what was tried, and whether anything changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from core.billing.models import IS_OPEN, Invoice
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import owed_on
from core.contracts.models import ACTIVE, Contract
from core.customers.models import Customer
from core.dunning.models import LadderEvent, LadderNotice, LadderRun
from core.dunning.queries.facts import Standing
from core.dunning.rules.facts import Stage
from core.dunning.rules.keys import notice_of
from core.foundation.audit import AuditEntry
from core.foundation.bulk import among
from core.foundation.database import db
from core.foundation.money import ZERO
from core.foundation.text import digits, fold
from core.notices.models import TAKEN, NoticeAttempt, NoticeMessage
from core.notices.queries.occasions import channels


def version() -> str:
    """Another one whenever something happened that may move a contract in or out of a list of the ladder."""
    newest = (AuditEntry.id, LadderEvent.id, LadderNotice.id, LadderRun.id, NoticeAttempt.id)
    row = db.session.execute(select(*(select(func.max(one)).scalar_subquery() for one in newest))).one()
    return "-".join(str(value or 0) for value in row)


def matching(ids: Sequence[int], text: str) -> list[int]:
    """Those of the contracts that a text fits, by number or holder, in the order given."""
    if not text:
        return list(ids)
    query = _held_by_someone().where(among(db.session(), Contract.id, ids), _fits(text))
    kept = set(db.session.scalars(query))
    return [key for key in ids if key in kept]


def standing_at(stage: Stage, text: str, after: int, limit: int) -> list[int]:
    """Active contracts on a stage that a text fits, with ids above `after`, ascending."""
    wanted = [Contract.status == ACTIVE, Contract.stage == stage.value, Contract.id > after]
    query = _held_by_someone().where(*wanted, *([_fits(text)] if text else []))
    return list(db.session.scalars(query.order_by(Contract.id).limit(limit)))


def _held_by_someone() -> Any:
    return select(Contract.id).join(Customer, Customer.id == Contract.customer_id)


def _fits(text: str) -> Any:
    number, named = digits(text), Customer.sort_name.contains(fold(text), autoescape=True)
    return or_(named, Contract.id == int(number[:15])) if number else named


def overdue_of(ids: Sequence[int], day: date) -> Decimal:
    """What is left of the late invoices of contracts, R$, without fees and interest."""
    return _overdue(day, among(db.session(), Invoice.contract_id, ids))


def overdue_at(stage: Stage, day: date) -> Decimal:
    """The same for all active contracts on a stage."""
    here = select(Contract.id).where(Contract.status == ACTIVE, Contract.stage == stage.value)
    return _overdue(day, Invoice.contract_id.in_(here))


def _overdue(day: date, whose: Any) -> Decimal:
    late = (IS_OPEN, Invoice.effective_due_date < day, whose)
    return db.session.scalar(select(func.sum(Invoice.left)).where(*late)) or ZERO


def owed_by(stands: Sequence[Standing], before: date, day: date) -> dict[int, Decimal]:
    """What contracts owe on a day, fees and interest in, on their invoices that were due before another day, R$."""
    paid = payments_of([row.id for one in stands for row in one.invoices])
    return {
        one.contract_id: sum(
            (
                owed_on(debt_of_row(row), paid.get(row.id, ()), day).amount
                for row in one.invoices
                if row.effective_due_date < before
            ),
            ZERO,
        )
        for one in stands
    }


def tries(contract_ids: Sequence[int], notice_ids: Sequence[int]) -> dict[int, list[NoticeMessage]]:
    """The messages of notices by contract, the newest first."""
    wanted = set(notice_ids)
    query = select(NoticeMessage).where(among(db.session(), NoticeMessage.contract_id, contract_ids))
    found: dict[int, list[NoticeMessage]] = defaultdict(list)
    for one in db.session.scalars(
        query.where(NoticeMessage.occasion == "message").order_by(NoticeMessage.id.desc())
    ):
        if notice_of(one.key) in wanted:
            found[one.contract_id].append(one)
    return found


def ways_of(contract_id: int, notice_ids: Sequence[int]) -> dict[int, list[str]]:
    """The channels that took each notice of a contract, by the notice."""
    found: dict[int, list[str]] = defaultdict(list)
    for one in reversed(tries([contract_id], notice_ids).get(contract_id, [])):
        way, key = channel_words(one.channel), notice_of(one.key)
        if key and one.status == TAKEN and way not in found[key]:
            found[key].append(way)
    return dict(found)


def channel_words(name: str) -> str:
    """What a channel is called inside a sentence: e-mail."""
    channel = channels().get(name)
    return channel.label[:1].lower() + channel.label[1:] if channel else name

"""Who stands where on the ladder: counts, and the lists of a page, computed for the ids of one page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import String, cast, exists, func, or_, select

from core.billing.models import IS_OPEN, Invoice
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import Payment, owed_on
from core.contracts.models import ACTIVE, ENDED, Contract
from core.customers.models import Customer, CustomerPhone
from core.dunning.models import LadderEvent, LadderNotice, LadderState
from core.dunning.queries.facts import Standing, standings
from core.dunning.rules.facts import Stage
from core.dunning.rules.keys import NOTICE, notice_key
from core.foundation.bulk import among
from core.foundation.calendar import days_late
from core.foundation.clock import day_of
from core.foundation.database import db
from core.foundation.money import ZERO
from core.notices.models import BOUNCED, TAKEN, WAITING, NoticeMessage

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A contract on a list of the ladder: whose it is, the first telephone, what is owed on the day (R$), how late."""

    standing: Standing
    name: str
    phone: str | None
    owed: Decimal
    days_late: int

    @property
    def contract_id(self) -> int:
        """The contract's number."""
        return self.standing.contract_id


def stage_counts(day: date) -> dict[Stage, int]:
    """How many active contracts stand on each stage; cancelled: those that the ladder ended in the day's month."""
    query = select(Contract.stage, func.count()).where(Contract.status == ACTIVE).group_by(Contract.stage)
    found = {Stage(stage): count for stage, count in db.session.execute(query)}
    ended = (
        Contract.status == ENDED,
        Contract.stage == Stage.CANCELLED.value,
        Contract.ended_on >= day.replace(day=1),
    )
    cancelled = db.session.scalar(select(func.count()).select_from(Contract).where(*ended)) or 0
    return {stage: found.get(stage, 0) for stage in Stage} | {Stage.CANCELLED: cancelled}


def held(day: date) -> list[int]:
    """Active contracts that do not move in the night of a day since a person holds them, the first to go first."""
    wanted = (LadderState.held_until >= day, Contract.status == ACTIVE)
    query = select(Contract.id).join(LadderState, LadderState.contract_id == Contract.id).where(*wanted)
    return list(db.session.scalars(query.order_by(LadderState.held_until, Contract.id)))


def promised() -> list[int]:
    """Contracts under a trust unlock, the first to end first."""
    wanted = (
        LadderState.unlock_on.is_not(None),
        LadderState.unlock_over.is_(False),
        Contract.status == ACTIVE,
    )
    query = select(Contract.id).join(LadderState, LadderState.contract_id == Contract.id).where(*wanted)
    return list(db.session.scalars(query.order_by(LadderState.unlock_on, Contract.id)))


def at_stage(stage: Stage, after: int = 0, limit: int = BATCH) -> list[int]:
    """Active contracts on a stage with ids above `after`, ascending."""
    wanted = (Contract.status == ACTIVE, Contract.stage == stage.value, Contract.id > after)
    return list(db.session.scalars(select(Contract.id).where(*wanted).order_by(Contract.id).limit(limit)))


def unheard() -> list[int]:
    """Active contracts whose notice no channel took, and which it is still for: their next step waits."""
    return [contract_id for contract_id, _ in unheard_notices()]


def unheard_notices() -> list[tuple[int, int]]:
    """The same, each with the notice."""
    return [(one.contract_id, one.notice_id or 0) for batch in _unheard() for one in batch]


def unheard_and_untried() -> Iterator[list[Standing]]:
    """Of those, in batches, the ones with no message that waits or came back."""
    tried = _messages(NOTICE + cast(LadderNotice.id, String), LadderNotice.contract_id)
    return _unheard(~exists().where(*tried, NoticeMessage.status.in_((WAITING, BOUNCED))))


def _messages(key: Any, contract_id: Any) -> tuple[Any, ...]:
    """The messages of a notice: the first one, and those of later tries."""
    of_it = or_(NoticeMessage.key == key, NoticeMessage.key.like(key + "@%"))
    return (NoticeMessage.contract_id == contract_id, of_it)


def heard_on(notice_id: int, contract_id: int) -> date | None:
    """The first day on which a notice was given, by a channel that still holds that it took it or by a person; else None."""
    at = func.min(func.coalesce(NoticeMessage.taken_at, NoticeMessage.created_at))
    messages = (*_messages(notice_key(notice_id), contract_id), NoticeMessage.status == TAKEN)
    sent = db.session.scalar(select(at).where(*messages))
    told = (LadderEvent.notice_id == notice_id, LadderEvent.event == "told")
    by_hand = db.session.scalar(select(func.min(LadderEvent.on_day)).where(*told))
    return min((day for day in (sent and day_of(sent), by_hand) if day), default=None)


def _unheard(*also: Any) -> Iterator[list[Standing]]:
    """A notice is for its invoices until all of them are settled."""
    after = 0
    wanted = (LadderNotice.taken_on.is_(None), Contract.status == ACTIVE, *also)
    query = (
        select(Contract.id)
        .join(LadderState, LadderState.contract_id == Contract.id)
        .join(LadderNotice, LadderNotice.id == LadderState.notice_id)
        .where(*wanted)
        .order_by(Contract.id)
        .limit(BATCH)
    )
    while ids := list(db.session.scalars(query.where(Contract.id > after))):
        yield [one for one in standings(ids) if one.facts.holding]
        after = ids[-1]


def rows(ids: Sequence[int], day: date) -> list[Row]:
    """Contracts as a list shows them, in the order given."""
    found = {one.contract_id: one for one in standings(ids)}
    return rows_of([found[key] for key in ids if key in found], day)


def rows_of(stands: Sequence[Standing], day: date) -> list[Row]:
    """The same for standings that were read already."""
    customers = [one.customer_id for one in stands]
    names, phones = _names(customers), _phones(customers)
    paid = payments_of([row.id for one in stands for row in one.invoices])
    return [
        Row(
            one,
            names.get(one.customer_id, ""),
            phones.get(one.customer_id),
            _owed(one, paid, day),
            _late(one, day),
        )
        for one in stands
    ]


def _owed(standing: Standing, paid: Mapping[int, Sequence[Payment]], day: date) -> Decimal:
    """What is owed on the day on the invoices that are late."""
    late = [row for row in standing.invoices if days_late(day, row.effective_due_date) > 0]
    return sum((owed_on(debt_of_row(row), paid.get(row.id, ()), day).amount for row in late), ZERO)


def _late(standing: Standing, day: date) -> int:
    return max((debt.late(day) for debt in standing.facts.invoices), default=0)


def _names(customer_ids: Sequence[int]) -> dict[int, str]:
    wanted = among(db.session(), Customer.id, customer_ids)
    rows = db.session.execute(select(Customer.id, Customer.name).where(wanted))
    return {row.id: row.name for row in rows}


def _phones(customer_ids: Sequence[int]) -> dict[int, str]:
    """The first telephone of each."""
    wanted = among(db.session(), CustomerPhone.customer_id, customer_ids)
    query = select(CustomerPhone.customer_id, CustomerPhone.number).where(wanted)
    found: dict[int, str] = {}
    for key, number in db.session.execute(query.order_by(CustomerPhone.position, CustomerPhone.id)):
        found.setdefault(key, number)
    return found


def history(contract_id: int, limit: int | None = None) -> list[LadderEvent]:
    """What the ladder did to a contract, newest first."""
    query = select(LadderEvent).where(LadderEvent.contract_id == contract_id)
    return list(db.session.scalars(query.order_by(LadderEvent.id.desc()).limit(limit)))


def waiting_of(contract_ids: Sequence[int]) -> list[Any]:
    """The messages of contracts that were not sent yet: contract_id, key, occasion."""
    mine = (among(db.session(), NoticeMessage.contract_id, contract_ids), NoticeMessage.status == WAITING)
    columns = (NoticeMessage.contract_id, NoticeMessage.key, NoticeMessage.occasion)
    return list(db.session.execute(select(*columns).where(*mine)))


def is_touched(contract_id: int) -> bool:
    """Whether the ladder has anything to do with a contract: a stage, something it remembers, a message to be sent."""
    waiting = exists().where(NoticeMessage.contract_id == Contract.id, NoticeMessage.status == WAITING)
    known = exists().where(LadderState.contract_id == Contract.id)
    query = select(Contract.id).where(
        Contract.id == contract_id, or_(Contract.stage != Stage.NORMAL.value, known, waiting)
    )
    return db.session.scalar(query) is not None


def late_examples(day: date, limit: int = 20) -> list[int]:
    """Active contracts with something late on a day, the latest to fall late first: to preview a text on."""
    wanted = (IS_OPEN, Invoice.effective_due_date < day, Contract.status == ACTIVE)
    query = (
        select(Contract.id)
        .join(Invoice, Invoice.contract_id == Contract.id)
        .where(*wanted)
        .order_by(Invoice.effective_due_date.desc(), Contract.id)
        .limit(limit)
    )
    return list(dict.fromkeys(db.session.scalars(query)))

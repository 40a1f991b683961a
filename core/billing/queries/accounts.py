"""Contracts as billing needs them, many at a time: a few queries a batch, plain rows, no mapped objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from core.billing.models import (
    EXEMPT,
    LEFT_BEHIND,
    SKIPPED,
    Carry,
    ClosedWithout,
    Invoice,
    InvoiceLine,
    Receipt,
    UnbilledDays,
)
from core.billing.rules.facts import ContractFacts, InvoiceKind, ItemFacts, PendingCarry, PendingInstalment
from core.billing.rules.instalments import pending
from core.billing.rules.settle import Lot
from core.contracts.models import Contract, ContractItem, ExtraItem
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.customers.models import Address, Customer
from core.extension.items import ItemKind, ItemType
from core.foundation.bulk import among
from core.foundation.calendar import Period, merge
from core.foundation.database import db
from core.foundation.money import ZERO

FAR_DAY = date(9999, 1, 1)
TERMS = tuple(BillingTerms.__dataclass_fields__)
ENUMS = {"issue_mode": IssueMode, "period_reference": PeriodReference, "period_direction": PeriodDirection}
Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Account:
    """A contract's facts, and what an invoice of it copies: holder, addresses, bank.

    `next_number` is the n-th invoice that comes next; `missing` the item types whose plugin is not enabled.
    """

    facts: ContractFacts
    holder: str
    document: str
    installation: str
    billing: str
    bank_account_id: int | None
    next_number: int
    credit: tuple[Lot, ...] = ()
    missing: tuple[ItemFacts, ...] = ()


def load(ids: Sequence[int], types: Mapping[str, ItemType]) -> list[Account]:
    """The accounts of these contracts, in the order of their ids."""
    heads = db.session.execute(_heads(ids)).all()
    parts = _Parts.read(ids, types)
    return [parts.account(head) for head in heads]


def _heads(ids: Sequence[int]) -> Any:
    billed_at, installed_at = aliased(Address), aliased(Address)
    return (
        select(
            Contract.id,
            Contract.starts_on,
            Contract.closing_since,
            Contract.bank_account_id,
            *(getattr(Contract, name) for name in TERMS),
            Customer.name.label("holder"),
            Customer.document,
            *_address("installed", installed_at),
            *_address("billed", billed_at),
        )
        .join(Customer, Customer.id == Contract.customer_id)
        .join(installed_at, installed_at.id == Contract.installation_address_id)
        .outerjoin(billed_at, billed_at.id == Contract.billing_address_id)
        .where(among(db.session(), Contract.id, ids))
        .order_by(Contract.id)
    )


ADDRESS = ("street", "number", "complement", "district", "city", "state", "postal_code")


def _address(prefix: str, table: Any) -> list[Any]:
    return [getattr(table, name).label(f"{prefix}_{name}") for name in ADDRESS]


_installed_at, _billed_at, _terms_in = (
    attrgetter(*(prefix + name for name in names))
    for prefix, names in (("installed_", ADDRESS), ("billed_", ADDRESS), ("", TERMS))
)


def _address_words(parts: Sequence[Any]) -> str:
    street, number, complement, district, city, state, code = parts
    if street is None:
        return ""
    extra = f", {complement}" if complement else ""
    return f"{street}, {number}{extra}, {district}, {city}/{state}, CEP {code[:5]}-{code[5:]}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a batch of contracts holds, by contract id."""

    types: Mapping[str, ItemType]
    items: Mapping[int, list[Any]]
    billed: Mapping[int, tuple[Period, ...]]
    instalments: Mapping[int, list[PendingInstalment]]
    carries: Mapping[int, list[PendingCarry]]
    gaps: Mapping[int, list[Any]]
    invoices: Mapping[int, tuple[int, date | None]]
    closed: Mapping[int, date]
    credit: Mapping[int, list[Lot]]

    @classmethod
    def read(cls, ids: Sequence[int], types: Mapping[str, ItemType]) -> _Parts:
        items = _grouped(_item_rows(ids))
        return cls(
            types=types,
            items=items,
            billed=_billed([row.id for rows in items.values() for row in rows]),
            instalments=_instalments(ids),
            carries=_carries(ids),
            gaps=_grouped(_gap_rows(ids)),
            invoices=_invoices(ids),
            closed=dict(_closed_rows(ids)),
            credit=_credit(ids),
        )

    def account(self, head: Any) -> Account:
        items = [self._item(row) for row in self.items.get(head.id, ())]
        count, closing = self.invoices.get(head.id, (0, None))
        known = tuple(item for item, there in items if there)
        installed = _address_words(_installed_at(head))
        return Account(
            facts=self._facts(head, known, max_date(closing, self.closed.get(head.id))),
            holder=head.holder,
            document=head.document,
            installation=installed,
            billing=_address_words(_billed_at(head)) or installed,
            bank_account_id=head.bank_account_id,
            next_number=count + 1,
            credit=tuple(self.credit.get(head.id, ())),
            missing=tuple(item for item, there in items if not there),
        )

    def _item(self, row: Any) -> tuple[ItemFacts, bool]:
        item_type = self.types.get(row.type)
        kind = item_type.kind if item_type else ItemKind.RECURRING
        words = row.description or (item_type.label if item_type else row.type)
        billed = self.billed.get(row.id, ())
        facts = ItemFacts(
            row.id, row.type, kind, words, row.amount, row.starts_on, row.ends_on, billed, row.data
        )
        return facts, item_type is not None

    def _facts(self, head: Any, items: tuple[ItemFacts, ...], closed: date | None) -> ContractFacts:
        gaps = self.gaps.get(head.id, ())
        skipped = next((_gap(row) for row in gaps if row.reason == SKIPPED), None)
        return ContractFacts(
            id=head.id,
            activation=head.starts_on,
            terms=terms_of(head),
            closing_since=head.closing_since,
            items=items,
            instalments=tuple(self.instalments.get(head.id, ())),
            carries=tuple(self.carries.get(head.id, ())),
            never_billed=tuple(_gap(row) for row in gaps if row.reason != SKIPPED),
            skipped=skipped,
            closed_through=closed,
        )


def max_date(*days: date | None) -> date | None:
    """The latest of the days that there are."""
    return max((day for day in days if day), default=None)


def terms_of(row: Any) -> BillingTerms:
    """Billing terms from a row with a column for each."""
    return _terms(_terms_in(row))


@lru_cache(maxsize=4096)
def _terms(values: tuple[Any, ...]) -> BillingTerms:
    """Most contracts share their terms with many others."""
    named = dict(zip(TERMS, values, strict=True))
    return BillingTerms(**{**named, **{name: kind(named[name]) for name, kind in ENUMS.items()}})


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.contract_id].append(row)
    return groups


def _item_rows(ids: Sequence[int]) -> Rows:
    """Items that may still have something to bill: a removed one until its last day is billed."""
    table = ContractItem
    query = select(
        table.id,
        table.contract_id,
        table.type,
        table.description,
        table.amount,
        table.starts_on,
        table.ends_on,
        table.data,
    )
    wanted = or_(table.removed.is_(False), table.ends_on.is_not(None))
    return db.session.execute(
        query.where(among(db.session(), table.contract_id, ids), wanted).order_by(table.position, table.id)
    ).all()


def _billed(item_ids: Sequence[int]) -> dict[int, tuple[Period, ...]]:
    """Days billed by item. Most are one run without a hole, which an aggregate tells; only holes are read row by row."""
    line = InvoiceLine
    query = (
        select(
            line.item_id,
            func.min(line.days_from).label("start"),
            func.max(line.days_until).label("end"),
            func.coalesce(func.sum(line.days), 0).label("days"),
        )
        .where(among(db.session(), line.item_id, item_ids), line.live, line.kind != "proration")
        .group_by(line.item_id)
    )
    rows = db.session.execute(query).all()
    holes = [row.item_id for row in rows if row.start and (row.end - row.start).days != row.days]
    whole = {
        row.item_id: (Period(row.start, row.end),) if row.start else (Period(FAR_DAY, FAR_DAY),)
        for row in rows
    }
    return {**whole, **(_day_parts(holes) if holes else {})}


def _day_parts(item_ids: Sequence[int]) -> dict[int, tuple[Period, ...]]:
    line = InvoiceLine
    wanted = (
        among(db.session(), line.item_id, item_ids),
        line.live,
        line.kind != "proration",
        line.days_from.is_not(None),
    )
    query = select(line.item_id, line.days_from, line.days_until, line.day_parts).where(*wanted)
    rows: Rows = db.session.execute(query).all()
    days: dict[int, list[Period]] = defaultdict(list)
    for item_id, start, end, parts in rows:
        days[item_id] += read_parts(parts) if parts else [Period(start, end)]
    return {item_id: tuple(merge(found)) for item_id, found in days.items()}


def read_parts(text: str) -> list[Period]:
    """Days with holes as they are kept: "2017-06-01/2017-06-05 2017-06-20/2017-06-30" (half-open)."""
    return [Period(*map(date.fromisoformat, part.split("/"))) for part in text.split()]


def _instalments(ids: Sequence[int]) -> dict[int, list[PendingInstalment]]:
    extra, line = ExtraItem, InvoiceLine
    rows = db.session.execute(
        select(extra)
        .where(among(db.session(), extra.contract_id, ids), extra.removed.is_(False))
        .order_by(extra.position, extra.id)
    ).scalars()
    extras = list(rows)
    done: dict[int, set[int]] = defaultdict(set)
    if extras:
        wanted = (among(db.session(), line.extra_id, [one.id for one in extras]), line.live)
        billed: Rows = db.session.execute(select(line.extra_id, line.instalment).where(*wanted)).all()
        for extra_id, number in billed:
            done[extra_id].add(number)
    found: dict[int, list[PendingInstalment]] = defaultdict(list)
    for one in extras:
        found[one.contract_id] += pending(
            one.id, one.description, one.total, one.instalments, one.first_month, done[one.id]
        )
    return found


def _carries(ids: Sequence[int]) -> dict[int, list[PendingCarry]]:
    wanted = (among(db.session(), Carry.contract_id, ids), Carry.taken_by_id.is_(None), ~Carry.void)
    query = select(Carry.contract_id, Carry.id, Carry.invoice_id, Carry.amount)
    rows: Rows = db.session.execute(query.where(*wanted).order_by(Carry.id)).all()
    found: dict[int, list[PendingCarry]] = defaultdict(list)
    for contract_id, *rest in rows:
        found[contract_id].append(PendingCarry(*rest))
    return found


def _gap_rows(ids: Sequence[int]) -> Rows:
    table = UnbilledDays
    query = select(table.contract_id, table.starts_on, table.ends_on, table.reason)
    return db.session.execute(query.where(among(db.session(), table.contract_id, ids))).all()


def _gap(row: Any) -> Period:
    return Period(row.starts_on, row.ends_on or FAR_DAY)


def _invoices(ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    closing = func.max(Invoice.closing_on).filter(Invoice.kind == InvoiceKind.REGULAR.value)
    query = select(Invoice.contract_id, func.max(Invoice.number), closing).where(
        among(db.session(), Invoice.contract_id, ids)
    )
    rows = db.session.execute(query.group_by(Invoice.contract_id))
    return {contract_id: (number, closed) for contract_id, number, closed in rows}


def _closed_rows(ids: Sequence[int]) -> Any:
    query = select(ClosedWithout.contract_id, ClosedWithout.closing_on)
    return (
        tuple(row)
        for row in db.session.execute(query.where(among(db.session(), ClosedWithout.contract_id, ids)))
    )


def _credit(ids: Sequence[int]) -> dict[int, list[Lot]]:
    query = select(Receipt.contract_id, Receipt.id, Receipt.credit, Receipt.paid_on)
    wanted = (among(db.session(), Receipt.contract_id, ids), Receipt.credit > ZERO)
    rows: Rows = db.session.execute(query.where(*wanted).order_by(Receipt.id)).all()
    found: dict[int, list[Lot]] = defaultdict(list)
    for contract_id, *rest in rows:
        found[contract_id].append(Lot(*rest))
    return found


__all__ = ["EXEMPT", "LEFT_BEHIND", "Account", "load", "max_date", "read_parts", "terms_of"]

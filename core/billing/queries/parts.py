"""The parts of many contracts, one query a kind: plain rows of the tables, no mapped objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import FromClause, Text, TypeDecorator, func, or_, select, type_coerce
from sqlalchemy import cast as sql_cast

from core.billing.models import Carry, ClosedWithout, Invoice, InvoiceLine, Receipt, UnbilledDays
from core.billing.rules.facts import InvoiceKind, LineKind, PendingCarry, PendingInstalment
from core.billing.rules.instalments import pending
from core.billing.rules.settle import Lot
from core.contracts.models import Contract, ContractItem, ExtraItem
from core.contracts.rules.terms import BillingTerms
from core.customers.models import Address, Customer
from core.foundation.bulk import among
from core.foundation.calendar import Period, merge
from core.foundation.database import Base, db
from core.foundation.money import ZERO

FAR_DAY = date(9999, 1, 1)
TERMS = tuple(BillingTerms.__dataclass_fields__)
Rows = Sequence[Any]


def _table(model: type[Base]) -> FromClause:
    return model.__table__


CONTRACT, CUSTOMER, ADDRESS, ITEM, EXTRA, LINE, INVOICE = map(
    _table, (Contract, Customer, Address, ContractItem, ExtraItem, InvoiceLine, Invoice)
)
CARRY, GAP, CLOSED, RECEIPT = map(_table, (Carry, UnbilledDays, ClosedWithout, Receipt))


def as_kept(column: Any) -> Any:
    """A column as the database keeps it, money in cents: for those that turn each value into ours only once."""
    kind = column.type
    return type_coerce(column, kind.impl) if isinstance(kind, TypeDecorator) else column


def ours(column: Any) -> Callable[[Any], Any]:
    """What turns a value `as_kept` into ours."""
    read: Any = getattr(column.type, "process_result_value", None)
    return partial(read, dialect=None) if read else _same


def _same(value: Any) -> Any:
    return value


def heads(ids: Sequence[int]) -> Rows:
    """One row a contract, in the order of the ids: dates, what it points at, and its terms as they are kept."""
    c = CONTRACT.c
    points = (c.bank_account_id, c.customer_id, c.installation_address_id, c.billing_address_id)
    terms = (as_kept(c[name]) for name in TERMS)
    query = select(c.id, c.starts_on, c.closing_since, *points, *terms)
    return _all(query.where(_of(c.id, ids)).order_by(c.id))


def holders(customer_ids: Sequence[int]) -> dict[int, Any]:
    """Id, name and document, by customer. Asked for by ids: a join reads through all customers for each batch."""
    c = CUSTOMER.c
    return {row[0]: row for row in _all(select(c.id, c.name, c.document).where(_of(c.id, customer_ids)))}


def addresses(ids: Sequence[int]) -> dict[int, str]:
    """Addresses in one line of words."""
    c = ADDRESS.c
    parts = (c.street, c.number, c.complement, c.district, c.city, c.state, c.postal_code)
    return {key: _address_words(*rest) for key, *rest in _all(select(c.id, *parts).where(_of(c.id, ids)))}


def _address_words(
    street: str, number: str, complement: str | None, district: str, city: str, state: str, code: str
) -> str:
    extra = f", {complement}" if complement else ""
    return f"{street}, {number}{extra}, {district}, {city}/{state}, CEP {code[:5]}-{code[5:]}"


def item_rows(ids: Sequence[int]) -> Rows:
    """Items that may still have something to bill: a removed one until its last day is billed. Amounts in cents."""
    c = ITEM.c
    columns = (c.contract_id, c.id, c.type, c.description, as_kept(c.amount), c.starts_on, c.ends_on)
    query = select(*columns, sql_cast(c.data, Text).label("data"), c.removed)
    wanted = or_(c.removed.is_(False), c.ends_on.is_not(None))
    return _all(query.where(_of(c.contract_id, ids), wanted).order_by(c.position, c.id))


def billed_days(item_ids: Sequence[int]) -> dict[int, tuple[Period, ...]]:
    """Days that live invoices bill, by item; a one-off that was billed has an empty period far away.

    Most are one run without a hole, which an aggregate tells; only those with one are read line by line.
    """
    if not item_ids:
        return {}
    c = LINE.c
    sums = (func.min(c.days_from), func.max(c.days_until), func.coalesce(func.sum(c.days), 0))
    rows = _all(select(c.item_id, *sums).where(*_billing_lines(item_ids)).group_by(c.item_id))
    holes = [item_id for item_id, start, end, days in rows if start and (end - start).days != days]
    once = (Period(FAR_DAY, FAR_DAY),)
    whole = {item_id: (Period(start, end),) if start else once for item_id, start, end, _ in rows}
    return {**whole, **(_day_by_day(holes) if holes else {})}


def _billing_lines(item_ids: Sequence[int]) -> tuple[Any, ...]:
    return _of(LINE.c.item_id, item_ids), LINE.c.live, LINE.c.kind != LineKind.PRORATION.value


def _day_by_day(item_ids: Sequence[int]) -> dict[int, tuple[Period, ...]]:
    c = LINE.c
    query = select(c.item_id, c.days_from, c.days_until, c.day_parts)
    days: dict[int, list[Period]] = defaultdict(list)
    for item_id, start, end, parts in _all(query.where(*_billing_lines(item_ids), c.days_from.is_not(None))):
        days[item_id] += read_parts(parts) if parts else [Period(start, end)]
    return {item_id: tuple(merge(found)) for item_id, found in days.items()}


def read_parts(text: str) -> list[Period]:
    """Days with holes as they are kept: "2017-06-01/2017-06-05 2017-06-20/2017-06-30" (half-open)."""
    return [Period(*map(date.fromisoformat, part.split("/"))) for part in text.split()]


def instalments(ids: Sequence[int]) -> dict[int, list[PendingInstalment]]:
    """The shares of extra items that no live invoice holds, by contract."""
    c = EXTRA.c
    columns = (c.id, c.description, c.total, c.instalments, c.first_month)
    query = select(c.contract_id, *columns).where(_of(c.contract_id, ids), c.removed.is_(False))
    extras = _all(query.order_by(c.position, c.id))
    done = billed_shares([row.id for row in extras]) if extras else {}
    found: dict[int, list[PendingInstalment]] = defaultdict(list)
    for contract_id, key, words, total, n, first_month in extras:
        found[contract_id] += pending(key, words, total, n, first_month, done.get(key, {}))
    return found


def billed_shares(extra_ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """The shares that live invoices bill, by extra item: number and R$."""
    done: dict[int, dict[int, Decimal]] = defaultdict(dict)
    c = LINE.c
    query = select(c.extra_id, c.instalment, c.amount)
    for extra_id, number, amount in _all(query.where(_of(c.extra_id, extra_ids), c.live)):
        done[extra_id][number] = amount
    return done


def carries(ids: Sequence[int]) -> dict[int, list[PendingCarry]]:
    """What earlier invoices left and no later one has taken, by contract."""
    c = CARRY.c
    query = select(c.contract_id, c.id, c.invoice_id, c.amount)
    waiting = (_of(c.contract_id, ids), c.taken_by_id.is_(None), ~c.void)
    return {
        k: [PendingCarry(*row[1:]) for row in v]
        for k, v in grouped(_all(query.where(*waiting).order_by(c.id))).items()
    }


def gap_rows(ids: Sequence[int]) -> Rows:
    """Days that are not billed: contract, start, end (None: going on) and reason."""
    c = GAP.c
    return _all(select(c.contract_id, c.starts_on, c.ends_on, c.reason).where(_of(c.contract_id, ids)))


def invoice_counts(ids: Sequence[int]) -> dict[int, tuple[int, date | None]]:
    """How many invoices each contract has, and the last closing date that a regular one billed."""
    c = INVOICE.c
    closing = func.max(c.closing_on).filter(c.kind == InvoiceKind.REGULAR.value)
    query = select(c.contract_id, func.max(c.number), closing).where(_of(c.contract_id, ids))
    return {key: (count, closed) for key, count, closed in _all(query.group_by(c.contract_id))}


def closings_without(ids: Sequence[int]) -> dict[int, date]:
    """The last closing date that a run handled without an invoice, by contract."""
    c = CLOSED.c
    return dict(map(tuple, _all(select(c.contract_id, c.closing_on).where(_of(c.contract_id, ids)))))


def credit(ids: Sequence[int]) -> dict[int, list[Lot]]:
    """Receipts that still have something to give, by contract."""
    c = RECEIPT.c
    query = select(c.contract_id, c.id, c.credit, c.paid_on).where(_of(c.contract_id, ids), c.credit > ZERO)
    return {k: [Lot(*row[1:]) for row in v] for k, v in grouped(_all(query.order_by(c.id))).items()}


def grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Rows by their first column, the contract."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row[0]].append(row)
    return groups


def _of(column: Any, ids: Sequence[int]) -> Any:
    return among(db.session(), column, ids)


def _all(query: Any) -> Rows:
    return db.session.execute(query).all()

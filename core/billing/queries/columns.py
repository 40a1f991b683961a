"""Billing's part of the customers' list: what each owes today, and who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, select

from core.billing.models import IS_OPEN, Invoice
from core.billing.queries.debts import payments_of
from core.billing.queries.parts import CONTRACT, INVOICE, as_kept, ours
from core.billing.rules.owed import InvoiceDebt, Payment, owed_on
from core.contracts.models import Contract
from core.extension.types import Cell
from core.foundation.bulk import ByIds
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.money import ZERO
from core.foundation.ptbr import num

DEBT = (
    "total",
    "base",
    "effective_due_date",
    "punctuality_discount",
    "late_fee_percent",
    "monthly_interest_percent",
)
READ = {name: ours(INVOICE.c[name]) for name in DEBT}
OPEN = ByIds(
    lambda among: (
        select(
            CONTRACT.c.customer_id,
            CONTRACT.c.id.label("contract_id"),
            INVOICE.c.id,
            as_kept(INVOICE.c.left),
            *(as_kept(INVOICE.c[n]) for n in DEBT),
        )
        .select_from(CONTRACT.outerjoin(INVOICE, and_(INVOICE.c.contract_id == CONTRACT.c.id, IS_OPEN)))
        .where(among(CONTRACT.c.customer_id))
    )
)


def open_invoices_of(customer_ids: Sequence[int]) -> Sequence[Any]:
    """The open invoices of each contract of a page's customers, money as it is kept; a row of None where it has none."""
    return OPEN.rows(db.session(), customer_ids)


def owed_cells(rows: Sequence[Any]) -> Mapping[int, Cell]:
    """What each customer of a page owes today; nothing where there is no contract."""
    return {key: _cell(amount) for key, amount in _owed_by_customer(rows).items()}


@lru_cache(maxsize=4096)
def _cell(amount: Decimal) -> Cell:
    return Cell(num(amount), "" if amount else "zero")


def _owed_by_customer(rows: Sequence[Any]) -> dict[int, Decimal]:
    """R$ owed today by each customer that has a contract."""
    paid_in_part = [key for _, _, key, left, total, *_ in rows if key and left != total]
    paid = payments_of(paid_in_part) if paid_in_part else {}
    sums: dict[int, Decimal] = {row.customer_id: ZERO for row in rows}
    day = today()
    for customer_id, _, key, _, *kept in rows:
        if key:
            sums[customer_id] += _owed(tuple(kept), tuple(paid.get(key, ())), day)
    return sums


@lru_cache(maxsize=4096)
def _owed(kept: tuple[Any, ...], payments: tuple[Payment, ...], day: date) -> Decimal:
    """What an invoice asks for on a day, from its columns as they are kept: many ask for the same as others."""
    debt = InvoiceDebt(*(READ[name](value) for name, value in zip(DEBT, kept, strict=True)))
    return owed_on(debt, payments, day).amount


def late_customers() -> Any:
    """The customers with an open invoice past its effective due date."""
    late = (IS_OPEN, Invoice.effective_due_date < today())
    return select(Contract.customer_id).join(Invoice, Invoice.contract_id == Contract.id).where(*late)

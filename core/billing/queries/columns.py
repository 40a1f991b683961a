"""Billing's part of the customers' list: what each owes today, and who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select

from core.billing.models import IS_OPEN, Invoice
from core.billing.queries.debts import debt_of_row, payments_of
from core.billing.rules.owed import owed_on
from core.contracts.models import Contract
from core.extension.types import Cell
from core.foundation.bulk import among
from core.foundation.clock import today
from core.foundation.database import db
from core.foundation.money import ZERO
from core.foundation.ptbr import num

DEBT = (
    Invoice.id,
    Invoice.total,
    Invoice.left,
    Invoice.base,
    Invoice.effective_due_date,
    Invoice.punctuality_discount,
    Invoice.late_fee_percent,
    Invoice.monthly_interest_percent,
)


def owed_cells(customer_ids: Sequence[int]) -> Mapping[int, Cell]:
    """What each customer of a page owes today; nothing where there is no contract."""
    sums = owed_by_customer(customer_ids)
    return {key: Cell(num(amount), "" if amount else "zero") for key, amount in sums.items()}


def owed_by_customer(customer_ids: Sequence[int]) -> dict[int, Decimal]:
    """R$ owed today by each customer that has a contract."""
    open_ones = and_(Invoice.contract_id == Contract.id, IS_OPEN)
    query = select(Contract.customer_id, *DEBT).outerjoin(Invoice, open_ones)
    rows: Sequence[Any] = db.session.execute(
        query.where(among(db.session(), Contract.customer_id, customer_ids))
    ).all()
    paid_in_part = [row.id for row in rows if row.id and row.left != row.total]
    paid = payments_of(paid_in_part) if paid_in_part else {}
    sums: dict[int, Decimal] = {row.customer_id: ZERO for row in rows}
    day = today()
    for row in rows:
        if row.id:
            sums[row.customer_id] += owed_on(debt_of_row(row), paid.get(row.id, ()), day).amount
    return sums


def late_customers() -> Any:
    """The customers with an open invoice past its effective due date."""
    late = (IS_OPEN, Invoice.effective_due_date < today())
    return select(Contract.customer_id).join(Invoice, Invoice.contract_id == Contract.id).where(*late)

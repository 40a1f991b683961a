"""Billing's part of the customers' list: what each owes today, and who is late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from core.billing.models import OPEN, Invoice
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
    mine = among(db.session(), Contract.customer_id, customer_ids)
    sums: dict[int, Decimal] = dict.fromkeys(
        db.session.scalars(select(Contract.customer_id).where(mine)), ZERO
    )
    open_ones = select(Contract.customer_id, *DEBT).join(Contract, Contract.id == Invoice.contract_id)
    rows: Sequence[Any] = db.session.execute(open_ones.where(mine, Invoice.status == OPEN)).all()
    paid = payments_of([row.id for row in rows]) if rows else defaultdict(list)
    day = today()
    for row in rows:
        sums[row.customer_id] += owed_on(debt_of_row(row), paid.get(row.id, ()), day).amount
    return sums


def late_customers() -> Any:
    """The customers with an open invoice past its effective due date."""
    late = (Invoice.status == OPEN, Invoice.effective_due_date < today())
    return select(Contract.customer_id).join(Invoice, Invoice.contract_id == Contract.id).where(*late)

"""What invoices ask for and what was paid on them, as the rules take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.billing.models import Application, Invoice
from core.billing.rules.owed import InvoiceDebt, Payment
from core.foundation.bulk import among
from core.foundation.database import db


def debt_of_row(row: Invoice | Any) -> InvoiceDebt:
    """The debt of an invoice, as agreed on its day of issue."""
    return InvoiceDebt(
        row.total,
        row.base,
        row.effective_due_date,
        row.punctuality_discount,
        row.late_fee_percent,
        row.monthly_interest_percent,
    )


def payments_of(invoice_ids: Sequence[int]) -> dict[int, list[Payment]]:
    """What was applied to each invoice, in the order in which it was recorded."""
    query = select(Application.invoice_id, Application.counts_on, Application.amount)
    rows = db.session.execute(
        query.where(among(db.session(), Application.invoice_id, invoice_ids)).order_by(Application.id)
    )
    found: dict[int, list[Payment]] = defaultdict(list)
    for invoice_id, counts_on, amount in rows:
        found[invoice_id].append(Payment(counts_on, amount))
    return found

"""Invoices, found by the number that people call them by."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import select

from core.billing.models import Invoice
from core.extension.types import SearchHit
from core.foundation.database import db
from core.foundation.ptbr import brl, dmy

BIGGEST = 2**31


def find_invoices(text: str, limit: int) -> Sequence[SearchHit]:
    """The invoice of that number."""
    number = text.strip().removeprefix("#")
    if not number.isdecimal() or int(number) > BIGGEST:
        return []
    rows = db.session.scalars(select(Invoice).where(Invoice.id == int(number)).limit(limit))
    return [
        SearchHit(
            f"Fatura {row.id}",
            f"{row.holder_name}, {brl(row.total)}, vence {dmy(row.due_date)}",
            url_for("billing.invoice", invoice_id=row.id),
            "file-invoice",
        )
        for row in rows
    ]

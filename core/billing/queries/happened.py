"""What was done to the invoices of a contract, read for its history."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from core.billing.models import Invoice
from core.foundation.audit import AuditEntry, actions_on
from core.foundation.bulk import among
from core.foundation.database import db


def happened(contract_id: int, actions: Iterable[str], limit: int) -> list[tuple[AuditEntry, Invoice]]:
    """Some kinds of action on a contract's invoices, each with its invoice, newest first."""
    mine = select(Invoice.id).where(Invoice.contract_id == contract_id)
    entries = actions_on("invoice", mine, actions, limit)
    ids = [one.subject_id for one in entries]
    found = {
        row.id: row for row in db.session.scalars(select(Invoice).where(among(db.session(), Invoice.id, ids)))
    }
    return [(one, found[one.subject_id]) for one in entries]

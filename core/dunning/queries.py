"""What the ladder must know of a contract, read."""

from __future__ import annotations

from sqlalchemy import select

from core.billing.models import IS_OPEN, Invoice
from core.contracts.models import Contract
from core.dunning.rules.facts import Debt, LadderFacts, Stage
from core.foundation.database import db


def ladder_facts(contract: Contract, invoices: list[Invoice]) -> LadderFacts:
    """The facts of a contract as it stands, with its open invoices."""
    debts = tuple(Debt(row.id, row.effective_due_date, row.left) for row in invoices)
    stage, short_by = Stage(contract.stage), contract.settle_short_by
    return LadderFacts(contract.ladder_terms, debts, stage, settle_short_by=short_by)


def open_invoices(contract_id: int) -> list[Invoice]:
    """The open invoices of a contract, the longest due first."""
    mine = (Invoice.contract_id == contract_id, IS_OPEN)
    return list(
        db.session.scalars(select(Invoice).where(*mine).order_by(Invoice.effective_due_date, Invoice.id))
    )


def last_invoice(contract_id: int) -> Invoice | None:
    """The latest invoice that was not cancelled."""
    mine = (Invoice.contract_id == contract_id, Invoice.cancelled_on.is_(None))
    return db.session.scalars(select(Invoice).where(*mine).order_by(Invoice.number.desc())).first()

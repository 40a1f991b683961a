"""A contract that is saved, edited and billed, for tests: what its invoices hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from core.billing.models import Invoice
from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ContractData
from core.contracts.services.save import save_contract
from core.foundation.database import db
from tests.core.contracts.builders import a_contract, a_holder, an_item

MARCH_20 = date(2017, 3, 20)


def email(amount: str = "10.00", **changes: Any) -> Any:
    return an_item("email", amount, **{"description": "E-mail", **changes})


def saved(**changes: Any) -> Contract:
    return save_contract(a_contract(a_holder(), **{"items": (email(),), **changes}), MARCH_20)


def stored(contract: Contract) -> ContractData:
    db.session.expire_all()
    return snapshot(db.session.get_one(Contract, contract.id))


def edit(contract: Contract, day: date, **changes: Any) -> Contract:
    """Save a contract again with what changed."""
    data = stored(contract)
    revision = db.session.get_one(Contract, contract.id).revision
    return save_contract(replace(data, revision=revision, **changes), day)


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


def lines(invoice: Invoice) -> list[tuple[str, str, date | None, date | None]]:
    return [(line.kind, str(line.amount), line.days_from, line.days_until) for line in invoice.lines]


def amounts(invoice: Invoice) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount)) for line in invoice.lines]

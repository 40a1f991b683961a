"""Contracts for pages: one with its parts, lists a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import selectinload

from core.banking.models import BankAccount
from core.contracts.models import ACTIVE, ENDED, Contract, ContractTemplate
from core.customers.models import Address, Customer
from core.foundation.database import db
from core.foundation.text import digits, fold

PAGE = 50
STAGES = ("message", "throttled", "suspended")


def find_contract(contract_id: int) -> Contract | None:
    """A contract with its items, extra items and layout."""
    parts = (selectinload(Contract.items), selectinload(Contract.extras), selectinload(Contract.template))
    return db.session.get(Contract, contract_id, options=parts)


@dataclass(frozen=True, slots=True)
class Around:
    """Whose contract it is, where it is installed and billed, and through which bank."""

    customer: Customer
    installation: Address
    billing: Address | None
    bank: BankAccount | None


def around(contract: Contract) -> Around:
    """What stands around a contract on its page."""
    session = db.session
    return Around(
        session.get_one(Customer, contract.customer_id),
        session.get_one(Address, contract.installation_address_id),
        session.get(Address, contract.billing_address_id) if contract.billing_address_id else None,
        session.get(BankAccount, contract.bank_account_id) if contract.bank_account_id else None,
    )


CONDITIONS: dict[str, Any] = {
    "ativos": lambda: Contract.status == ACTIVE,
    "suspensos": lambda: db.and_(Contract.status == ACTIVE, Contract.stage == "suspended"),
    "reduzidos": lambda: db.and_(Contract.status == ACTIVE, Contract.stage == "throttled"),
    "avisados": lambda: db.and_(Contract.status == ACTIVE, Contract.stage == "message"),
    "isentos": lambda: db.and_(Contract.status == ACTIVE, Contract.exempt.is_(True)),
    "cancelados": lambda: Contract.status == ENDED,
}


def contract_rows(which: str, query: str, before: int | None) -> Sequence[Any]:
    """A page of contracts, newest first, and one row more where there are others.

    `before` is the id that the page starts under; `query` a contract's number or part of a holder's name.
    """
    columns = (
        Contract.id, Contract.status, Contract.stage, Contract.stage_since, Contract.due_day,
        Contract.exempt, Contract.starts_on, Contract.ended_on, ContractTemplate.name.label("layout"),
        Customer.name.label("holder"),
    )  # fmt: skip
    rows = db.select(*columns).join(ContractTemplate).join(Customer, Customer.id == Contract.customer_id)
    rows = rows.where(CONDITIONS[which]()) if which in CONDITIONS else rows
    rows = rows.where(_matching(query)) if query else rows
    rows = rows.where(Contract.id < before) if before else rows
    return db.session.execute(rows.order_by(Contract.id.desc()).limit(PAGE + 1)).all()


def _matching(query: str) -> Any:
    named = Customer.sort_name.contains(fold(query), autoescape=True)
    number = digits(query)
    return named | (Contract.id == int(number[:15])) if number else named


def contracts_of(customer_id: int) -> list[Contract]:
    """A customer's contracts, the active ones first, newest first."""
    mine = db.select(Contract).where(Contract.customer_id == customer_id)
    ordered = mine.order_by(Contract.status, Contract.id.desc()).options(selectinload(Contract.template))
    return list(db.session.scalars(ordered))


def layouts() -> Sequence[Any]:
    """Every layout with how many active contracts it has, by name."""
    count = db.func.count(Contract.id).label("contracts")
    joined = db.select(ContractTemplate, count).outerjoin(
        Contract, db.and_(Contract.template_id == ContractTemplate.id, Contract.status == ACTIVE)
    )
    return db.session.execute(joined.group_by(ContractTemplate.id).order_by(ContractTemplate.name)).all()


def find_layout(template_id: int) -> ContractTemplate | None:
    """A layout by its id."""
    return db.session.get(ContractTemplate, template_id)

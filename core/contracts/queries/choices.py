"""What a contract's form lets one choose, and whose contract it is."""

from __future__ import annotations

from dataclasses import dataclass

from core.banking.models import BankAccount
from core.contracts.models import Contract, ContractTemplate
from core.customers.models import Address, Customer
from core.foundation.database import db


@dataclass(frozen=True, slots=True)
class Choices:
    """A customer, their addresses (the registration's first), and the layouts and banks on offer."""

    customer: Customer
    addresses: list[Address]
    templates: list[ContractTemplate]
    banks: list[BankAccount]

    def template(self, template_id: int | None) -> ContractTemplate | None:
        """One of the layouts, by its id."""
        return next((one for one in self.templates if one.id == template_id), None)


def choices_for(customer_id: int, contract: Contract | None) -> Choices | None:
    """The choices for a customer's contract; None where there is no such customer.

    A layout or bank no longer on offer stays for the contract that has it.
    """
    customer = db.session.get(Customer, customer_id)
    if customer is None:
        return None
    mine = db.select(Address).where(Address.customer_id == customer_id)
    addresses = db.session.scalars(mine.order_by(Address.main.desc(), Address.id))
    return Choices(
        customer,
        list(addresses),
        templates_on_offer(contract.template_id if contract else None),
        banks_on_offer(contract.bank_account_id if contract else None),
    )


def templates_on_offer(also: int | None = None) -> list[ContractTemplate]:
    """Layouts for new contracts, in the order they were made (the first is proposed), and one more."""
    wanted = ContractTemplate.active.is_(True) | (ContractTemplate.id == (also or 0))
    return list(db.session.scalars(db.select(ContractTemplate).where(wanted).order_by(ContractTemplate.id)))


def banks_on_offer(also: int | None = None) -> list[BankAccount]:
    """Bank accounts in use, by name, and one more."""
    wanted = BankAccount.active.is_(True) | (BankAccount.id == (also or 0))
    return list(db.session.scalars(db.select(BankAccount).where(wanted).order_by(BankAccount.name)))

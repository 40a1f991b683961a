"""An address is kept: the registration's, or another that a contract is installed or billed at."""

from __future__ import annotations

from dataclasses import asdict

from core.customers.models import Address, Customer
from core.customers.rules.data import AddressData
from core.foundation import audit
from core.foundation.database import transaction


def save_address(customer_id: int, data: AddressData, address_id: int | None = None) -> Address:
    """Add an address to a customer, or change one of theirs. Raises NoResultFound where there is none such.

    Issued invoices carry a copy of theirs and do not follow.
    """
    with transaction() as session:
        session.get_one(Customer, customer_id)
        if address_id is None:
            address = Address(customer_id=customer_id, main=False)
            session.add(address)
        else:
            address = session.get_one(Address, address_id)
            _check_owner(address, customer_id)
        put(address, data)
        session.flush()
        audit.record("address_saved", "customer", customer_id, {"address": address.short})
        return address


def _check_owner(address: Address, customer_id: int) -> None:
    if address.customer_id != customer_id:
        raise ValueError(f"address {address.id} is not one of customer {customer_id}")


def put(address: Address, data: AddressData) -> None:
    """Copy an address as typed into its row."""
    for name, value in asdict(data).items():
        setattr(address, name, value)

"""One registration, whole."""

from __future__ import annotations

from sqlalchemy import select

from core.customers.models import Address, Customer
from core.customers.rules.data import AddressData, CustomerData, PhoneData
from core.foundation.audit import AuditEntry, history
from core.foundation.database import db

ADDRESS = (
    "postal_code",
    "street",
    "number",
    "district",
    "city",
    "state",
    "complement",
    "city_code",
    "latitude",
    "longitude",
)


def customer_by_id(customer_id: int) -> Customer | None:
    """The customer of an id."""
    return db.session.get(Customer, customer_id)


def any_customer() -> bool:
    """Whether there is any customer at all."""
    return db.session.scalar(select(Customer.id).limit(1)) is not None


def main_address(customer: Customer) -> Address | None:
    """The address of the registration."""
    return next((address for address in customer.addresses if address.main), None)


def data_of(customer: Customer) -> CustomerData:
    """A registration as its form holds it."""
    address = main_address(customer)
    return CustomerData(
        kind=customer.kind,
        name=customer.name,
        document=customer.document,
        address=AddressData(**{name: getattr(address, name) for name in ADDRESS}) if address else None,
        trade_name=customer.trade_name,
        identity_number=customer.identity_number,
        birth_date=customer.birth_date,
        emails=tuple(email.address for email in customer.emails),
        phones=tuple(PhoneData(phone.number, phone.label) for phone in customer.phones),
        portal_user=customer.portal_user,
        notes=customer.notes,
    )


def last_saver(customer_id: int) -> str:
    """Who saved the registration last."""
    saved = history_of(customer_id)
    return saved[0].actor_name if saved else "Outra pessoa"


def history_of(customer_id: int) -> list[AuditEntry]:
    """What was done to a registration, newest first."""
    return history([("customer", customer_id)])

"""A registration is made, or changed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.customers.models import Address, Customer, CustomerEmail, CustomerPhone
from core.customers.queries.one import data_of, last_saver
from core.customers.rules.data import CustomerData, differences
from core.customers.services.addresses import put
from core.customers.services.errors import EditConflict, Taken
from core.customers.services.terms import index_customer
from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import transaction
from core.foundation.text import fold
from core.identity.passwords import hash_password

OWN_FIELDS = (
    "kind",
    "name",
    "trade_name",
    "document",
    "identity_number",
    "birth_date",
    "notes",
    "portal_user",
)


def save_customer(
    data: CustomerData, customer_id: int | None = None, revision: int | None = None
) -> Customer:
    """Keep a registration: a new one, or the next revision of `customer_id`, which was read at `revision`.

    Raises Taken where the document or the portal user is another customer's, EditConflict where someone saved
    it first and not the same, NoResultFound where there is no such customer.
    """
    with transaction() as session:
        _refuse_taken(session, data, customer_id)
        if customer_id is None:
            return _create(session, data)
        return _change(session, _locked(session, customer_id), data, revision)


def _refuse_taken(session: Session, data: CustomerData, customer_id: int | None) -> None:
    what = "Este CPF" if len(data.document) == 11 else "Este CNPJ"
    _refuse_other(session, "document", data.document, what, customer_id)
    if data.portal_user:
        _refuse_other(session, "portal_user", data.portal_user, "Este usuário", customer_id)


def _refuse_other(session: Session, field: str, value: str, what: str, customer_id: int | None) -> None:
    query = select(Customer.id, Customer.name).where(getattr(Customer, field) == value)
    holder = session.execute(query).one_or_none()
    if holder and holder.id != customer_id:
        raise Taken(field, what, holder.id, holder.name)


def _create(session: Session, data: CustomerData) -> Customer:
    customer = Customer(created_at=now(), revision=1)
    _keep(session, customer, data)
    audit.record("customer_created", "customer", customer.id)
    return customer


def _locked(session: Session, customer_id: int) -> Customer:
    return session.get_one(Customer, customer_id, with_for_update=True, populate_existing=True)


def _change(session: Session, customer: Customer, data: CustomerData, revision: int | None) -> Customer:
    changed = differences(data_of(customer), data)
    if not changed:
        return customer
    if revision != customer.revision:
        raise EditConflict(changed, customer.revision, last_saver(customer.id))
    customer.revision += 1
    _keep(session, customer, data)
    audit.record("customer_changed", "customer", customer.id, {"fields": [one.name for one in changed]})
    return customer


def _keep(session: Session, customer: Customer, data: CustomerData) -> None:
    for name in OWN_FIELDS:
        setattr(customer, name, getattr(data, name))
    customer.sort_name = fold(data.name)[:160]
    if data.password or not data.portal_user:
        customer.portal_password_hash = hash_password(data.password) if data.password else None
    _keep_lists(customer, data)
    session.add(customer)
    _write(session, customer, data)
    index_customer(customer)


def _keep_lists(customer: Customer, data: CustomerData) -> None:
    customer.phones = [
        CustomerPhone(number=p.number, label=p.label, position=i) for i, p in enumerate(data.phones)
    ]
    customer.emails = [CustomerEmail(address=address, position=i) for i, address in enumerate(data.emails)]
    if data.address:
        main = next((address for address in customer.addresses if address.main), None)
        if main is None:
            main = Address(main=True)
            customer.addresses.append(main)
        put(main, data.address)


def _write(session: Session, customer: Customer, data: CustomerData) -> None:
    """Another may have taken the document since it was looked up: the unique key has the last word."""
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        _refuse_taken(session, data, customer.id)
        raise

"""Builders: `contract(closing_day=31)` states what matters to a test, the rest is an ordinary contract.

They write straight into the tables, so that a test of one service does not stand on another's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from core.contracts.models import Contract, ContractItem, ContractTemplate, ExtraItem
from core.customers.models import Address, Customer
from core.foundation.clock import now
from core.foundation.database import db, transaction
from core.foundation.text import fold
from core.identity.models import User

START = date(2017, 3, 20)
_serial = count(1)


def user(role: str = "admin", **fields: Any) -> User:
    """A staff user whose login is the role's name with a number; it cannot sign in by password."""
    n = next(_serial)
    values = {
        "login": f"{role}{n}",
        "name": f"Pessoa {n}",
        "password_hash": "!",
        "role": role,
        "created_at": now(),
    }
    return _kept(User(**{**values, **fields}))


def customer(name: str = "Marina Tavares", **fields: Any) -> Customer:
    """A person with one address, in Campinas."""
    n = next(_serial)
    values = {"kind": "person", "sort_name": fold(name), "document": f"{n:011d}", "created_at": now()}
    made = _kept(Customer(name=name, **{**values, **fields}))
    address(made)
    return made


def address(of: Customer, **fields: Any) -> Address:
    """An address of a customer: Rua das Acácias, 120, Centro."""
    values = {
        "main": True,
        "postal_code": "13010100",
        "street": "Rua das Acácias",
        "number": "120",
        "district": "Centro",
        "city": "Campinas",
        "state": "SP",
    }
    return _kept(Address(customer_id=of.id, **{**values, **fields}))


def template(name: str | None = None, **fields: Any) -> ContractTemplate:
    """A layout with the terms that a contract has unless told otherwise."""
    return _kept(ContractTemplate(name=name or f"Residencial fibra {next(_serial)}", **fields))


def item(type: str = "internet", amount: str = "100.00", **fields: Any) -> ContractItem:
    """An item not kept yet, for `contract(items=[…])`."""
    return ContractItem(
        type=type, amount=Decimal(amount), description=fields.pop("description", ""), **fields
    )


def extra(
    total: str = "60.00", instalments: int = 3, first_month: date = date(2017, 4, 1), **fields: Any
) -> ExtraItem:
    """An extra item not kept yet: the manual's router."""
    words = fields.pop("description", "Roteador")
    return ExtraItem(
        description=words, total=Decimal(total), instalments=instalments, first_month=first_month, **fields
    )


def contract(
    items: Sequence[ContractItem] | None = None,
    extras: Sequence[ExtraItem] = (),
    of: Customer | None = None,
    **fields: Any,
) -> Contract:
    """The manual's contract: internet for R$ 100,00 since 20/03/2017, closing on day 1, due on day 10."""
    holder = of or customer()
    start = fields.pop("starts_on", START)
    values = {
        "template_id": fields.pop("template_id", None) or template().id,
        "customer_id": holder.id,
        "installation_address_id": db.session.scalars(
            db.select(Address.id).where(Address.customer_id == holder.id)
        ).first(),
        "starts_on": start,
        "closing_since": start,
        "created_at": now(),
    }
    made = Contract(**{**values, **fields})
    made.items = list(items) if items is not None else [item()]
    made.extras = list(extras)
    for position, part in enumerate(made.items):
        part.position = position
    for position, share in enumerate(made.extras):
        share.position = position
    return _kept(made)


def _kept(made: Any) -> Any:
    with transaction() as session:
        session.add(made)
    return made

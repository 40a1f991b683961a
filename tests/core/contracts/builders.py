"""What a contract's form holds, for tests: each builder states only what matters to the test that calls it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.contracts.rules.data import ContractData, ExtraData, ItemData
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.customers.models import Address
from core.foundation.database import db
from core.testing.builders import customer, template

START = date(2017, 3, 20)


@dataclass
class Holder:
    """A customer with an address, and a layout."""

    customer_id: int
    address_id: int
    template_id: int


def a_holder(**terms: Any) -> Holder:
    made = customer()
    address_id = db.session.scalars(db.select(Address.id).where(Address.customer_id == made.id)).one()
    return Holder(made.id, address_id, template("Residencial fibra", **terms).id)


def an_item(type: str = "one_off", amount: str = "100.00", **changes: Any) -> ItemData:
    values = {"id": None, "description": "Instalação", "data": {}, **changes}
    return ItemData(type=type, amount=Decimal(amount), **values)


def an_extra(total: str = "60.00", **changes: Any) -> ExtraData:
    values = {
        "id": None,
        "description": "Roteador",
        "instalments": 3,
        "first_month": date(2017, 4, 1),
        **changes,
    }
    return ExtraData(total=Decimal(total), **values)


def a_contract(holder: Holder, **changes: Any) -> ContractData:
    values: dict[str, Any] = {
        "contract_id": None,
        "revision": None,
        "template_id": holder.template_id,
        "customer_id": holder.customer_id,
        "installation_address_id": holder.address_id,
        "billing_address_id": None,
        "bank_account_id": None,
        "starts_on": START,
        "items": (an_item(),),
        "extras": (),
        "billing": BillingTerms(),
        "ladder": LadderTerms(),
        **changes,
    }
    return ContractData(**values)

"""`registration(name="…")` states what matters to a test; the rest is Marina, of the manual."""

from dataclasses import replace
from datetime import date
from typing import Any

from core.customers.rules.data import AddressData, CustomerData, PhoneData

ADDRESS = AddressData("13010100", "Rua das Acácias", "120", "Centro", "Campinas", "SP")
MARINA = CustomerData(
    kind="person",
    name="Marina Tavares",
    document="11144477735",
    address=ADDRESS,
    birth_date=date(1985, 3, 20),
    emails=("marina@example.com",),
    phones=(PhoneData("+5519900001042"),),
)
OTHER_CPF = "52998224725"
TYPED = {
    "kind": "person",
    "name": "Marina Tavares",
    "document": "111.444.777-35",
    "birth_date": "20/03/1985",
    "emails-0-address": "marina@example.com",
    "phones-0-number": "(19) 90000-1042",
    "postal_code": "13010-100",
    "street": "Rua das Acácias",
    "number": "120",
    "district": "Centro",
    "city": "Campinas",
    "state": "SP",
}


def registration(**fields: Any) -> CustomerData:
    return replace(MARINA, **fields)


def typed(**fields: str) -> dict[str, str]:
    """A form as it is sent; `phones__0__number` is the field phones-0-number."""
    return TYPED | {name.replace("__", "-"): text for name, text in fields.items()}

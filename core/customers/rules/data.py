"""A registration as it is saved, and what tells two versions of it apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal

from core.foundation.documents import show
from core.foundation.ptbr import dmy

PERSON, COMPANY = "person", "company"
KINDS = {PERSON: "Pessoa física", COMPANY: "Pessoa jurídica"}
LABELS = {
    "kind": "Tipo",
    "name": "Nome",
    "trade_name": "Nome fantasia",
    "document": "CPF/CNPJ",
    "identity_number": "RG/IE",
    "birth_date": "Nascimento",
    "emails": "E-mails",
    "phones": "Telefones",
    "postal_code": "CEP",
    "street": "Rua",
    "number": "Número",
    "complement": "Complemento",
    "district": "Bairro",
    "city": "Cidade",
    "city_code": "Código IBGE",
    "state": "UF",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "portal_user": "Usuário da central",
    "password": "Senha da central",
    "notes": "Observações",
}


@dataclass(frozen=True, slots=True)
class PhoneData:
    """A telephone with its country (+5519900001042), and whose it is."""

    number: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class AddressData:
    """An address: eight digits of CEP, two letters of state, the city's IBGE number where it is known."""

    postal_code: str
    street: str
    number: str
    district: str
    city: str
    state: str
    complement: str | None = None
    city_code: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CustomerData:
    """A registration, checked. `password` is a new one for the central, None to leave it as it is."""

    kind: str
    name: str
    document: str
    address: AddressData | None = None
    trade_name: str | None = None
    identity_number: str | None = None
    birth_date: date | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[PhoneData, ...] = ()
    portal_user: str | None = None
    notes: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose value in the database is another than the one typed, both as people read them."""

    name: str
    label: str
    stored: str
    typed: str


def differences(stored: CustomerData, typed: CustomerData) -> list[Difference]:
    """Field by field, what the two do not agree on. A new password is named, its value never shown."""
    before, after = dict(_values(stored)), dict(_values(typed))
    return [
        Difference(name, label, before.get(name, ""), after.get(name, ""))
        for name, label in LABELS.items()
        if before.get(name, "") != after.get(name, "")
    ]


def _values(data: CustomerData) -> Iterator[tuple[str, str]]:
    for one in fields(data):
        if one.name not in ("address", "password"):
            yield one.name, _words(one.name, getattr(data, one.name))
    yield "password", "nova senha" if data.password else ""
    for one in fields(data.address) if data.address else ():
        yield one.name, _words(one.name, getattr(data.address, one.name))


def _words(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "kind":
        return KINDS.get(str(value), str(value))
    if name == "document":
        return show(str(value))
    if isinstance(value, tuple):
        return ", ".join(_words("", one) for one in value)
    if isinstance(value, PhoneData):
        return f"{value.number} ({value.label})" if value.label else value.number
    return dmy(value) if isinstance(value, date) else _plain(value)


def _plain(value: object) -> str:
    """A coordinate as 22.9 whether it was stored with four zeros or none."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)

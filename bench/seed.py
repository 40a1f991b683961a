"""A provider of any size, written straight into the tables: contracts of two and three items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from core.contracts.models import Contract, ContractItem, ContractTemplate
from core.customers.models import Address, Customer, CustomerPhone, SearchTerm
from core.foundation.bulk import write_rows
from core.foundation.clock import now
from core.foundation.database import Base, db, transaction
from core.foundation.text import fold

CHUNK = 5_000
GIVEN = (
    "Ana",
    "Bruno",
    "Camila",
    "Davi",
    "Érica",
    "Fábio",
    "Gabriela",
    "Heitor",
    "Íris",
    "João",
    "Luísa",
    "Mário",
)
FAMILY = (
    "Almeida",
    "Barros",
    "Costa",
    "Dias",
    "Esteves",
    "Farias",
    "Gomes",
    "Horta",
    "Lima",
    "Moura",
    "Rocha",
    "Silva",
)
START = date(2017, 2, 1)


def name_of(n: int) -> str:
    """A name for the n-th customer; every three letters match many."""
    return f"{GIVEN[n % 12]} {FAMILY[n // 12 % 12]} {FAMILY[n // 144 % 12]} {n}"


def seed(count: int) -> None:
    """That many customers, each with a contract that closes on day 1."""
    with transaction() as session:
        session.add(ContractTemplate(id=1, name="Residencial fibra"))
    for model, columns, rows in PLAN:
        for first in range(1, count + 1, CHUNK):
            with transaction() as session:
                write_rows(session, model, columns.split(), _rows(rows, first, min(first + CHUNK, count + 1)))
        db.session.expunge_all()


def _rows(make: Callable[[int], list[tuple[Any, ...]]], first: int, end: int) -> Iterator[tuple[Any, ...]]:
    for n in range(first, end):
        yield from make(n)


def _customer(n: int) -> list[tuple[Any, ...]]:
    name = name_of(n)
    return [(n, "person", name, fold(name), f"{n:011d}", 1, now())]


def _phone(n: int) -> list[tuple[Any, ...]]:
    return [(n, f"+5519{900000000 + n}", 0)]


def _address(n: int) -> list[tuple[Any, ...]]:
    return [(n, n, True, "13000000", "Rua das Acácias", str(n), "Centro", "Campinas", "SP")]


def _terms(n: int) -> list[tuple[Any, ...]]:
    billing = (False, "automatic", 1, 10, "issue_date", "forward", Decimal("5.00"), Decimal(2), Decimal(1), 5)
    return [(n, 1, n, n, START, START, "active", "normal", 1, now(), *billing, Decimal("5.00"), 0, "")]


def _items(n: int) -> list[tuple[Any, ...]]:
    kinds = (("internet", "Internet Fibra 30 Mega", "100.00"), ("email", "E-mail 2 caixas", "10.00"))
    third = (("discount", "Fidelidade 12 meses", "10.00"),) if n % 2 else ()
    rows = enumerate((*kinds, *third))
    return [(n, place, name, words, {}, Decimal(amount), False) for place, (name, words, amount) in rows]


def _terms_of_search(n: int) -> list[tuple[Any, ...]]:
    name = name_of(n)
    login = f"login{n}"
    return [(n, "customers", "name", fold(name), name), (n, "access", "login", login, login)]


PLAN: list[tuple[type[Base], str, Callable[[int], list[tuple[Any, ...]]]]] = [
    (Customer, "id kind name sort_name document revision created_at", _customer),
    (CustomerPhone, "customer_id number position", _phone),
    (SearchTerm, "customer_id source kind text shown", _terms_of_search),
    (Address, "id customer_id main postal_code street number district city state", _address),
    (
        Contract,
        "id template_id customer_id installation_address_id starts_on closing_since status stage revision created_at "
        "exempt issue_mode closing_day due_day period_reference period_direction punctuality_discount "
        "late_fee_percent monthly_interest_percent min_days_to_pay settle_short_by notice_days suspend_except",
        _terms,
    ),
    (ContractItem, "contract_id position type description data amount removed", _items),
]

"""Contracts on the customers' list and in the search, for the ids of one page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import url_for

from core.contracts.models import ACTIVE, Contract, ContractTemplate
from core.contracts.rules.stages import worst_first
from core.customers.models import Customer
from core.extension.types import Cell, SearchHit
from core.foundation.bulk import ByIds
from core.foundation.database import db
from core.foundation.text import digits, fold

Contracts = Mapping[int, Sequence[Any]]
C, T = Contract.__table__.c, ContractTemplate.__table__.c
HELD = ByIds(
    lambda among: db.select(
        C.id, C.customer_id, C.status, C.stage, C.due_day, C.exempt, T.name.label("layout")
    ).where(T.id == C.template_id, among(C.customer_id))
)


def contract_cells(found: Contracts) -> Mapping[int, Cell]:
    """“1042 · Fibra 30 e mais 1” for each customer of a page; nothing where there is no contract."""
    return {key: _named(rows) for key, rows in found.items() if rows}


def _named(rows: Sequence[Any]) -> Cell:
    more = f" e mais {len(rows) - 1}" if len(rows) > 1 else ""
    return Cell(f"{rows[0].id} · {rows[0].layout}{more}")


def due_cells(found: Contracts) -> Mapping[int, Cell]:
    """“dia 10” for each customer of a page, of the contract shown."""
    return {key: _due(rows[0].exempt, rows[0].due_day) for key, rows in found.items() if rows}


@lru_cache(maxsize=64)
def _due(exempt: bool, day: int) -> Cell:
    return Cell("isento" if exempt else f"dia {day}")


def contracts_of(customer_ids: Sequence[int]) -> Contracts:
    """The contracts of each customer of a page, the worst first."""
    found: dict[int, list[Any]] = {key: [] for key in customer_ids}
    for row in HELD.rows(db.session(), customer_ids):
        found[row.customer_id].append(row)
    return {key: worst_first(rows) if len(rows) > 1 else rows for key, rows in found.items()}


def suspended_customers() -> Any:
    """Customers with a suspended contract."""
    return db.select(Contract.customer_id).where(Contract.status == ACTIVE, Contract.stage == "suspended")


def customers_without_contract() -> Any:
    """Customers that have no active contract."""
    active = db.select(Contract.id).where(Contract.customer_id == Customer.id, Contract.status == ACTIVE)
    return db.select(Customer.id).where(~active.exists())


def find_contracts(text: str, limit: int) -> list[SearchHit]:
    """Contracts by number, or by the name of their holder."""
    number = digits(text)
    named = Customer.sort_name.contains(fold(text), autoescape=True)
    wanted = Contract.id == int(number[:15]) if number and number == text.strip() else named
    chosen = db.select(Contract.id, Customer.name, ContractTemplate.name.label("layout"))
    joined = chosen.join(Customer, Customer.id == Contract.customer_id).join(ContractTemplate)
    rows = db.session.execute(joined.where(wanted).order_by(Contract.id.desc()).limit(limit))
    return [_hit(row) for row in rows]


def _hit(row: Any) -> SearchHit:
    where = url_for("contracts.page", contract_id=row.id)
    return SearchHit(f"Contrato {row.id}", f"{row.name} · {row.layout}", where, "file-text")

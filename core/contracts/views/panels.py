"""What contracts puts on its own page and on a customer's."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from core.contracts.queries.contracts import around, contracts_of, find_contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.monthly import monthly_total
from core.contracts.views.history import SHOWN, history_of
from core.contracts.views.itemrows import rows_of, still_billed
from core.contracts.views.stage import listed_stage
from core.contracts.views.words import contract_words
from core.extension.calls import item_types
from core.extension.types import Panel
from core.foundation.clock import today


def page_panels(contract_id: int) -> list[Panel]:
    """Items; holder, terms and history beside them."""
    contract = find_contract(contract_id)
    if contract is None:
        return []
    place = around(contract)
    bank = place.bank.name if place.bank else "balcão"
    return [
        Panel(_items(contract), "main", 10),
        Panel(_render("holder_card.html", place=place), "aside", 10),
        Panel(contract_words(contract, bank), "aside", 40),
        Panel(_history(contract_id), "aside", 90),
    ]


def _render(template: str, **values: object) -> Markup:
    return Markup(render_template(f"contracts/{template}", **values))  # noqa: S704


def _history(contract_id: int) -> Markup:
    page = {"contract_id": contract_id, "following": 2 * SHOWN}
    return _render("history_card.html", history=history_of(contract_id), **page)


def _items(contract: object) -> Markup:
    items = [item for item in snapshot(contract).items if still_billed(item)]  # type: ignore[arg-type]
    kinds = {name: one.kind for name, one in item_types().items()}
    total = monthly_total(items, kinds, today())
    return _render("items_card.html", contract=contract, rows=rows_of(items), total=total)


def customer_contracts(customer_id: int) -> list[Panel]:
    """The customer's contracts, worst first."""
    contracts = contracts_of(customer_id)
    if not contracts:
        return []
    rows = [(one, *listed_stage(one)) for one in contracts]
    return [Panel(_render("customer_card.html", rows=rows), "main", 10)]

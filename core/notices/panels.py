"""What notices shows on the pages of a contract and of a customer."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from core.extension.types import Panel
from core.identity.permissions import can
from core.notices.queries import messages_of_contract, said_of

LAST = 4


def contract_card(contract_id: int) -> list[Panel]:
    """The last messages about a contract and what became of them."""
    found = messages_of_contract(contract_id, limit=LAST) if can("notices.view") else []
    return [Panel(_render("contract_card.html", messages=found), "aside", 60)] if found else []


def customer_card(customer_id: int) -> list[Panel]:
    """What the customer said about each channel, and the buttons that note it."""
    said = said_of(customer_id)
    values = {"said": said, "customer_id": customer_id}
    return [Panel(_render("customer_card.html", **values), "aside", 50)] if said else []


def _render(template: str, **values: object) -> Markup:
    return Markup(render_template(f"notices/{template}", **values))  # noqa: S704

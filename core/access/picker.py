"""The table of accounts to choose from, drawn; also a fragment of its own, for who types in its search."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from core.access.queries import picker


def account_picker(field: str, customer_id: int | None, selected: int | None, text: str = "") -> Markup:
    """Radio rows named `field`: accounts without a contract, the likely one on top and chosen."""
    offer = picker(text, customer_id, selected)
    drawn = render_template(
        "access/picker.html", offer=offer, field=field, customer_id=customer_id, text=text, selected=selected
    )
    return Markup(drawn)  # noqa: S704  # our own template, escaped by Jinja

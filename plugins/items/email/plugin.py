"""E-mail boxes: a number of boxes for a monthly value."""

from __future__ import annotations

from malha import ItemType, PluginInfo, hookimpl
from plugins.items.email.item import EmailItem

info = PluginInfo("email_boxes", "Caixas de e-mail")


@hookimpl
def register_item_types() -> list[ItemType]:
    """One type, `email`."""
    return [EmailItem()]

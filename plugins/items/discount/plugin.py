"""Discounts: taken off every period that bills something recurring."""

from __future__ import annotations

from malha import ItemType, PluginInfo, hookimpl
from plugins.items.discount.item import DiscountItem

info = PluginInfo("discount", "Desconto")


@hookimpl
def register_item_types() -> list[ItemType]:
    """One type, `discount`."""
    return [DiscountItem()]

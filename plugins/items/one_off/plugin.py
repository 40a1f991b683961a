"""One-off items: billed once, in the next invoice issued on or after their start."""

from __future__ import annotations

from malha import ItemType, PluginInfo, hookimpl
from plugins.items.one_off.item import OneOffItem

info = PluginInfo("one_off", "Item avulso")


@hookimpl
def register_item_types() -> list[ItemType]:
    """One type, `one_off`."""
    return [OneOffItem()]

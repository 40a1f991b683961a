"""Internet: an item that stands for an internet account."""

from __future__ import annotations

from malha import ItemType, PluginInfo, hookimpl
from plugins.items.internet.item import InternetItem

info = PluginInfo("internet", "Internet")


@hookimpl
def register_item_types() -> list[ItemType]:
    """One type, `internet`."""
    return [InternetItem()]

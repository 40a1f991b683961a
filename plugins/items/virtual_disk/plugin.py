"""Virtual disk: space on the provider's disks for a monthly value."""

from __future__ import annotations

from malha import ItemType, PluginInfo, hookimpl
from plugins.items.virtual_disk.item import VirtualDiskItem

info = PluginInfo("virtual_disk", "Disco virtual")


@hookimpl
def register_item_types() -> list[ItemType]:
    """One type, `virtual_disk`."""
    return [VirtualDiskItem()]

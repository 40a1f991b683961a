"""The item type `virtual_disk`: space on the provider's disks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from malha import ItemKind, ItemType, Price, Use, integer
from plugins.items.virtual_disk.forms import VirtualDiskForm


class VirtualDiskItem(ItemType):
    """Some gigabytes for one value a month: the value is the item's, not a gigabyte's."""

    name = "virtual_disk"
    label = "Disco virtual"
    unit_label = "por mês"
    icon = "database"
    kind = ItemKind.RECURRING

    def form_class(self) -> type[VirtualDiskForm]:
        """How many gigabytes."""
        return VirtualDiskForm

    def template(self) -> str:
        """The box in the item's dialog."""
        return "virtual_disk/form.html"

    def suggested_description(self, data: Mapping[str, Any]) -> str:
        """“Disco virtual, 50 GB”."""
        return ", ".join(filter(None, (self.label, _space(data))))

    def details(self, data: Sequence[Mapping[str, Any]]) -> list[str]:
        """“50 GB” for each."""
        return [_space(one) for one in data]

    def price(self, uses: Sequence[Use]) -> list[Price]:
        """The item's words, else those of its space, and its amount."""
        return [Price(_words(self, use), use.item.amount) for use in uses]


def _space(data: Mapping[str, Any]) -> str:
    return f"{integer(data['gigabytes'])} GB" if data.get("gigabytes") else ""


def _words(item_type: VirtualDiskItem, use: Use) -> str:
    return use.item.description or item_type.suggested_description(use.item.data)

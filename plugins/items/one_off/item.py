"""The item type `one_off`: billed once, whole. Source: RULES §4."""

from __future__ import annotations

from collections.abc import Sequence

from malha import ItemKind, ItemType, Price, Use


class OneOffItem(ItemType):
    """An installation, a visit, a cable: what it is, a person says."""

    name = "one_off"
    label = "Avulso"
    unit_label = "uma vez"
    icon = "tag"
    kind = ItemKind.ONE_OFF
    needs_description = True

    def price(self, uses: Sequence[Use]) -> list[Price]:
        """Its own words and its whole amount."""
        return [Price(use.item.description or self.label, use.item.amount) for use in uses]

"""The item type `discount`: a positive amount that its kind takes off. Source: RULES §4."""

from __future__ import annotations

from collections.abc import Sequence

from malha import ItemKind, ItemType, Price, Use


class DiscountItem(ItemType):
    """A discount such as “Fidelidade 12 meses”; with dates it ends by itself."""

    name = "discount"
    label = "Desconto"
    unit_label = "abate"
    icon = "discount"
    kind = ItemKind.DISCOUNT
    needs_description = True

    def price(self, uses: Sequence[Use]) -> list[Price]:
        """Its own words and its amount of a whole period, positive."""
        return [Price(use.item.description or self.label, use.item.amount) for use in uses]

"""The item type `email`: boxes of electronic mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from malha import ItemKind, ItemType, Price, Use, plural
from plugins.items.email.forms import EmailForm


class EmailItem(ItemType):
    """A number of boxes for one value a month: the value is the item's, not a box's."""

    name = "email"
    label = "E-mail"
    unit_label = "por mês"
    icon = "mail"
    kind = ItemKind.RECURRING

    def form_class(self) -> type[EmailForm]:
        """How many boxes."""
        return EmailForm

    def template(self) -> str:
        """The box in the item's dialog."""
        return "email_boxes/form.html"

    def suggested_description(self, data: Mapping[str, Any]) -> str:
        """“E-mail, 5 caixas”."""
        return ", ".join(filter(None, (self.label, _boxes(data))))

    def details(self, data: Sequence[Mapping[str, Any]]) -> list[str]:
        """“5 caixas” for each."""
        return [_boxes(one) for one in data]

    def price(self, uses: Sequence[Use]) -> list[Price]:
        """The item's words, else those of its boxes, and its amount."""
        return [Price(_words(self, use), use.item.amount) for use in uses]


def _boxes(data: Mapping[str, Any]) -> str:
    return plural(data["boxes"], "caixa", "caixas") if data.get("boxes") else ""


def _words(item_type: EmailItem, use: Use) -> str:
    return use.item.description or item_type.suggested_description(use.item.data)

"""The contract of an item type: what a plugin says about the things a contract can hold. Source: RULES §4."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.foundation.calendar import Period


class ItemKind(StrEnum):
    """How an item is billed: every period, against the recurring ones, or once."""

    RECURRING = "recurring"
    DISCOUNT = "discount"
    ONE_OFF = "one_off"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item of a contract. `amount` is positive, in R$ a period (once, where it is a one-off).

    `billed`: the days that live invoices bill, merged; of a one-off, any period means that it was billed.
    `data`: what the plugin's own form gave, as JSON values (decimals and dates as text).
    """

    id: int
    type: str
    kind: ItemKind
    description: str
    amount: Decimal
    starts_on: date | None = None
    ends_on: date | None = None
    billed: tuple[Period, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Use:
    """An item in one period of the grid, and the days of it that are billed now (disjoint, in order).

    A one-off has neither grid nor days: `grid` is None and `days` is empty.
    """

    item: ItemFacts
    grid: Period | None
    days: tuple[Period, ...] = ()

    @property
    def day_count(self) -> int:
        """How many days are billed."""
        return self.days[0].days if len(self.days) == 1 else sum(part.days for part in self.days)


@dataclass(frozen=True, slots=True)
class Price:
    """An item type's answer to a use: words for the line, and the full amount of the period, positive R$."""

    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An item of a contract as it was just saved. `ended` where it was taken off the form."""

    id: int
    contract_id: int
    customer_id: int
    data: Mapping[str, Any]
    ended: bool


class ItemType(ABC):
    """What a contract can hold. One stateless instance a type, registered by `register_item_types`.

    `name` is stored with every item and never changes; `label`, `unit_label` and `icon` are for the screen.
    `needs_description` where only a person can say what the item is: the form then refuses an empty one.
    """

    name: str
    label: str
    unit_label: str
    icon: str
    kind: ItemKind
    needs_description: bool = False

    def form_class(self) -> type[Any] | None:
        """The WTForms form of the type's own fields, or None where it has none.

        Words, value and dates are the core's fields. `form.data` must be JSON: decimals and dates as text.
        `validate()` is called when the item is added or changed, never for a preview: it may make what the
        item stands for (an internet account), and `data` then names it.
        """
        return None

    def template(self) -> str | None:
        """The template that draws those fields (gets `form`, `customer_id`), or None for plain rows."""
        return None

    def suggested_amount(self, data: Mapping[str, Any]) -> Decimal | None:
        """A value for the item, R$, proposed while its form is filled in; None for no proposal."""
        return None

    def suggested_description(self, data: Mapping[str, Any]) -> str | None:
        """Words for the item, kept where a person leaves them empty; None for the type's label."""
        return None

    def details(self, data: Sequence[Mapping[str, Any]]) -> list[str]:
        """For each item's data, in order, the words of its column *Detalhe*; "" where there are none."""
        return ["" for _ in data]

    @abstractmethod
    def price(self, uses: Sequence[Use]) -> list[Price]:
        """The price of each use, in order. Called once for a batch of many contracts.

        An exception stops the invoices of the contracts it concerns, found by halving the batch.
        """

    def check(self, data: Mapping[str, Any], contract_id: int | None) -> str | None:
        """A sentence on why this item cannot be saved in the contract (None: a new one), or None."""
        return None

    def kept(self, items: Sequence[KeptItem]) -> None:
        """Called inside the save of a contract, before commit, with its items of this type.

        An exception undoes the save.
        """

"""What a contract's items come to in a month: recurring ones less discounts. Source: RULES §4, UX §2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from core.contracts.rules.data import ItemData
from core.extension.items import ItemKind
from core.foundation.money import ZERO

SIGNS = {ItemKind.RECURRING: 1, ItemKind.DISCOUNT: -1, ItemKind.ONE_OFF: 0}


def monthly_total(items: Iterable[ItemData], kinds: Mapping[str, ItemKind], day: date) -> Decimal:
    """R$ of a whole month, of the items not ended by `day`; never below zero. An unknown type counts nothing."""
    live = [item for item in items if item.type in kinds and (item.ends_on is None or item.ends_on > day)]
    total = sum((SIGNS[kinds[item.type]] * item.amount for item in live), ZERO)
    return max(total, ZERO)

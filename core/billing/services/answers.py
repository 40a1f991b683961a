"""What plugins answer, held to what an invoice can keep, before it meets the invoices of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from core.extension.items import Price
from core.extension.types import Adjustment
from core.foundation.money import is_whole_cents

LONGEST = 240
MOST = Decimal("1000000000.00")


def checked_prices(plugin: str, prices: Sequence[Price], count: int) -> Sequence[Price]:
    """The prices of that many uses, one for each. Raises ValueError with a sentence for a person."""
    if len(prices) != count:
        raise ValueError(f"o plugin {plugin} respondeu {len(prices)} preços para {count} itens")
    for price in prices:
        _check(plugin, price, Price)
        if price.amount < 0:
            raise ValueError(f"o plugin {plugin} respondeu um preço negativo: {price.amount}")
    return prices


def checked_adjustments(plugin: str, given: Iterable[Adjustment] | None) -> list[Adjustment]:
    """The lines that a plugin adds. Raises ValueError with a sentence for a person."""
    found = list(given or ())
    for one in found:
        _check(plugin, one, Adjustment)
    return found


def _check(plugin: str, answer: Any, wanted: type[Price | Adjustment]) -> None:
    if not isinstance(answer, wanted):
        raise ValueError(f"o plugin {plugin} respondeu {answer!r} no lugar de um valor")
    amount, words = answer.amount, answer.description
    if not _is_money(amount):
        raise ValueError(f"o plugin {plugin} respondeu um valor que não é dinheiro: {amount}")
    if not isinstance(words, str) or len(words) > LONGEST:
        raise ValueError(f"o plugin {plugin} respondeu uma descrição com mais de {LONGEST} letras")


def _is_money(amount: Any) -> bool:
    """Reais with no fraction of a cent, less than the most that a line can hold."""
    return isinstance(amount, Decimal) and is_whole_cents(amount) and abs(amount) < MOST

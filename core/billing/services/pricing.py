"""Item types asked for prices outside a run: forecasts, prompts, panels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from core.billing.rules.facts import Price, Use
from core.extension.calls import item_types


def ask_prices(uses: Sequence[Use]) -> list[Price]:
    """The price of each use, in order; each item type is asked once.

    Raises KeyError for a type whose plugin is off, and whatever a plugin raises.
    """
    types, places = item_types(), defaultdict(list)
    for place, use in enumerate(uses):
        places[use.item.type].append(place)
    found: dict[int, Price] = {}
    for name, mine in places.items():
        found |= dict(zip(mine, types[name].price([uses[place] for place in mine]), strict=True))
    return [found[place] for place in range(len(uses))]

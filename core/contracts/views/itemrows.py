"""Items as rows of a table, in the form and on the contract's page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from core.contracts.forms.rows import item_json, last_day
from core.contracts.rules.data import ItemData
from core.contracts.rules.monthly import SIGNS
from core.contracts.views.state import State
from core.extension.calls import item_types
from core.extension.items import ItemKind
from core.foundation.clock import today
from core.foundation.ptbr import dmy


@dataclass(frozen=True, slots=True)
class ItemRow:
    """`amount` is signed, R$; a discount's is negative. `raw` is the hidden field."""

    label: str
    icon: str
    detail: str
    period: str
    amount: Decimal
    raw: str = ""
    error: str = ""


def item_rows(state: State) -> list[ItemRow]:
    """The items of the form."""
    errors = state.errors if state.refused else {}
    return rows_of(state.read.items, [errors.get(f"items.{n}", "") for n in range(len(state.read.items))])


def rows_of(items: Sequence[ItemData], errors: Sequence[str] = ()) -> list[ItemRow]:
    """Items as rows; of a type that is not enabled, its name and what it says itself."""
    details = _details(items)
    faults = errors or [""] * len(items)
    return [_row(item, detail, error) for item, detail, error in zip(items, details, faults, strict=True)]


def _row(item: ItemData, detail: str, error: str) -> ItemRow:
    item_type = item_types().get(item.type)
    kind = item_type.kind if item_type else ItemKind.RECURRING
    amount = -item.amount if SIGNS[kind] < 0 else item.amount
    label = item_type.label if item_type else item.type
    icon = item_type.icon if item_type else "alert-triangle"
    fault = error or ("" if item_type else _("O plugin deste item não está ligado."))
    return ItemRow(label, icon, detail, period_words(item, kind), amount, item_json(item), fault)


def _details(items: Sequence[ItemData]) -> list[str]:
    """What each type says of its items, one question a type; else the item's own words."""
    found: dict[int, str] = {}
    for name, item_type in item_types().items():
        mine = [n for n, item in enumerate(items) if item.type == name]
        if mine:
            found |= dict(zip(mine, item_type.details([items[n].data for n in mine]), strict=True))
    return [_detail(item, found.get(n, "")) for n, item in enumerate(items)]


def _detail(item: ItemData, said: str) -> str:
    own = "" if item.description in (labels_of([item])[0], suggested(item)) else item.description
    if said and own and said not in own and own not in said:
        return f"{own} · {said}"
    return said or own


def suggested(item: ItemData) -> str | None:
    """The words that the item's type proposes for it."""
    item_type = item_types().get(item.type)
    return item_type.suggested_description(item.data) if item_type else None


def labels_of(items: Sequence[ItemData]) -> list[str]:
    """What each item is called in a sentence: its words, else its type's."""
    types = item_types()
    return [types[one.type].label if one.type in types else one.type for one in items]


def period_words(item: ItemData, kind: ItemKind) -> str:
    """“desde o início”, “de 16/05/2017”, “até 19/03/2018”, “uma vez”."""
    end = last_day(item)
    start = _("desde %(day)s", day=dmy(item.starts_on)) if item.starts_on else ""
    if kind == ItemKind.ONE_OFF:
        return _("uma vez, %(start)s", start=start) if start else _("uma vez")
    stop = _("até %(day)s", day=dmy(end)) if end else ""
    return " ".join(filter(None, (start, stop))) or _("desde o início")


def still_billed(item: ItemData, day: date | None = None) -> bool:
    """Whether the item has not ended."""
    return item.ends_on is None or item.ends_on > (day or today())

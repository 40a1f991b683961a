"""Items and extra items of the form: items as JSON in hidden fields, extra items as rows of plain fields."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.contracts.forms.reading import Raw
from core.contracts.rules.data import ExtraData, ItemData
from core.foundation.calendar import DAY
from core.foundation.ptbr import num
from core.foundation.typed import TypedError, parse_int, parse_money

EXTRA_FIELDS = ("id", "description", "total", "instalments", "first_month")
LONGEST = 120
MOST_SHARES = 120


class BadRow(Exception):
    """A hidden row that this form did not write."""


def item_json(item: ItemData) -> str:
    """An item as the hidden field carries it."""
    days = {"starts_on": _iso(item.starts_on), "ends_on": _iso(item.ends_on)}
    body = {"id": item.id, "type": item.type, "description": item.description, "data": dict(item.data)}
    return json.dumps({**body, "amount": str(item.amount), **days}, ensure_ascii=False, sort_keys=True)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def item_of(text: str) -> ItemData:
    """The item of a hidden field. Raises BadRow."""
    try:
        return _item(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise BadRow(str(error)) from error


def _item(body: Mapping[str, Any]) -> ItemData:
    amount = Decimal(body["amount"])
    if not (amount.is_finite() and 0 <= amount <= 9999999 and isinstance(body["data"], dict)):
        raise BadRow("amount")
    return ItemData(
        id=None if body["id"] is None else int(body["id"]),
        type=str(body["type"])[:40],
        description=str(body["description"])[:LONGEST],
        data=body["data"],
        amount=amount.quantize(Decimal("0.01")),
        starts_on=_day(body["starts_on"]),
        ends_on=_day(body["ends_on"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def items_of(raw: Raw) -> tuple[ItemData, ...]:
    """The items of the form, in order. Raises BadRow."""
    return tuple(item_of(text) for text in raw.getlist("item"))


@dataclass(slots=True)
class ExtraRow:
    """A row of the extra items as typed, what was read of it, and a sentence for each bad field."""

    typed: Mapping[str, str]
    value: ExtraData | None = None
    errors: dict[str, str] = field(default_factory=dict)


def extra_rows(raw: Raw) -> list[ExtraRow]:
    """The rows of extra items, those left empty aside."""
    columns = [raw.getlist(f"extra-{name}") for name in EXTRA_FIELDS]
    rows = [dict(zip(EXTRA_FIELDS, values, strict=True)) for values in zip(*columns, strict=False)]
    return [_read_extra(row) for row in rows if any(row[name].strip() for name in EXTRA_FIELDS[1:3])]


def _read_extra(typed: Mapping[str, str]) -> ExtraRow:
    row = ExtraRow(typed)
    values: dict[str, Any] = {"id": int(typed["id"]) if typed["id"].isdigit() else None}
    for name, read in EXTRA_READERS.items():
        try:
            values[name] = read(typed[name].strip())
        except TypedError as error:
            row.errors[name] = str(error)
    if not row.errors:
        row.value = ExtraData(**values)
    return row


def read_words(text: str) -> str:
    """Words that say what it is, up to 120 characters. Raises TypedError."""
    if not text:
        raise TypedError("Escreva o que é, por exemplo, Roteador.")
    if len(text) > LONGEST:
        raise TypedError(f"Cabem {LONGEST} letras; aqui há {len(text)}.")
    return text


def _total(text: str) -> Decimal:
    amount = parse_money(text)
    if amount == 0:
        raise TypedError("Escreva quanto custa, por exemplo, 60,00.")
    return amount


def read_month(text: str) -> date:
    """The first day of a month typed as 04/2017. Raises TypedError."""
    month, _, year = text.partition("/")
    try:
        if len(year) == 4 and 2000 <= int(year) <= 2199:
            return date(int(year), int(month), 1)
    except ValueError:
        pass
    raise TypedError("Escreva o mês e o ano, por exemplo, 04/2017.")


EXTRA_READERS = {
    "description": read_words,
    "total": _total,
    "instalments": lambda text: parse_int(text, 1, MOST_SHARES),
    "first_month": read_month,
}


def extra_as_typed(extra: ExtraData) -> list[tuple[str, str]]:
    """An extra item as a person would have typed it."""
    month = f"{extra.first_month:%m/%Y}"
    values = ("" if extra.id is None else str(extra.id), extra.description, num(extra.total))
    row = (*values, str(extra.instalments), month)
    return [(f"extra-{name}", value) for name, value in zip(EXTRA_FIELDS, row, strict=True)]


def last_day(item: ItemData) -> date | None:
    """The last day that an item is used, as people write its end."""
    return item.ends_on - DAY if item.ends_on else None


def without(items: Sequence[str], index: int) -> list[str]:
    """The hidden rows but one."""
    return [text for n, text in enumerate(items) if n != index]

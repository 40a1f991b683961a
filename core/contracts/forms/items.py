"""One item, as its dialog asks for it: the core's fields, and those of its type under the prefix `data-`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField

from core.contracts.forms.reading import Raw
from core.contracts.forms.rows import LONGEST, last_day
from core.contracts.rules.data import ItemData
from core.extension.items import ItemType
from core.foundation.calendar import DAY
from core.foundation.ptbr import dmy, num
from core.foundation.typed import TypedError, parse_date, parse_money


class ItemForm(FlaskForm):
    """What every item has. Names carry the prefix `i-`, so that they do not meet the contract's fields."""

    description = StringField(_("Descrição"))
    amount = StringField(_("Valor por mês"))
    starts_on = StringField(_("Cobrar de"))
    ends_on = StringField(_("até"))


@dataclass(slots=True)
class ReadItem:
    """What was read of an item's dialog: values by name, and a sentence for each bad field."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_item(raw: Raw, item_type: ItemType, today: date) -> ReadItem:
    """Read the core's fields of an item."""
    read = ReadItem()
    for name, reader in READERS.items():
        try:
            read.values[name] = reader(raw.get(f"i-{name}", "").strip(), today)
        except TypedError as error:
            read.errors[name] = str(error)
    _refuse_backward(read)
    if (
        item_type.needs_description
        and not read.values.get("description")
        and "description" not in read.errors
    ):
        read.errors["description"] = "Escreva o que é: vai na fatura."
    return read


def _refuse_backward(read: ReadItem) -> None:
    start, end = read.values.get("starts_on"), read.values.get("ends_on")
    if start and end and end <= start:
        read.errors["ends_on"] = "Vem antes do começo."


def _words(text: str, today: date) -> str:
    if len(text) > LONGEST:
        raise TypedError(f"Cabem {LONGEST} letras; aqui há {len(text)}.")
    return text


def _amount(text: str, today: date) -> Decimal:
    if not text:
        raise TypedError("Escreva o valor, por exemplo, 100,00.")
    return parse_money(text)


def _start(text: str, today: date) -> date | None:
    return parse_date(text, today) if text else None


def _end(text: str, today: date) -> date | None:
    return parse_date(text, today) + DAY if text else None


READERS = {"description": _words, "amount": _amount, "starts_on": _start, "ends_on": _end}


def item_as_typed(item: ItemData) -> list[tuple[str, str]]:
    """An item as a person would have typed it into its dialog."""
    end = last_day(item)
    return [
        ("i-type", item.type),
        ("i-description", item.description),
        ("i-amount", num(item.amount)),
        ("i-starts_on", dmy(item.starts_on) if item.starts_on else ""),
        ("i-ends_on", dmy(end) if end else ""),
    ]

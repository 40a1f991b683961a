"""Both values, field by field, where someone else saved the contract first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from core.contracts.queries.choices import Choices
from core.contracts.rules.data import ExtraData, ItemData
from core.contracts.rules.differences import Difference
from core.contracts.services.errors import ContractConflict
from core.contracts.views.itemrows import labels_of
from core.contracts.views.labels import field_label, value_words
from core.foundation.ptbr import brl


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference in words; `path` names it in the answer."""

    path: str
    label: str
    stored: str
    typed: str
    keep_stored: bool = False


def shown_differences(conflict: ContractConflict, choices: Choices) -> list[ShownDifference]:
    """Each difference as a person reads it; what the second saver left alone is the first one's to keep."""
    return [_shown(one, choices, conflict.left_alone(one)) for one in conflict.differences]


def _shown(one: Difference, choices: Choices, left_alone: bool) -> ShownDifference:
    both = (_said(one, one.stored, choices), _said(one, one.typed, choices))
    return ShownDifference(one.path, _label(one), *both, keep_stored=left_alone)


def _label(one: Difference) -> str:
    parts = one.path.split(".")
    if parts[0] in ("billing", "ladder") or len(parts) == 1:
        return field_label(parts[-1])
    row = one.stored if isinstance(one.stored, ItemData | ExtraData) else one.typed
    if isinstance(row, ItemData | ExtraData):
        return _("Item") if parts[0] == "items" else _("Item extra")
    kind = _("Item") if parts[0] == "items" else _("Item extra")
    return f"{kind}: {field_label(parts[2])}"


def _said(one: Difference, value: object, choices: Choices) -> str:
    if isinstance(value, ItemData):
        return f"{value.description or labels_of([value])[0]}, {brl(value.amount)}"
    if isinstance(value, ExtraData):
        return f"{value.description}, {brl(value.total)}"
    if value is None and one.path.count(".") == 1 and one.path.startswith(("items", "extras")):
        return _("retirado")
    return _named(one.path, value, choices) or value_words(one.path.rpartition(".")[2], value)


def _named(path: str, value: object, choices: Choices) -> str:
    if path.endswith("address_id"):
        return next((row.short for row in choices.addresses if row.id == value), "")
    rows: Any = {"template_id": choices.templates, "bank_account_id": choices.banks}.get(path, [])
    return next((row.name for row in rows if row.id == value), "")

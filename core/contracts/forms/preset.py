"""The form of a preset: a name and the steps of a ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField

from core.contracts.forms.reading import Raw, ReadTerms, read_ladder
from core.contracts.forms.terms import LadderForm, ladder_as_typed
from core.contracts.models import StoredPreset
from core.contracts.rules.terms import LadderTerms

LONGEST = 60


class PresetForm(LadderForm):
    """A name, the steps, and whether new layouts start from it."""

    name = StringField(_("Nome"))
    is_default = BooleanField(_("Régua padrão"))


@dataclass(slots=True)
class ReadPreset:
    """`values` are what the service takes, in order; `errors` a sentence by field; `terms` the steps as read."""

    values: tuple[Any, ...]
    errors: dict[str, str]
    terms: ReadTerms


def read_preset(raw: Raw) -> ReadPreset:
    """Read a preset."""
    terms, name = read_ladder(raw), raw.get("name", "").strip()
    errors = dict(terms.errors)
    if not name or len(name) > LONGEST:
        errors["name"] = f"Cabem {LONGEST} letras." if name else "Dê um nome à régua."
    return ReadPreset((name, terms.ladder, "is_default" in raw), errors, terms)


def preset_as_typed(preset: StoredPreset | None, ladder: LadderTerms | None = None) -> Raw:
    """A preset as a person would have typed it; a new one has a given ladder."""
    if preset is None:
        return Raw([("name", ""), *ladder_as_typed(ladder or LadderTerms())])
    default = [("is_default", "y")] if preset.is_default else []
    return Raw([("name", preset.name), *default, *ladder_as_typed(preset.ladder_terms)])

"""The help and the warnings of a layout's form."""

from __future__ import annotations

from collections import defaultdict

from flask import get_template_attribute
from markupsafe import Markup

from core.contracts.forms.reading import Raw, read_terms
from core.contracts.forms.terms import ladder_as_typed, refill
from core.contracts.queries.presets import presets
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.views.parts import HELP, WARNED


def layout_parts(raw: Raw, errors: dict[str, str]) -> dict[str, Markup]:
    """The pieces that the fields of the terms stand beside."""
    help_piece = get_template_attribute("contracts/parts.html", "help")
    warn = get_template_attribute("contracts/parts.html", "plain_warning")
    warnings = defaultdict(list)
    for one in read_terms(raw, BillingTerms(), LadderTerms()).warnings:
        warnings[one.field if one.field in WARNED else "ladder"].append(one)
    parts = {f"{name}-h": help_piece(text, errors.get(name), "") for name, text in HELP.items()}
    parts |= {f"w-{name}": warn(warnings[name]) for name in WARNED}
    ladder = get_template_attribute("contracts/parts.html", "ladder_warning")
    return {**parts, "w-ladder": ladder(warnings["ladder"], way_out=False), "p-ladder": Markup("")}


def filled(raw: Raw) -> Raw:
    """The form with the steps of the ladder chosen in it."""
    chosen = next((one for one in presets() if one.key == raw.get("preset")), None)
    return (
        refill(raw, ladder_as_typed(chosen.terms), tuple(LadderTerms.__dataclass_fields__)) if chosen else raw
    )

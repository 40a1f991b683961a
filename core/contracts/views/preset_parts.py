"""The help, the warnings, the strip and the words beside a preset's steps, as the contract's form has them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import get_template_attribute, render_template
from markupsafe import Markup

from core.contracts.forms.preset import ReadPreset
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.views.parts import HELP
from core.contracts.views.words import around
from core.extension.calls import draw
from core.extension.types import DraftView, Panel
from core.foundation.clock import today

STEPS = tuple(LadderTerms.__dataclass_fields__)


def preset_parts(read: ReadPreset) -> dict[str, Markup]:
    """Every piece by the id of its place."""
    drawn, errors = _drawn(read), read.terms.errors
    helps = {
        f"{name}-h": _macro("help")(drawn.get(f"help:{name}") or HELP[name], errors.get(name), "")
        for name in STEPS
    }
    return {
        **helps,
        "p-ladder": drawn.get("ladder") or _macro("no_ladder")(bool(errors)),
        "w-ladder": _macro("ladder_warning")(read.terms.warnings, way_out=False),
        "p-aside": _words(read),
    }


def changed_parts(read: ReadPreset, quiet: bool) -> dict[str, Markup]:
    """The pieces for a form that is being filled in; while one types (`quiet`), no new fault is shown."""
    found = preset_parts(read)
    if not quiet:
        return found
    return {key: html for key, html in found.items() if key.removesuffix("-h") not in read.errors}


def _macro(name: str) -> Any:
    return get_template_attribute("contracts/parts.html", name)


def _drawn(read: ReadPreset) -> dict[str, Markup]:
    """What the rooms draw for a contract of these steps that is otherwise ordinary."""
    readable = read.terms.ladder if read.terms.readable(LadderTerms) else None
    draft = DraftView(
        contract_id=None,
        customer_id=None,
        starts_on=today(),
        billing=BillingTerms(),
        ladder=readable,
        bad=frozenset(read.errors),
        today=today(),
        values=_readable(read),
    )
    found: defaultdict[str, list[Markup]] = defaultdict(list)
    for panel in draw("draft_panels", _broken, draft=draft):
        found[panel.place].append(panel.html)
    return {place: Markup("").join(pieces) for place, pieces in found.items()}


def _broken(plugin: str) -> Panel:
    return Panel(Markup(""), "")


def _readable(read: ReadPreset) -> dict[str, object]:
    return {name: value for name, value in read.terms.values.items() if name not in read.terms.errors}


def _words(read: ReadPreset) -> Markup:
    values = _readable(read)
    page = render_template("contracts/ladder_card.html", w=values, **around(values))
    return Markup(page)  # noqa: S704  # a template of ours, escaped

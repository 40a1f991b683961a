"""Dunning on the dashboard: who paid and is still blocked, tonight's moves."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from core.dunning.panels.kept import while_unchanged
from core.dunning.panels.nights import nights
from core.dunning.panels.tonight import tonight
from core.dunning.queries.blocked import paid_and_blocked
from core.dunning.queries.lists import unheard
from core.extension.types import Panel
from core.foundation.clock import now
from core.identity.permissions import can


def dashboard_cards() -> list[Panel]:
    """What must be seen at once on top, in red; then tonight by numbers."""
    if not can("dunning.view"):
        return []
    known = nights()
    unreached = while_unchanged(("sem-aviso", known.coming), unheard)
    alarm = _drawn("alarm", blocked=paid_and_blocked(now()))
    card = _drawn("tonight", moves=tonight(known.coming, known.coming), unheard=len(unreached), nights=known)
    return [Panel(alarm, "top", 1), Panel(card, "card", 15)]


def _drawn(name: str, **values: object) -> Markup:
    return Markup(render_template(f"dunning/dashboard_{name}.html", **values))  # noqa: S704  # our own template

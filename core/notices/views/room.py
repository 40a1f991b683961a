"""The blueprint of the room, and the tabs on top of its pages."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from core.identity.permissions import can

blueprint = Blueprint("notices", __name__, template_folder="../templates")


def draw(template: str, tab: str, **values: Any) -> str:
    """A page of the room, under its tabs."""
    return render_template(f"notices/{template}", tab=tab, tabs=_tabs(), **values)


def _tabs() -> list[tuple[str, str, str]]:
    """(key, label, endpoint) of each tab that the person may open."""
    every = [
        ("sent", _("Enviados"), "notices.index", "notices.view"),
        ("texts", _("Textos"), "notices.texts", "notices.view"),
        ("channels", _("Canais"), "notices.channels", "notices.view"),
        ("times", _("Lembretes e horário"), "notices.times", "notices.edit"),
    ]
    return [(key, label, endpoint) for key, label, endpoint, permission in every if can(permission)]

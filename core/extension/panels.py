"""The parts of a page that hooks draw, sorted; a line stands where one of them broke."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup

from core.extension.calls import draw
from core.extension.types import Panel

LAST = 99


def panels(hook: str, place: str = "main", **arguments: Any) -> list[Panel]:
    """All that a `*_panels` hook gives, in its order; what stands in for a broken one goes to `place`."""

    def broken(plugin: str) -> Panel:
        return _broken(plugin, place)

    return sorted(draw(hook, broken, **arguments), key=lambda panel: panel.order)


def _broken(plugin: str, place: str) -> Panel:
    html = render_template("parts/broken.html", plugin=plugin)
    return Panel(Markup(html), place, LAST)  # noqa: S704  # a template of ours, escaped

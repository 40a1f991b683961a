"""The parts of a page that hooks draw, sorted; a line stands where one of them broke."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup

from core.extension.calls import draw
from core.extension.types import Panel


def panels(hook: str, **arguments: Any) -> list[Panel]:
    """All that a `*_panels` hook gives, in its order."""
    return sorted(draw(hook, _broken, **arguments), key=lambda panel: panel.order)


def _broken(plugin: str) -> Panel:
    html = render_template("parts/broken.html", plugin=plugin)
    return Panel(Markup(html))  # noqa: S704  # a template of ours, escaped

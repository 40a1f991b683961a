"""The office's cards on the dashboard: work that stands still, a night that did not run."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from core.extension.types import Panel
from core.identity.permissions import can
from core.office.queries.tasks import night_of_today, standing_since

TROUBLE = ("missed", "failed", "stopped")


def cards() -> list[Panel]:
    """What somebody must look at; nothing where all goes on."""
    if not can("office.tasks"):
        return []
    since, night = standing_since(), night_of_today()
    if since is None and night not in TROUBLE:
        return []
    html = render_template("office/dashboard_tasks.html", since=since, night=night)
    return [Panel(Markup(html), "top", 5)]  # noqa: S704  # a template of ours, escaped

"""The office on screen: dashboard, search, holidays, provider, plugins; tasks."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("office", __name__, template_folder="../templates")

from core.office.views import pages, tasks  # noqa: E402, F401 - they add routes

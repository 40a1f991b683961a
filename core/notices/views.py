"""Pages of notices: texts, channels, what was sent."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notices", __name__, template_folder="templates")

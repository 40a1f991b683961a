"""Office on screen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("office", __name__, template_folder="templates")

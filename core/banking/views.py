"""Banking on screen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("banking", __name__, template_folder="templates")

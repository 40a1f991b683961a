"""The ladder on screen: who moves tonight, holds, trust unlocks, its settings."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("dunning", __name__, template_folder="../templates")

from core.dunning.views import board, contract, holds, proof, settings  # noqa: E402, F401 - they add routes

"""Contracts on screen: list, page, form with its live preview, dialogs of items, layouts."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("contracts", __name__, template_folder="../templates")

from core.contracts.views import contract, form, items, layouts, listing, presets, preview  # noqa: E402, F401 - they add routes

blueprint.record(lambda state: state.app.register_blueprint(layouts.layouts_blueprint))
blueprint.record(lambda state: state.app.register_blueprint(presets.presets_blueprint))

"""Contracts on screen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("contracts", __name__, template_folder="templates")

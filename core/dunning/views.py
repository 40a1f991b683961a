"""Dunning's templates; its pages come with the ladder's nightly run."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("dunning", __name__, template_folder="templates")

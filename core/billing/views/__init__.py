"""Billing on screen: one module a subject, all on one blueprint."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("billing", __name__, template_folder="../templates")

from core.billing.views import first, invoices, manual, receipts, runs  # noqa: E402, F401 - they add routes

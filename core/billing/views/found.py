"""The invoice, contract or run of an address, or 404."""

from __future__ import annotations

from flask import abort

from core.billing.models import BillingRun, Invoice
from core.billing.queries.pages import find_invoice
from core.billing.queries.run import find_run
from core.contracts.models import Contract
from core.contracts.queries.contracts import find_contract


def the_invoice(invoice_id: int) -> Invoice:
    """The invoice of that number."""
    return find_invoice(invoice_id) or abort(404)


def the_contract(contract_id: int) -> Contract:
    """The contract of that number."""
    return find_contract(contract_id) or abort(404)


def the_run(run_id: int) -> BillingRun:
    """The run of that number."""
    return find_run(run_id) or abort(404)

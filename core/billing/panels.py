"""What billing puts on a contract's page, a customer's page and beside the contract form, drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from core.billing.models import LEFT_BEHIND, SKIPPED
from core.billing.queries.lists import InvoiceRow, contracts_of, invoices_of, open_of, sum_owed
from core.billing.queries.pages import extras_of, shares_of, unbilled_of
from core.billing.rules.explain import Share
from core.billing.services.preview import coming_invoice, worth_of
from core.billing.views.words import status_words
from core.contracts.models import Contract, ExtraItem
from core.contracts.queries.contracts import find_contract
from core.drawings import Instalment, instalment_bars
from core.extension.types import Action, Panel
from core.foundation.calendar import Period
from core.foundation.clock import today
from core.foundation.holidays import holiday_calendar
from core.foundation.ptbr import brl, dm, month
from core.identity.permissions import can


def contract_page(contract_id: int) -> list[Panel]:
    """Instalments, invoices with the coming one, and days never billed. What is owed on top is dunning's to say."""
    contract = find_contract(contract_id)
    if contract is None or not can("billing.view"):
        return []
    day = today()
    rows, coming = invoices_of([contract_id], day), _coming(contract, day)
    panels = [Panel(_instalments(extra, rows), "main", 20) for extra in extras_of(contract_id)]
    panels.append(Panel(_invoices(contract, rows, coming), "main", 30))
    return [*panels, *_unbilled(contract_id)]


def contract_buttons(contract_id: int) -> list[Action]:
    """Receive what the contract owes, where it owes something."""
    rows = open_of([contract_id], today()) if can("billing.receive") else []
    if not rows:
        return []
    everything = "1" if len(rows) > 1 else None
    url = url_for("billing.receive", invoice_id=rows[0].id, de="contrato", tudo=everything)
    return [Action(_("Receber %(v)s", v=brl(sum_owed(rows))), url, key="R", primary=True, order=90)]


def customer_page(customer_id: int) -> list[Panel]:
    """What the customer's contracts owe, and their last invoices."""
    ids = contracts_of(customer_id)
    if not ids or not can("billing.view"):
        return []
    rows, open_rows = invoices_of(ids, today(), limit=6), open_of(ids, today())
    shown = [(row, *_status(row)) for row in rows]
    return [
        Panel(_render("customer_card.html", rows=shown, owed=sum_owed(open_rows), open=open_rows), "main", 20)
    ]


def _render(template: str, **values: Any) -> Markup:
    return Markup(render_template(f"billing/panels/{template}", **values))  # noqa: S704 - our own template


def _status(row: InvoiceRow) -> tuple[str, str]:
    return status_words(row.status, row.late, row.paid_on, row.cancelled_on)


def _coming(contract: Contract, day: date) -> dict[str, Any] | None:
    """The next regular invoice of an active contract, with the day its due date holds to."""
    proposal = coming_invoice(contract.id, day) if contract.status == "active" else None
    if proposal is None:
        return None
    return {"proposal": proposal, "effective": holiday_calendar().effective(proposal.dates.due_date)}


def _instalments(extra: ExtraItem, rows: Iterable[InvoiceRow]) -> Markup:
    shares = shares_of([extra.id])[extra.id]
    known = {row.id: row for row in rows}
    bars = [_bar(share, len(shares), known.get(share.invoice_id or 0)) for share in shares]
    return _render("instalments.html", extra=extra, bars=bars, drawn=instalment_bars(bars))


def _bar(share: Share, of: int, row: InvoiceRow | None) -> Instalment:
    label = f"{share.number}/{of} · {brl(share.amount)}"
    if share.invoice_id is None:
        return Instalment(label, _("vai na de %(month)s", month=month(share.month, today())))
    if share.paid:
        day = f", {dm(row.paid_on, today())}" if row and row.paid_on else ""
        return Instalment(label, _("paga na %(n)s", n=share.invoice_id) + day, "ok")
    if row and row.late:
        return Instalment(label, _("na %(n)s, em atraso", n=share.invoice_id), "sus")
    return Instalment(label, _("na %(n)s, em aberto", n=share.invoice_id), "blue")


def _invoices(contract: Contract, rows: Iterable[InvoiceRow], coming: dict[str, Any] | None) -> Markup:
    shown = [(row, *_status(row)) for row in rows]
    return _render("invoices.html", contract=contract, rows=shown, coming=coming)


def _unbilled(contract_id: int) -> list[Panel]:
    rows = [row for row in unbilled_of(contract_id, (LEFT_BEHIND, SKIPPED)) if row.ends_on]
    if not rows:
        return []
    gaps = [Period(row.starts_on, row.ends_on) for row in rows if row.ends_on]
    found = list(zip(rows, gaps, worth_of(contract_id, gaps), strict=True))
    return [Panel(_render("unbilled.html", contract_id=contract_id, rows=found), "main", 40)]

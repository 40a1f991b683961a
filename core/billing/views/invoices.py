"""The list of invoices, the page of one, and its cancelling."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.billing.forms import CancelForm
from core.billing.models import OPEN, Invoice
from core.billing.queries.lists import PAGE, InvoiceRow, Where, invoice_rows
from core.billing.queries.pages import InvoicePage, invoice_page
from core.billing.services.cancel import CancelRefused, cancel_invoice
from core.billing.views import blueprint
from core.billing.views.found import the_invoice
from core.billing.views.words import history_rows, method_words, status_words
from core.extension.panels import panels as drawn_panels
from core.foundation.clock import today
from core.foundation.documents import show
from core.foundation.typed import TypedError, parse_date
from core.identity.permissions import requires

CHIPS = (
    ("abertas", "Em aberto"),
    ("atrasadas", "Em atraso"),
    ("pagas", "Pagas"),
    ("canceladas", "Canceladas"),
)


@blueprint.get("/faturas")
@requires("billing.view")
def invoices() -> str:
    """Invoices, what is open and oldest first."""
    which, query = request.args.get("f", "abertas"), request.args.get("q", "").strip()[:100]
    if query and "f" not in request.args:
        which = "todas"
    rows = invoice_rows(which, query, _after(request.args.get("depois", "")), today())
    choices = [(_(name), _address(key, query), key == which) for key, name in CHIPS]
    shown = [(row, *_status(row)) for row in rows[:PAGE]]
    more = _address(which, query, rows[PAGE - 1]) if len(rows) > PAGE else None
    page = {"rows": shown, "query": query, "choices": choices, "more": more, "which": which}
    return render_template("billing/invoices.html", **page)


def _after(text: str) -> Where | None:
    day, _, number = text.partition("_")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def _address(which: str, query: str, last: InvoiceRow | None = None) -> str:
    after = f"{last.effective}_{last.id}" if last else None
    return url_for("billing.invoices", f=which, q=query or None, depois=after)


def _status(row: InvoiceRow) -> tuple[str, str]:
    return status_words(row.status, row.late, row.paid_on, row.cancelled_on)


@blueprint.get("/faturas/<int:invoice_id>")
@requires("billing.view")
def invoice(invoice_id: int) -> str:
    """An invoice: why it is that much, what is owed on which day, what was paid."""
    return show_invoice("billing/invoice.html", the_invoice(invoice_id))


def show_invoice(template: str, found: Invoice, **more: Any) -> str:
    """The page of an invoice, alone or under a dialog."""
    page = invoice_page(found, today())
    status = status_words(found.status, _late(page), found.paid_on, found.cancelled_on)
    panels = drawn_panels("invoice_panels", "aside", invoice_id=found.id)
    words = {"method_words": method_words, "show_document": show}
    shown = {"page": page, "status": status, "panels": panels, **words}
    return render_template(template, **shown, history=history_rows(page.history), **_asked(page), **more)


def _late(page: InvoicePage) -> int:
    return page.owed.days_late if page.invoice.status == OPEN else 0


def _asked(page: InvoicePage) -> dict[str, Any]:
    """What was asked for with “Quanto seria em”: the text, and what is owed on it or a sentence."""
    text = request.args.get("em", "").strip()
    if not text:
        return {"asked": ""}
    try:
        day = parse_date(text, today())
    except TypedError as error:
        return {"asked": text, "asked_error": str(error)}
    return {"asked": text, "asked_day": day, "asked_owed": page.owed_on(day)}


@blueprint.route("/faturas/<int:invoice_id>/cancelar", methods=["GET", "POST"])
@requires("billing.cancel")
def cancel(invoice_id: int) -> Any:
    """Cancel an invoice, with a reason."""
    found, form = the_invoice(invoice_id), CancelForm()
    if form.validate_on_submit() and _cancelled(found, form):
        flash(_("Fatura %(n)s cancelada.", n=invoice_id), "ok")
        return redirect(url_for("billing.invoice", invoice_id=invoice_id))
    page = show_invoice("billing/cancel.html", the_invoice(invoice_id), form=form)
    return page, 422 if form.errors else 200


def _cancelled(found: Invoice, form: CancelForm) -> bool:
    try:
        cancel_invoice(found.id, form.reason.data or "", today(), waive=form.what.data == "waive")
    except CancelRefused as refusal:
        form.reason.errors = [str(refusal)]
        return False
    return True

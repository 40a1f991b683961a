"""Money received by hand: the dialog, what it would do, and the receipt."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.billing.forms import ReceiveForm
from core.billing.models import Invoice
from core.billing.queries.lists import open_of, sum_owed
from core.billing.rules.effects import Effect
from core.billing.services.receive import effect_of_payment, receive_once
from core.billing.services.settle import ReceiptRefused
from core.billing.views import blueprint
from core.billing.views.found import the_invoice
from core.billing.views.invoices import show_invoice
from core.foundation.clock import today
from core.foundation.ptbr import brl
from core.identity.permissions import requires


@blueprint.get("/faturas/<int:invoice_id>/receber")
@requires("billing.receive")
def receive(invoice_id: int) -> str:
    """The dialog, with what is owed today proposed; `?tudo=1` proposes all that the contract owes."""
    found = the_invoice(invoice_id)
    rows = [
        row for row in open_of([found.contract_id], today()) if row.id == invoice_id or "tudo" in request.args
    ]
    proposed = {
        "amount": sum_owed(rows) or None,
        "paid_on": today(),
        "method": "cash",
        "token": token_urlsafe(12),
    }
    return _dialog(found, ReceiveForm(data=proposed))


@blueprint.post("/faturas/<int:invoice_id>/receber")
@requires("billing.receive")
def receive_now(invoice_id: int) -> Any:
    """Receive, once a form."""
    found, form = the_invoice(invoice_id), ReceiveForm()
    contract_id = found.contract_id
    if not form.validate() or not _received(found, form):
        return _dialog(the_invoice(invoice_id), form), 422
    if request.form.get("de") == "contrato":
        return redirect(url_for("contracts.page", contract_id=contract_id))
    return redirect(url_for("billing.invoice", invoice_id=invoice_id))


def _received(found: Invoice, form: ReceiveForm) -> bool:
    """Whether the money is in, now or by an earlier sending of the same form; a refusal stands at its field."""
    amount, paid_on = form.money()
    token = form.token.data or token_urlsafe(12)
    try:
        new = receive_once(found.id, amount, paid_on, form.method.data, token, today())
    except ReceiptRefused as refusal:
        form.amount.errors = [str(refusal)]
        return False
    said = _("Recebido: %(amount)s.") if new else _("Este recebimento de %(amount)s já estava registrado.")
    flash(said % {"amount": brl(amount)}, "ok" if new else "info")
    return True


@blueprint.post("/faturas/<int:invoice_id>/receber/previa")
@requires("billing.receive")
def receive_preview(invoice_id: int) -> str:
    """What the money typed would do; nothing is written."""
    found, form = the_invoice(invoice_id), ReceiveForm()
    form.validate()
    return render_template("billing/_effect.html", invoice=found, form=form, effect=_effect(found, form))


def _dialog(found: Invoice, form: ReceiveForm) -> str:
    back = request.values.get("de", "")
    return show_invoice("billing/receive.html", found, form=form, effect=_effect(found, form), back=back)


def _effect(found: Invoice, form: ReceiveForm) -> Effect | None:
    """What the money would do, where both its amount and its day can be read."""
    if form.amount.errors or form.paid_on.errors or not form.amount.data or not form.paid_on.data:
        return None
    return effect_of_payment(found.id, form.amount.data, form.paid_on.data)

"""Billing's lines in a contract's history: invoices issued and cancelled, money received."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _

from core.billing.models import Invoice
from core.billing.queries.happened import happened
from core.billing.views.words import method_words
from core.extension.types import Happening
from core.foundation.audit import SYSTEM, AuditEntry
from core.foundation.clock import today
from core.foundation.ptbr import brl, dm
from core.identity.permissions import can


def contract_happenings(contract_id: int, limit: int) -> list[Happening]:
    """What happened to the money of a contract, newest first; nothing for who may not see invoices."""
    if not can("billing.view"):
        return []
    return [_line(entry, invoice) for entry, invoice in happened(contract_id, SENTENCES, limit)]


def _line(entry: AuditEntry, invoice: Invoice) -> Happening:
    url = url_for("billing.invoice", invoice_id=invoice.id)
    return Happening(entry.at, SENTENCES[entry.action](entry, invoice), url, _("ver fatura"))


def _issued(entry: AuditEntry, invoice: Invoice) -> str:
    said = {"n": invoice.id, "total": brl(invoice.total), "due": dm(invoice.due_date, today())}
    if entry.actor_name == SYSTEM.name:
        return _("Fatura %(n)s emitida: %(total)s, vence %(due)s.", **said)
    return _("%(who)s emitiu a fatura %(n)s: %(total)s, vence %(due)s.", who=entry.actor_name, **said)


def _received(entry: AuditEntry, invoice: Invoice) -> str:
    amount, how = brl(Decimal(entry.data["amount"])), method_words(entry.data["method"])
    said = {"n": invoice.id, "amount": amount, "how": how}
    if entry.actor_name == SYSTEM.name:
        return _("Recebido %(amount)s %(how)s, fatura %(n)s.", **said)
    return _("%(who)s recebeu %(amount)s %(how)s, fatura %(n)s.", who=entry.actor_name, **said)


def _cancelled(entry: AuditEntry, invoice: Invoice) -> str:
    return _(
        "%(who)s cancelou a fatura %(n)s: %(reason)s.",
        who=entry.actor_name,
        n=invoice.id,
        reason=entry.data["reason"],
    )


SENTENCES: dict[str, Callable[[AuditEntry, Invoice], str]] = {
    "invoice_issued": _issued,
    "payment_received": _received,
    "invoice_cancelled": _cancelled,
}

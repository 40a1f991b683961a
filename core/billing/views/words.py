"""States, ways to pay and history of invoices, as a person reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from core.billing.forms import METHODS
from core.billing.models import CANCELLED, PAID
from core.foundation.audit import SYSTEM, AuditEntry
from core.foundation.clock import today
from core.foundation.ptbr import brl, dm, plural


def status_words(status: str, late: int, paid_on: date | None, cancelled_on: date | None) -> tuple[str, str]:
    """(words, tone) of an invoice's state: “12 dias de atraso”."""
    if status == PAID:
        return _("Paga em %(day)s", day=_day(paid_on)), "ok"
    if status == CANCELLED:
        return _("Cancelada em %(day)s", day=_day(cancelled_on)), ""
    if late:
        return _("%(days)s de atraso", days=plural(late, _("dia"), _("dias"))), "bad"
    return _("Em aberto"), "info"


def method_words(method: str) -> str:
    """How it was paid, inside a sentence: “em dinheiro”, “por Pix”."""
    named = {"cash": _("em dinheiro"), "card": _("no cartão"), "other": _("de outro modo")}
    label = dict(METHODS).get(method, method)
    return named.get(method) or _(
        "por %(method)s", method=str(label) if method == "pix" else str(label).lower()
    )


def _day(day: date | str | None) -> str:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return dm(day, today()) if day else ""


def history_rows(entries: Iterable[AuditEntry]) -> list[tuple[datetime, str, str]]:
    """(when, what, action) of what was done to an invoice, newest first."""
    return [(one.at, SENTENCES[one.action](one), one.action) for one in entries if one.action in SENTENCES]


def _issued(entry: AuditEntry) -> str:
    by = _("pela rotina") if entry.actor_name == SYSTEM.name else _("por %(who)s", who=entry.actor_name)
    return _("Emitida %(by)s.", by=by)


def _received(entry: AuditEntry) -> str:
    data = entry.data
    amount, how, day = brl(Decimal(data["amount"])), method_words(data["method"]), _day(data["paid_on"])
    return _(
        "%(who)s recebeu %(amount)s %(how)s, do dia %(day)s.",
        who=entry.actor_name,
        amount=amount,
        how=how,
        day=day,
    )


def _applied(entry: AuditEntry) -> str:
    return _("Pagamento em parte: %(amount)s, em %(day)s.", **_money(entry.data))


def _settled(entry: AuditEntry) -> str:
    carried = Decimal(entry.data.get("carried", "0"))
    paid = _("Paga com %(amount)s, em %(day)s.", **_money(entry.data))
    return paid + (" " + _("%(carried)s vão na próxima.", carried=brl(carried)) if carried else "")


def _money(data: Mapping[str, Any]) -> dict[str, str]:
    return {"amount": brl(Decimal(data["amount"])), "day": _day(data["counts_on"])}


def _cancelled(entry: AuditEntry) -> str:
    what = (
        _("o que ela cobrava foi abonado") if entry.data["waived"] else _("o que ela cobrava vai na próxima")
    )
    return _(
        "%(who)s cancelou: %(reason)s; %(what)s.",
        who=entry.actor_name,
        reason=entry.data["reason"],
        what=what,
    )


SENTENCES: dict[str, Callable[[AuditEntry], str]] = {
    "invoice_issued": _issued,
    "payment_received": _received,
    "part_payment": _applied,
    "invoice_settled": _settled,
    "invoice_cancelled": _cancelled,
}

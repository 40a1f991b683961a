"""What the fields of a contract and their values are called, in the history and where two saves meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from core.contracts.forms.terms import EXCEPTION_LABELS, TermsForm
from core.foundation.ptbr import brl, dmy, percent

OTHERS = {
    "template_id": lazy_gettext("Layout"),
    "installation_address_id": lazy_gettext("Instalação"),
    "billing_address_id": lazy_gettext("Endereço de cobrança"),
    "starts_on": lazy_gettext("Início"),
    "ends_on": lazy_gettext("Fim"),
    "min_days_to_pay": lazy_gettext("Mínimo de dias para pagar"),
    "settle_short_by": lazy_gettext("Falta que se deixa passar"),
    "description": lazy_gettext("Descrição"),
    "amount": lazy_gettext("Valor"),
    "data": lazy_gettext("Detalhes"),
    "type": lazy_gettext("Tipo"),
    "total": lazy_gettext("Valor total"),
    "instalments": lazy_gettext("Parcelas"),
    "first_month": lazy_gettext("A partir de"),
}
VALUES = {
    "automatic": lazy_gettext("Automático"),
    "manual": lazy_gettext("Manual"),
    "issue_date": lazy_gettext("Emissão"),
    "due_date": lazy_gettext("Vencimento"),
    "forward": lazy_gettext("Que começa"),
    "backward": lazy_gettext("Que terminou"),
}


def field_label(name: str) -> str:
    """The manual's name of a field."""
    if name in OTHERS:
        return str(OTHERS[name])
    unbound = getattr(TermsForm, name, None)
    return str(unbound.args[0]) if unbound is not None else name


def value_words(name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return _("em branco")
    if isinstance(value, bool):
        return _("Sim") if value else _("Não")
    if isinstance(value, Decimal):
        return percent(value) if name.endswith("percent") else brl(value)
    if isinstance(value, date):
        return dmy(value)
    if isinstance(value, frozenset | list):
        return ", ".join(str(label) for key, label in EXCEPTION_LABELS if key in value) or _("nenhum")
    return _("outro") if isinstance(value, Mapping) else str(VALUES.get(str(value), value))

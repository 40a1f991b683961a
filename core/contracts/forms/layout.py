"""The form of a layout: its name, its bank and the terms that contracts of it start with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField

from core.contracts.forms.reading import Raw, read_terms
from core.contracts.forms.terms import TermsForm, terms_as_typed
from core.contracts.models import ContractTemplate
from core.contracts.rules.terms import BillingTerms, LadderTerms

LONGEST = 80


class LayoutForm(TermsForm):
    """A name, and the terms."""

    name = StringField(_("Nome"))


@dataclass(slots=True)
class ReadLayout:
    """`values` are what the service takes, in order; `errors` a sentence by field."""

    values: tuple[Any, ...]
    errors: dict[str, str] = field(default_factory=dict)


def read_layout(raw: Raw, template: ContractTemplate | None, banks: Collection[int]) -> ReadLayout:
    """Read a layout; terms that are no field of the form stay as they are."""
    base = (template.billing_terms, template.ladder_terms) if template else (BillingTerms(), LadderTerms())
    terms = read_terms(raw, *base)
    name, bank = raw.get("name", "").strip(), raw.get("bank_account_id", "")
    errors = dict(terms.errors)
    if not name or len(name) > LONGEST:
        errors["name"] = f"Cabem {LONGEST} letras." if name else "Dê um nome ao layout."
    if bank and not (bank.isdigit() and int(bank[:18]) in banks):
        errors["bank_account_id"] = "Escolha um banco da lista."
    account = int(bank) if bank.isdigit() and "bank_account_id" not in errors else None
    return ReadLayout((name, account, terms.billing, terms.ladder), errors)


def layout_as_typed(template: ContractTemplate | None, ladder: LadderTerms | None = None) -> Raw:
    """A layout as a person would have typed it; a new one has a given ladder."""
    if template is None:
        return Raw([("name", ""), *terms_as_typed(BillingTerms(), ladder or LadderTerms())])
    head = [("name", template.name), ("bank_account_id", str(template.bank_account_id or ""))]
    return Raw([*head, *terms_as_typed(template.billing_terms, template.ladder_terms)])

"""The contract's form whole: head, items, extra items, terms and the sections that plugins bring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField

from core.contracts.forms.reading import Raw, ReadTerms, read_terms
from core.contracts.forms.rows import BadRow, ExtraRow, extra_as_typed, extra_rows, item_json, items_of
from core.contracts.forms.terms import TermsForm, terms_as_typed
from core.contracts.rules.data import ContractData, ItemData
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.foundation.ptbr import dmy
from core.foundation.typed import TypedError, parse_date, parse_int

NEW_ADDRESS = "novo"


class ContractForm(TermsForm):
    """The head and the terms; items and extra items are rows beside it."""

    template_id = SelectField(_("Layout"), validate_choice=False)
    installation_address_id = SelectField(_("Instalação"), validate_choice=False)
    billing_address_id = SelectField(_("Endereço de cobrança"), validate_choice=False)
    starts_on = StringField(_("Início"))


@dataclass(slots=True)
class ReadContract:
    """All that was read of a contract's form. `errors` are by field: `due_day`, `items.0`, `extras.0.total`."""

    head: Mapping[str, Any]
    terms: ReadTerms
    items: tuple[ItemData, ...]
    extras: list[ExtraRow]
    errors: dict[str, str] = field(default_factory=dict)

    def data(
        self,
        contract_id: int | None,
        customer_id: int,
        sections: Mapping[str, Any],
        new_address: Mapping[str, str | None] | None = None,
    ) -> ContractData:
        """What is to be kept. Only where there are no errors."""
        return ContractData(
            contract_id=contract_id,
            customer_id=customer_id,
            items=self.items,
            extras=tuple(row.value for row in self.extras if row.value is not None),
            billing=self.terms.billing,
            ladder=self.terms.ladder,
            sections=sections,
            new_address=new_address,
            **self.head,
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen in the head: ids of layouts, of the customer's addresses, of banks."""

    templates: Collection[int]
    addresses: Collection[int]
    banks: Collection[int]


def read_contract(
    raw: Raw, offered: Offered, base: tuple[BillingTerms, LadderTerms], today: date
) -> ReadContract:
    """Read the whole form; nothing raises, each thing that makes no sense is an error beside its field."""
    errors: dict[str, str] = {}
    head = {name: _try(partial(read, raw, offered, today), name, errors) for name, read in HEAD.items()}
    terms = read_terms(raw, *base)
    extras = extra_rows(raw)
    items = _try(lambda: _items(raw), "items", errors) or ()
    errors |= terms.errors
    for n, row in enumerate(extras):
        errors |= {f"extras.{n}.{name}": sentence for name, sentence in row.errors.items()}
    return ReadContract(head, terms, items, extras, errors)


def _try(read: Callable[[], Any], name: str, errors: dict[str, str]) -> Any:
    try:
        return read()
    except TypedError as error:
        errors[name] = str(error)
        return None


def _items(raw: Raw) -> tuple[ItemData, ...]:
    try:
        return items_of(raw)
    except BadRow:
        raise TypedError("Um dos itens não chegou inteiro. Retire-o e inclua de novo.") from None


def _template(raw: Raw, offered: Offered, today: date) -> int:
    return _chosen(raw.get("template_id", ""), offered.templates, "Escolha um layout da lista.")


def _installation(raw: Raw, offered: Offered, today: date) -> int | None:
    if raw.get("installation_address_id") == NEW_ADDRESS:
        return None
    return _chosen(
        raw.get("installation_address_id", ""), offered.addresses, "Escolha um endereço do titular."
    )


def _billing_address(raw: Raw, offered: Offered, today: date) -> int | None:
    text = raw.get("billing_address_id", "")
    return _chosen(text, offered.addresses, "Escolha um endereço do titular.") if text else None


def _bank(raw: Raw, offered: Offered, today: date) -> int | None:
    text = raw.get("bank_account_id", "")
    return _chosen(text, offered.banks, "Escolha um banco da lista.") if text else None


def _chosen(text: str, offered: Collection[int], sentence: str) -> int:
    if not text.isdigit() or int(text[:18]) not in offered:
        raise TypedError(sentence)
    return int(text)


def _start(raw: Raw, offered: Offered, today: date) -> date:
    return parse_date(raw.get("starts_on", ""), today)


def _revision(raw: Raw, offered: Offered, today: date) -> int | None:
    text = raw.get("revision", "")
    return parse_int(text, 1, 99999999) if text else None


HEAD = {
    "revision": _revision,
    "template_id": _template,
    "installation_address_id": _installation,
    "billing_address_id": _billing_address,
    "bank_account_id": _bank,
    "starts_on": _start,
}


def contract_as_typed(data: ContractData) -> Raw:
    """A contract as a person would have typed it into the form."""
    head = [
        ("revision", "" if data.revision is None else str(data.revision)),
        ("template_id", str(data.template_id)),
        ("installation_address_id", str(data.installation_address_id)),
        ("billing_address_id", str(data.billing_address_id or "")),
        ("bank_account_id", str(data.bank_account_id or "")),
        ("starts_on", dmy(data.starts_on)),
    ]
    items = [("item", item_json(item)) for item in data.items]
    extras = [pair for extra in data.extras for pair in extra_as_typed(extra)]
    return Raw([*head, *items, *extras, *terms_as_typed(data.billing, data.ladder)])

"""A contract's form while it is open: what was typed, what was read of it, and what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask import abort, request
from flask_login import current_user

from core.contracts.forms.contract import (
    NEW_ADDRESS,
    ContractForm,
    Offered,
    ReadContract,
    contract_as_typed,
    read_contract,
)
from core.contracts.forms.draft import draft_view
from core.contracts.forms.reading import Raw
from core.contracts.forms.terms import choices as listed
from core.contracts.forms.terms import terms_as_typed
from core.contracts.models import Contract
from core.contracts.queries.choices import Choices, choices_for
from core.contracts.queries.contracts import find_contract
from core.contracts.queries.drafts import load_draft
from core.contracts.queries.presets import presets
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.extension.calls import collect, item_types
from core.extension.types import DraftView
from core.foundation.clock import today
from core.foundation.ptbr import dmy

SAME = "O mesmo da instalação"
COUNTER = "Balcão, sem banco"


@dataclass
class State:
    """`errors` are sentences by field; `refused` where a save was refused, so that all of them are listed."""

    raw: Raw
    contract: Contract | None
    choices: Choices
    refused: bool = False
    extra_errors: dict[str, str] = field(default_factory=dict)

    @property
    def contract_id(self) -> int | None:
        return self.contract.id if self.contract else None

    @property
    def key(self) -> str:
        """The name of the form, for its draft and its previews."""
        return f"contrato:{self.contract.id}" if self.contract else f"novo:{self.choices.customer.id}"

    @cached_property
    def template(self) -> Any:
        """The layout chosen, or the first on offer."""
        text = self.raw.get("template_id", "")
        chosen = self.choices.template(int(text)) if text.isdigit() and len(text) < 19 else None
        return chosen or (self.choices.templates[0] if self.choices.templates else None)

    @property
    def layout_terms(self) -> tuple[BillingTerms, LadderTerms]:
        """The layout's terms."""
        found = self.template
        return (found.billing_terms, found.ladder_terms) if found else (BillingTerms(), LadderTerms())

    @cached_property
    def read(self) -> ReadContract:
        base = self.layout_terms
        if self.contract:
            base = (self.contract.billing_terms, self.contract.ladder_terms)
        return read_contract(self.raw, offered_by(self.choices), base, today())

    @property
    def address_words(self) -> str:
        """The installation address chosen."""
        chosen = self.raw.get("installation_address_id", "")
        return next((row.short for row in self.choices.addresses if str(row.id) == chosen), "Novo endereço")

    @property
    def errors(self) -> dict[str, str]:
        return {**self.read.errors, **self.extra_errors}

    @cached_property
    def form(self) -> ContractForm:
        """The fields as typed; their sentences too where a save was refused."""
        form = ContractForm(formdata=self.raw)
        offer(form, self.choices)
        form.preset.data = next((one.key for one in presets() if one.terms == self.read.terms.ladder), "")
        if self.refused:
            form.show_errors(self.errors)
        return form

    @cached_property
    def draft(self) -> DraftView:
        return draft_view(self.read, self.contract_id, self.choices.customer.id, item_types(), today())

    @cached_property
    def sections(self) -> list[tuple[Any, Any]]:
        """The parts that plugins bring, each with its form."""
        return [(part, self._section_form(part)) for part in collect("register_contract_sections")]

    def _section_form(self, part: Any) -> Any:
        prefix = f"sec-{part.key}-"
        if any(name.startswith(prefix) for name in self.raw):
            return part.form_class(formdata=self.raw, prefix=prefix)
        return part.form_class(formdata=None, prefix=prefix, data=dict(part.load(self.contract_id)))

    def section_data(self) -> Mapping[str, Any]:
        """What the sections' forms hold; their faults become errors of this form."""
        for part, form in self.sections:
            if not form.validate():
                self.extra_errors |= {f"sec-{part.key}-{name}": str(e[0]) for name, e in form.errors.items()}
        return {part.key: form.data for part, form in self.sections}


def offered_by(choices: Choices) -> Offered:
    """The ids that the head may name."""
    lists = (choices.templates, choices.addresses, choices.banks)
    return Offered(*(frozenset(row.id for row in rows) for rows in lists))


def offer(form: ContractForm, choices: Choices) -> None:
    """Fill in the lists of the head."""
    addresses = [(str(row.id), row.short) for row in choices.addresses]
    form.template_id.choices = listed((str(row.id), row.name) for row in choices.templates)
    form.installation_address_id.choices = listed([*addresses, (NEW_ADDRESS, "Outro endereço")])
    form.billing_address_id.choices = listed([("", SAME), *addresses])
    form.bank_account_id.choices = listed(
        [("", COUNTER), *((str(row.id), row.name) for row in choices.banks)]
    )
    form.preset.choices = listed([("", "Própria"), *((one.key, one.name) for one in presets())])


def new_state(customer_id: int) -> State:
    """An empty form for a customer, filled in from the first layout on offer; 404 for an unknown customer."""
    choices = choices_for(customer_id, None) or abort(404)
    state = State(Raw(), None, choices)
    head = [
        ("template_id", str(state.template.id) if state.template else ""),
        ("installation_address_id", str(choices.addresses[0].id) if choices.addresses else NEW_ADDRESS),
        ("bank_account_id", str(getattr(state.template, "bank_account_id", None) or "")),
        ("starts_on", dmy(today())),
    ]
    return State(Raw([*head, *terms_as_typed(*state.layout_terms)]), None, choices)


def stored_state(contract_id: int) -> State:
    """The form of a contract as it is kept; 404 for an unknown one."""
    contract = find_contract(contract_id) or abort(404)
    choices = choices_for(contract.customer_id, contract) or abort(404)
    return State(contract_as_typed(snapshot(contract)), contract, choices)


def keyed_state(key: str) -> State:
    """The form of a key as it stands before anything is typed; 404 for a key that names nothing."""
    kind, _, number = key.partition(":")
    if not number.isdigit() or kind not in ("novo", "contrato"):
        abort(404)
    return new_state(int(number)) if kind == "novo" else stored_state(int(number))


def posted_state() -> State:
    """The form of this request, as typed."""
    return typed_state(keyed_state(request.form.get("form_key", "")), Raw(request.form.items(multi=True)))


def typed_state(state: State, raw: Raw) -> State:
    """The same form with something typed into it."""
    return State(raw, state.contract, state.choices, refused="recusado" in raw)


def with_draft(state: State) -> tuple[State, Any]:
    """The form, and the user's draft of it: taken up where the address says so, else offered."""
    draft = load_draft(current_user.id, state.key)
    if draft and request.args.get("rascunho"):
        return typed_state(state, draft.values), None
    return state, draft

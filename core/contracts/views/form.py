"""The contract's form: opened empty, opened on a contract, saved, and saved after someone else."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from core.contracts.forms.address import read_address
from core.contracts.forms.contract import NEW_ADDRESS, contract_as_typed
from core.contracts.forms.reading import Raw
from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.rules.data import ContractData
from core.contracts.rules.differences import choose
from core.contracts.services.drafts import discard_draft
from core.contracts.services.errors import ContractConflict, ContractRefused
from core.contracts.services.save import save_contract
from core.contracts.views import blueprint
from core.contracts.views.conflict import shown_differences
from core.contracts.views.preview import show_form
from core.contracts.views.state import State, new_state, stored_state, typed_state, with_draft
from core.foundation.clock import today
from core.identity.permissions import requires


@blueprint.get("/contratos/novo")
@requires("contracts.edit")
def new() -> Any:
    """The empty form of a customer (`?cliente=`)."""
    state, draft = with_draft(new_state(request.args.get("cliente", 0, type=int)))
    return show_form(state, draft)


@blueprint.post("/contratos/novo")
@requires("contracts.edit")
def create() -> Any:
    """Save a new contract, and ask about its first invoice."""
    start = new_state(request.args.get("cliente", 0, type=int))
    return _save(typed_state(start, Raw(request.form.items(multi=True))))


@blueprint.get("/contratos/<int:contract_id>/editar")
@requires("contracts.edit")
def edit(contract_id: int) -> Any:
    """The form of a contract."""
    state, draft = with_draft(stored_state(contract_id))
    return show_form(state, draft)


@blueprint.post("/contratos/<int:contract_id>/editar")
@requires("contracts.edit")
def update(contract_id: int) -> Any:
    """Save a contract."""
    return _save(typed_state(stored_state(contract_id), Raw(request.form.items(multi=True))))


@blueprint.post("/contratos/<int:contract_id>/conferir")
@requires("contracts.edit")
def resolve(contract_id: int) -> Any:
    """Save after someone else did, with what was chosen of each difference."""
    state = typed_state(stored_state(contract_id), Raw(request.form.items(multi=True)))
    data = _data(state)
    if data is None:
        return _refused(state)
    kept = [name.removeprefix("fica-") for name, value in request.form.items() if value == "stored"]
    chosen = choose(snapshot(_contract(state)), data, kept)
    return _save(typed_state(state, _rest(state, contract_as_typed(chosen))))


def _contract(state: State) -> Contract:
    assert state.contract is not None  # noqa: S101 - the address names one, or it was a 404
    return state.contract


def _rest(state: State, raw: Raw) -> Raw:
    parts = [(k, v) for k, v in state.raw.items(multi=True) if k.startswith(("sec-", "novo-"))]
    stored = {"revision": state.raw.get("revision_stored", "")}
    kept = [(k, v) for k, v in raw.items(multi=True) if k not in stored]
    return Raw([*kept, *parts, *stored.items()])


def _data(state: State) -> ContractData | None:
    sections = state.section_data()
    address: dict[str, str | None] | None = None
    if state.raw.get("installation_address_id") == NEW_ADDRESS:
        address, fault = read_address(state.raw)
        state.extra_errors |= {"installation_address_id": fault} if fault else {}
    if state.errors:
        return None
    return state.read.data(state.contract_id, state.choices.customer.id, sections, address)


def _save(state: State) -> Any:
    data = _data(state)
    if data is None:
        return _refused(state)
    try:
        saved = save_contract(data, today())
    except ContractRefused as refusal:
        state.extra_errors |= dict(refusal.problems)
        return _refused(state)
    except ContractConflict as conflict:
        return _conflict(state, conflict)
    discard_draft(current_user.id, state.key)
    return _saved(state, saved.id)


def _refused(state: State) -> Any:
    state.refused = True
    state.__dict__.pop("form", None)
    return show_form(state), 422


def _conflict(state: State, conflict: ContractConflict) -> Any:
    carried = [(k, v) for k, v in state.raw.items(multi=True) if k not in ("csrf_token", "visto")]
    rows = shown_differences(conflict, state.choices)
    page = render_template(
        "contracts/conflict.html", state=state, conflict=conflict, carried=carried, rows=rows
    )
    return page, 409


def _saved(state: State, contract_id: int) -> Any:
    if state.contract is None and "billing.first_invoice" in current_app.view_functions:
        return redirect(url_for("billing.first_invoice", contract_id=contract_id))
    flash(_("Contrato %(n)s salvo.", n=contract_id), "ok")
    return redirect(url_for("contracts.page", contract_id=contract_id))

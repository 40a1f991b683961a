"""A contract's page, its end and its return."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.contracts.models import Contract
from core.contracts.queries.contracts import around, find_contract
from core.contracts.services.ending import end_contract, reactivate_contract
from core.contracts.services.errors import ContractRefused
from core.contracts.views import blueprint
from core.contracts.views.history import MOST, SHOWN, history_of
from core.contracts.views.stage import stage_pill
from core.extension.calls import draw
from core.extension.panels import panels as drawn_panels
from core.extension.types import Action
from core.foundation.clock import today
from core.identity.permissions import requires

PLACES = ("status", "top", "main", "aside")


def found(contract_id: int) -> Contract:
    """The contract of an address, or 404."""
    return find_contract(contract_id) or abort(404)


@blueprint.get("/contratos/<int:contract_id>")
@requires("contracts.view")
def page(contract_id: int) -> str:
    """A contract: what is owed, its items, its invoices, and what comes next."""
    contract = found(contract_id)
    panels = drawn_panels("contract_panels", "aside", contract_id=contract_id)
    places = {place: [p.html for p in panels if p.place == place] for place in PLACES}
    drawn = draw("contract_actions", _no_action, contract_id=contract_id)
    actions = sorted((a for a in drawn if a is not None), key=lambda a: a.order)
    stage = stage_pill(contract)
    shown = {"contract": contract, "around": around(contract), "stage": stage}
    return render_template("contracts/page.html", places=places, actions=actions, **shown)


@blueprint.get("/contratos/<int:contract_id>/historico")
@requires("contracts.view")
def history(contract_id: int) -> str:
    """A contract's history alone, `?n=` lines of it."""
    contract, count = found(contract_id), max(SHOWN, min(request.args.get("n", SHOWN, type=int), MOST))
    shown = {"history": history_of(contract_id, count), "following": count + 2 * SHOWN}
    return render_template("contracts/history.html", contract_id=contract.id, **shown)


def _no_action(plugin: str) -> Action | None:
    return None


@blueprint.route("/contratos/<int:contract_id>/encerrar", methods=["GET", "POST"])
@requires("contracts.end")
def end(contract_id: int) -> Any:
    """End a contract, with a reason."""
    return _with_reason(found(contract_id), end_contract, "end")


@blueprint.route("/contratos/<int:contract_id>/reativar", methods=["GET", "POST"])
@requires("contracts.end")
def reactivate(contract_id: int) -> Any:
    """Bring a contract back, with a reason."""
    return _with_reason(found(contract_id), reactivate_contract, "reactivate")


SAID = {"end": "Contrato %(n)s encerrado.", "reactivate": "Contrato %(n)s reativado."}


def _with_reason(contract: Contract, service: Any, what: str) -> Any:
    reason, error = request.form.get("reason", ""), ""
    if request.method == "POST":
        try:
            service(contract.id, today(), reason)
            flash(_(SAID[what], n=contract.id), "ok")
            return redirect(url_for("contracts.page", contract_id=contract.id))
        except ContractRefused as refusal:
            error = str(refusal)
    page = render_template("contracts/reason.html", contract=contract, what=what, reason=reason, error=error)
    return page, 422 if error else 200

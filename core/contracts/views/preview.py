"""What the form shows while it is being filled in, and what fills it in: layouts, ladders, drafts."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from core.contracts.forms.reading import Raw
from core.contracts.forms.terms import ladder_as_typed, refill, terms_as_typed
from core.contracts.queries.presets import presets
from core.contracts.rules.presets import ANATEL
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.drafts import DraftTooLong, discard_draft, keep_draft
from core.contracts.views import blueprint
from core.contracts.views.itemrows import item_rows
from core.contracts.views.parts import changed_parts, extra_words, monthly_of, parts_of
from core.contracts.views.state import State, posted_state, typed_state
from core.identity.permissions import requires

LADDER = tuple(LadderTerms.__dataclass_fields__)
TERMS = (*BillingTerms.__dataclass_fields__, *LADDER)
IN_THE_WAY = ("csrf_token", "visto", "recusado", "quieto", "undone", "layout", "regua", "remedio")


@blueprint.post("/contratos/previa")
@requires("contracts.edit")
def preview() -> str:
    """The pieces of the form that differ from what the browser shows."""
    changed = changed_parts(posted_state(), quiet="quieto" in request.args)
    return render_template("contracts/changed.html", parts=changed)


@blueprint.post("/contratos/preencher")
@requires("contracts.edit")
def fill() -> str:
    """The terms filled in from a layout, a ladder, or with the one value that a warning offers."""
    before = posted_state()
    return show_panel(typed_state(before, _filled(before)))


def _filled(state: State) -> Raw:
    if field := request.form.get("remedio"):
        name, _, value = field.partition("=")
        return refill(state.raw, [(name, value)], (name,)) if name in TERMS else state.raw
    if "layout" in request.args and state.template:
        bank = [("bank_account_id", str(state.template.bank_account_id or ""))]
        return refill(state.raw, [*bank, *terms_as_typed(*state.layout_terms)], ("bank_account_id", *TERMS))
    if "regua" in request.form:  # the way out of a warning: the regulator's own, whatever the presets hold
        return refill(state.raw, ladder_as_typed(ANATEL), LADDER)
    chosen = next((one for one in presets() if one.key == request.form.get("preset")), None)
    return refill(state.raw, ladder_as_typed(chosen.terms), LADDER) if chosen else state.raw


def show_panel(state: State) -> str:
    """The tab *Faturas* anew with what surrounds it; the whole form where there is no script."""
    parts = parts_of(state)
    if not request.headers.get("HX-Request"):
        return show_form(state)
    inside = {
        key: html for key, html in parts.items() if key.startswith(("p-aside", "p-total", "p-erros", "n-"))
    }
    return render_template(
        "contracts/panel.html", state=state, parts=parts, outside=inside, presets=presets()
    )


def show_form(state: State, draft: Any = None) -> str:
    """The whole form."""
    addresses = form_addresses(state)
    items = {"rows": item_rows(state), "total": monthly_of(state), "extra_words": extra_words}
    return render_template(
        "contracts/form.html",
        state=state, parts=parts_of(state), draft=draft, presets=presets(), **addresses, **items,
    )  # fmt: skip


def form_addresses(state: State) -> dict[str, str]:
    """Where the form is saved, and the way back."""
    if state.contract_id:
        here = url_for("contracts.edit", contract_id=state.contract_id)
        return {"save_url": here, "back_url": url_for("contracts.page", contract_id=state.contract_id)}
    customer = state.choices.customer.id
    here = url_for("contracts.new", cliente=customer)
    return {"save_url": here, "back_url": url_for("customers.show", customer_id=customer)}


def keep(state: State) -> Any:
    """Keep what is typed as this user's draft of the form."""
    pairs = [(name, value) for name, value in state.raw.items(multi=True) if name not in IN_THE_WAY]
    return keep_draft(current_user.id, state.key, pairs)


@blueprint.post("/contratos/rascunho")
@requires("contracts.edit")
def draft() -> Any:
    """Keep the draft; 413 where more was typed than one holds."""
    try:
        keep(posted_state())
    except DraftTooLong:
        return "", 413
    return "", 204


@blueprint.post("/contratos/rascunho/descartar")
@requires("contracts.edit")
def discard() -> Any:
    """Let go of a draft and show the form as it is without it."""
    state = posted_state()
    discard_draft(current_user.id, state.key)
    if state.contract_id:
        return redirect(url_for("contracts.edit", contract_id=state.contract_id))
    return redirect(url_for("contracts.new", cliente=state.choices.customer.id))

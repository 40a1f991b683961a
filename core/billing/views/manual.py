"""An invoice issued by hand, and days left unbilled that are billed after all."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.billing.forms import IssueForm
from core.billing.models import LEFT_BEHIND
from core.billing.queries.pages import unbilled_of
from core.billing.services.issue import IssueRefused, issue_manual
from core.billing.services.preview import manual_proposal, worth_of
from core.billing.services.unbilled import bill_left_behind
from core.billing.views import blueprint
from core.billing.views.found import the_contract
from core.contracts.models import Contract
from core.foundation.calendar import Period
from core.foundation.clock import today
from core.identity.permissions import requires


@blueprint.get("/contratos/<int:contract_id>/emitir")
@requires("billing.issue")
def issue(contract_id: int) -> str:
    """What issuing now would make, and what was never billed."""
    return _page(the_contract(contract_id), IssueForm())


@blueprint.post("/contratos/<int:contract_id>/emitir")
@requires("billing.issue")
def issue_now(contract_id: int) -> Any:
    """Issue it."""
    contract, form = the_contract(contract_id), IssueForm()
    number = _issued(contract, form) if form.validate() else None
    if number is None:
        return _page(the_contract(contract_id), form), 422
    flash(_("Fatura %(n)s emitida.", n=number), "ok")
    return redirect(url_for("billing.invoice", invoice_id=number))


def _issued(contract: Contract, form: IssueForm) -> int | None:
    try:
        return issue_manual(contract.id, today(), form.due_date.data)
    except IssueRefused as refusal:
        form.due_date.errors = [str(refusal)]
        return None


@blueprint.post("/contratos/<int:contract_id>/emitir/previa")
@requires("billing.issue")
def preview_issue(contract_id: int) -> str:
    """The same for another due date; nothing is written."""
    form = IssueForm()
    form.validate()
    return _page(the_contract(contract_id), form)


def _page(contract: Contract, form: IssueForm) -> str:
    readable = None if form.due_date.errors else form.due_date.data
    proposal, why_not = manual_proposal(contract.id, today(), readable)
    if proposal and form.due_date.data is None and not form.due_date.errors:
        form.due_date.data = proposal.dates.due_date
    left = unbilled_of(contract.id, (LEFT_BEHIND,))
    gaps = [Period(row.starts_on, row.ends_on) for row in left if row.ends_on]
    rows = list(zip(left, gaps, worth_of(contract.id, gaps), strict=True))
    shown = {"proposal": proposal, "why_not": why_not, "left": rows}
    return render_template("billing/issue.html", contract=contract, form=form, **shown)


@blueprint.post("/contratos/<int:contract_id>/dias/<int:unbilled_id>/cobrar")
@requires("billing.issue")
def bill_days(contract_id: int, unbilled_id: int) -> Any:
    """Have days left unbilled go with the next invoice."""
    the_contract(contract_id)
    bill_left_behind(contract_id, unbilled_id)
    flash(_("Estes dias vão na próxima fatura."), "ok")
    if request.form.get("de") == "emitir":
        return redirect(url_for("billing.issue", contract_id=contract_id))
    return redirect(url_for("contracts.page", contract_id=contract_id))

"""The prompt of the first invoice: three answers in money, before any of them is given."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.billing.forms import LATER, FirstForm
from core.billing.queries.pages import has_invoices
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.rules.first import grouped, items_total
from core.billing.services.issue import IssueRefused, issue_first
from core.billing.services.preview import FirstPrompt, first_prompt
from core.billing.views import blueprint
from core.billing.views.found import the_contract
from core.billing.views.months import days_drawn, month_words, rest_words
from core.contracts.models import Contract
from core.foundation.clock import today
from core.foundation.ptbr import dmy
from core.identity.permissions import can, requires


@blueprint.get("/contratos/<int:contract_id>/primeira-fatura")
@requires("billing.view")
def first_invoice(contract_id: int) -> Any:
    """The question, for whoever may answer it and where it is still open."""
    contract = the_contract(contract_id)
    if not can("billing.issue") or has_invoices(contract_id):
        flash(_("Contrato %(n)s salvo.", n=contract_id), "ok")
        return _to_contract(contract_id)
    prompt = first_prompt(contract_id, None, None, today())
    dates = {"issue_date": prompt.issue_date, "due_date": prompt.due_date} if prompt else {}
    return _page(contract, FirstForm(data=dates), prompt)


@blueprint.post("/contratos/<int:contract_id>/primeira-fatura")
@requires("billing.issue")
def answer_first(contract_id: int) -> Any:
    """Answer it: issue, leave the days to the next invoice, or do not bill them."""
    contract, form = the_contract(contract_id), FirstForm()
    if form.answers() and _answered(contract, form):
        return _to_contract(contract_id)
    return _page(the_contract(contract_id), form, _prompt(contract_id, form)), 422


def _answered(contract: Contract, form: FirstForm) -> bool:
    """Whether the answer was taken; a refusal stands at the due date."""
    try:
        number = issue_first(contract.id, form.chosen, form.issue_date.data, form.due_date.data)
    except IssueRefused as refusal:
        form.due_date.errors = [str(refusal)]
        return False
    flash(_(SAID[form.chosen], n=number), "ok")
    return True


SAID = {
    FirstInvoiceMode.PRORATED: "Fatura %(n)s gerada, proporcional aos dias.",
    FirstInvoiceMode.FULL: "Fatura %(n)s gerada, pelo valor cheio.",
    FirstInvoiceMode.JOIN: "Nenhuma fatura agora: estes dias vão com a primeira que vier.",
    FirstInvoiceMode.SKIP: "Estes dias não serão cobrados. No contrato há um botão para cobrá-los depois.",
}


@blueprint.post("/contratos/<int:contract_id>/primeira-fatura/previa")
@requires("billing.issue")
def preview_first_invoice(contract_id: int) -> str:
    """The question anew for other dates, or with what one press changes; nothing is written."""
    contract, form = the_contract(contract_id), FirstForm(_pressed())
    form.validate()
    return _page(contract, form, _prompt(contract_id, form))


def _pressed() -> MultiDict[str, str]:
    typed = MultiDict(request.form)
    if "vencer" in typed:
        typed["due_date"] = typed["vencer"]
    if "juntar" in typed or "later" in request.args:
        typed["mode"] = LATER
    if "juntar" in typed:
        typed["later"] = "join"
    return typed


def _prompt(contract_id: int, form: FirstForm) -> FirstPrompt | None:
    """The answers for what can be read of the dates."""
    due = None if form.due_date.errors else form.due_date.data
    return first_prompt(contract_id, form.issue_date.data, due, today())


def _page(contract: Contract, form: FirstForm, prompt: FirstPrompt | None) -> str:
    if prompt and FirstInvoiceMode.PRORATED not in prompt.outcomes:
        form.mode.data = LATER
    shown: dict[str, Any] = {
        "contract": contract,
        "form": form,
        "prompt": prompt,
        "dmy": dmy,
        "opened": request.method == "GET",
    }
    shown |= {"grouped": grouped, "items_total": items_total}
    if prompt:
        shown |= {
            "drawn": days_drawn(prompt),
            "coming_month": month_words(prompt),
            "rest": rest_words(prompt),
        }
    return render_template("billing/first.html", **shown)


def _to_contract(contract_id: int) -> Any:
    return redirect(url_for("contracts.page", contract_id=contract_id))

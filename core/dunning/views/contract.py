"""One contract's ladder, from its page: unlock in trust, hold, let go, tell in person."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.dunning.forms import HoldForm, ToldForm
from core.dunning.panels.outlook import next_words
from core.dunning.panels.situation import Situation, situation_of
from core.dunning.services.notice import NoticeRefused, send_again, told_by_hand
from core.dunning.services.unlock import UnlockRefused, trust_unlock, unlock_refusal
from core.dunning.views import blueprint
from core.dunning.views.holds import kept, let_go
from core.dunning.views.lists import unheard_line
from core.foundation.calendar import DAY
from core.foundation.clock import today
from core.foundation.preferences import preference
from core.foundation.ptbr import wdm
from core.identity.permissions import requires


def found(contract_id: int) -> Situation:
    """The situation of an address's contract, or 404."""
    return situation_of(contract_id) or abort(404)


@blueprint.get("/contratos/<int:contract_id>/situacao")
@requires("contracts.view")
def contract_changed(contract_id: int) -> Any:
    """For the open page of a contract: 204 where nothing has changed, else the page anew."""
    if found(contract_id).version() == request.args.get("versao"):
        return "", 204
    return redirect(url_for("contracts.page", contract_id=contract_id))


@blueprint.get("/contratos/<int:contract_id>/liberar")
@requires("dunning.unlock")
def unlock_contract(contract_id: int) -> Any:
    """What a trust unlock would do, before it is given."""
    return _unlock_dialog(found(contract_id), unlock_refusal(contract_id))


@blueprint.post("/contratos/<int:contract_id>/liberar")
@requires("dunning.unlock")
def unlock_now(contract_id: int) -> Any:
    """Give it."""
    try:
        ends = trust_unlock(contract_id, today())
    except UnlockRefused as refused:
        return _unlock_dialog(found(contract_id), str(refused))
    flash(_("Liberado em confiança: normal até %(day)s.", day=wdm(ends - DAY, today())), "ok")
    return _page(contract_id)


def _unlock_dialog(now: Situation, refusal: str | None) -> Any:
    days = preference("dunning.unlock_days")
    ends = now.day + days * DAY
    return _asked("unlock", now, refusal, days=days, refusal=refusal, ends=ends, last=ends - DAY)


@blueprint.route("/contratos/<int:contract_id>/segurar", methods=["GET", "POST"])
@requires("dunning.move")
def hold_contract(contract_id: int) -> Any:
    """Hold one contract until a date, with a reason."""
    now, form = found(contract_id), HoldForm()
    if form.validate_on_submit() and kept(form, [contract_id], str(contract_id)):
        return _page(contract_id)
    coming = next_words(now.outlook)[0] if now.outlook else ""
    return _asked("hold", now, form.errors, form=form, coming=coming)


@blueprint.post("/contratos/<int:contract_id>/soltar")
@requires("dunning.move")
def release_contract(contract_id: int) -> Any:
    """Let a held contract move again."""
    let_go([found(contract_id).contract_id], str(contract_id))
    return _page(contract_id)


@blueprint.route("/contratos/<int:contract_id>/avisar", methods=["GET", "POST"])
@requires("dunning.move")
def tell_contract(contract_id: int) -> Any:
    """A notice that nobody took: what was tried, and how the customer was told in person."""
    now, form = found(contract_id), ToldForm()
    if form.validate_on_submit() and _told(form, contract_id):
        return _page(contract_id)
    return _asked("tell", now, form.errors, form=form, line=unheard_line(now.standing, now.day))


def _told(form: ToldForm, contract_id: int) -> bool:
    try:
        told_by_hand(contract_id, form.how.data or "", today())
    except NoticeRefused as refused:
        form.how.errors = [str(refused)]
        return False
    flash(_("Anotado: o cliente foi avisado hoje. A régua volta a andar."), "ok")
    return True


@blueprint.post("/contratos/<int:contract_id>/avisar-de-novo")
@requires("dunning.move")
def tell_again(contract_id: int) -> Any:
    """Send the notice once more by every channel that reaches the customer."""
    try:
        send_again(contract_id, today())
        flash(_("O aviso vai de novo pelos canais do cliente."), "ok")
    except NoticeRefused as refused:
        flash(str(refused), "bad")
    return _page(contract_id)


def _asked(name: str, now: Situation, refused: object, **values: Any) -> Any:
    """A question, over the page it was asked from or as a page of its own."""
    over = "HX-Request" in request.headers
    page = render_template(f"dunning/{name}.html", now=now, dialog=over, **values)
    return page, 422 if refused else 200


def _page(contract_id: int) -> Any:
    return redirect(url_for("contracts.page", contract_id=contract_id), 303)

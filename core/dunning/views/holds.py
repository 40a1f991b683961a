"""Hold contracts back, let them go, and take either back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from core.dunning.forms import HoldForm
from core.dunning.queries.facts import standings
from core.dunning.services.hold import HoldRefused, hold, release
from core.dunning.views import blueprint
from core.dunning.views.board import board_page
from core.foundation.clock import today
from core.foundation.ptbr import plural, wdm
from core.identity.permissions import requires

# What offers to undo travels in the cookie of the session, which is small.
MOST_TO_UNDO = 150


@blueprint.post("/regua/segurar")
@requires("dunning.move")
def hold_many() -> Any:
    """Hold the chosen contracts until a date, with a reason."""
    form, ids = HoldForm(), chosen_ids(request.form.getlist("contrato"))
    if not ids:
        flash(_("Escolha na lista os contratos a segurar."), "info")
        return _back()
    if not form.validate() or not kept(form, ids, _origin()):
        return board_page(form, request.form, frozenset(ids))
    return _back()


@blueprint.post("/regua/soltar")
@requires("dunning.move")
def release_many() -> Any:
    """Let contracts move again: one that is held, or all of a hold that is undone."""
    let_go(chosen_ids(request.values.getlist("contrato")), _origin())
    return _back()


@blueprint.post("/regua/segurar-de-novo")
@requires("dunning.move")
def hold_again() -> Any:
    """Take a release back: the hold is as it was."""
    ids, until = chosen_ids(request.args.getlist("contrato")), _day(request.args.get("ate", ""))
    try:
        hold(ids, until, request.args.get("motivo", ""), today())
    except HoldRefused as refused:  # its date has passed since
        flash(str(refused), "bad")
    return _back()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


def chosen_ids(texts: Sequence[str]) -> list[int]:
    """The contracts that a form names."""
    return sorted({int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19})


def kept(form: HoldForm, ids: Sequence[int], origin: str) -> bool:
    """Whether the hold was taken; else the form says why not. `origin`: where undoing it leads back to.

    What it replaced is not brought back by undoing it.
    """
    was_held = any(one.hold for one in standings(ids))
    until: Any = form.until.data
    try:
        count = hold(ids, until, form.reason.data or "", today())
    except HoldRefused as refused:
        form.refuse(refused.field, str(refused))
        return False
    words = plural(count, _("contrato segurado"), _("contratos segurados"))
    undo = (
        ""
        if was_held or len(ids) > MOST_TO_UNDO
        else url_for("dunning.release_many", contrato=ids, de=origin)
    )
    flash(_("%(n)s até %(day)s.", n=words, day=wdm(until, today())), f"undo:{undo}" if undo else "ok")
    return True


def let_go(ids: Sequence[int], origin: str) -> None:
    """Release contracts, and offer to take it back where it was one hold."""
    held = [one for one in standings(ids) if one.hold]
    release(ids, today())
    if len(held) == 1 and held[0].hold:
        hold_was = held[0].hold
        again: dict[str, Any] = {
            "contrato": ids,
            "ate": hold_was.until,
            "motivo": hold_was.reason,
            "de": origin,
        }
        words = _("Contrato %(n)s solto; volta a andar na próxima noite.", n=held[0].contract_id)
        flash(words, f"undo:{url_for('dunning.hold_again', **again)}")


def _origin() -> str:
    return request.values.get("de", "")


def _back() -> Any:
    """To where it was pressed: the page of one contract, or the list."""
    origin = _origin()
    if origin.isdigit():
        return redirect(url_for("contracts.page", contract_id=int(origin[:18])), 303)
    keep: dict[str, Any] = {
        name: request.values[name] for name in ("noite", "aba", "filtro") if request.values.get(name)
    }
    return redirect(url_for("dunning.board", **{"aba": origin or None, **keep}), 303)

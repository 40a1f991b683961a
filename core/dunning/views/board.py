"""*Régua*: who moves tonight and why, before it happens, and whom to spare."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import render_template, request

from core.dunning.forms import HoldForm
from core.dunning.panels.nights import nights
from core.dunning.queries.board import version
from core.dunning.views import blueprint
from core.dunning.views.asked import asked
from core.dunning.views.boarddata import Board
from core.foundation.clock import today
from core.identity.permissions import can, requires


@blueprint.get("/regua")
@requires("dunning.view")
def board() -> Any:
    """Tonight's moves and the lists; 204 where the page that asks again has it all already."""
    if request.args.get("versao") == version():
        return "", 204
    return board_page(HoldForm(formdata=None), request.args)


def board_page(form: HoldForm, args: Mapping[str, Any], chosen: Collection[int] = ()) -> Any:
    """The page as its address asks for it, with the bar's form as it was refused, and what was chosen."""
    known, day = nights(), today()
    shown = Board(asked(args, known, day), known, day, version())
    values = {"board": shown, "wanted": shown.wanted, "nights": known, "may_move": can("dunning.move")}
    html = render_template("dunning/board.html", form=form, chosen=chosen, **values)
    return html, 422 if form.errors or shown.wanted.error else 200

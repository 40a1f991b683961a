"""*Régua*: who moves tonight and why, before it happens, and whom to spare."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from core.dunning.forms import HoldForm
from core.dunning.panels.nights import Nights, nights
from core.dunning.panels.tonight import KINDS, Tonight, tonight
from core.dunning.queries.board import matching, version
from core.dunning.queries.lists import stage_counts
from core.dunning.rules.facts import Stage
from core.dunning.views import blueprint
from core.dunning.views.asked import TABS, Asked, asked
from core.dunning.views.flow import flow, when
from core.dunning.views.lists import ids_of, listing
from core.foundation.clock import today
from core.identity.permissions import requires

FIRST = 6
MORE = 100
FOLDED = ("throttled", "message")


@blueprint.get("/regua")
@requires("dunning.view")
def board() -> Any:
    """Tonight's moves and the lists; 204 where the page that asks again has it all already."""
    if request.args.get("versao") == version():
        return "", 204
    return board_page(HoldForm(formdata=None), request.args)


def board_page(form: HoldForm, args: Any, chosen: frozenset[int] = frozenset()) -> Any:
    """The page as its address asks for it, with the bar's form as it was refused."""
    known, day = nights(), today()
    wanted = asked(args, known, day)
    moves = tonight(wanted.night, known.coming)
    counts = stage_counts(day)
    is_next = wanted.night == known.coming
    shown = _narrowed(moves, wanted)
    html = render_template(
        "dunning/board.html",
        nights=known,
        wanted=wanted,
        moves=shown,
        is_next=is_next,
        when=when(wanted.night, day),
        flow=flow(counts, moves, day, is_next),
        tabs=_tabs(wanted, moves, known, counts),
        groups=[
            (shown.groups[kind], _shown(shown, kind, wanted)) for kind in KINDS if shown.groups[kind].count
        ],
        page=None if wanted.tab == "noite" else listing(wanted.tab, wanted.text, wanted.after, day, known),
        missed=tonight(known.missed, known.coming) if known.missed else None,
        form=form,
        chosen=chosen,
        version=version(),
        address=address(wanted, known),
        MORE=MORE,
    )
    return html, 422 if form.errors or wanted.error else 200


def _narrowed(moves: Tonight, wanted: Asked) -> Tonight:
    """The moves that the filter lets through."""
    if not wanted.text or wanted.tab != "noite":
        return moves
    return moves.only(matching([one.contract_id for one in moves.movers], wanted.text))


def _shown(moves: Tonight, kind: str, wanted: Asked) -> int:
    """How many rows of a group are shown: six, none of a quiet one among others, or as many as were asked for."""
    if kind == wanted.kind:
        return max(wanted.shown, FIRST)
    alone = all(not moves.groups[other].count for other in KINDS if other not in FOLDED)
    return 0 if kind in FOLDED and not alone and not wanted.text else FIRST


def _tabs(wanted: Asked, moves: Tonight, known: Nights, counts: Any) -> list[tuple[str, str, int, bool]]:
    """(key, label, count, whether it is the open one) of each tab."""
    numbers = {
        "noite": moves.count,
        "suspensos": counts[Stage.SUSPENDED],
        "reduzidos": counts[Stage.THROTTLED],
    }
    return [
        (key, label, numbers[key] if key in numbers else len(ids_of(key, known)), key == wanted.tab)
        for key, label in TABS.items()
    ]


def address(wanted: Asked, known: Nights) -> Any:
    """`address(aba="suspensos")`: the page's own address with something changed; a night that is not next stays."""
    night = wanted.night.isoformat() if wanted.night != known.coming else None

    def link(**changes: Any) -> str:
        values = {
            "noite": night,
            "aba": wanted.tab if wanted.tab != "noite" else None,
            "filtro": wanted.text or None,
        }
        return url_for("dunning.board", **{**values, **changes})

    return link

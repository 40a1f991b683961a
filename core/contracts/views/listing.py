"""The list of contracts."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from core.contracts.queries.contracts import PAGE, contract_rows
from core.contracts.views import blueprint
from core.contracts.views.stage import listed_stage
from core.identity.permissions import requires

CHIPS = (
    ("ativos", "Ativos"),
    ("avisados", "Mensagem"),
    ("reduzidos", "Reduzidos"),
    ("suspensos", "Suspensos"),
    ("isentos", "Isentos"),
    ("cancelados", "Cancelados"),
    ("todos", "Todos"),
)


@blueprint.get("/contratos")
@requires("contracts.view")
def index() -> str:
    """Contracts, newest first, a page at a time."""
    which, query = request.args.get("f", "ativos"), request.args.get("q", "").strip()[:100]
    rows = contract_rows(which, query, request.args.get("antes", type=int))
    more = (
        url_for("contracts.index", f=which, q=query or None, antes=rows[PAGE - 1].id)
        if len(rows) > PAGE
        else None
    )
    shown = [(row, *listed_stage(row)) for row in rows[:PAGE]]
    return render_template(
        "contracts/list.html", rows=shown, more=more, query=query, choices=_chips(which, query)
    )


def _chips(which: str, query: str) -> list[tuple[str, str, bool]]:
    return [(_(name), _address(key, query), key == which) for key, name in CHIPS]


def _address(key: str, query: str) -> Any:
    return url_for("contracts.index", f=key, q=query or None)

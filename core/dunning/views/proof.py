"""The proof of a suspension: on screen, as a PDF, and as the plain text that its hash is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, render_template, request

from core.contracts.queries.contracts import find_contract
from core.dunning.proof.blocks import Document
from core.dunning.proof.gather import case_of, delinquencies_of
from core.dunning.proof.story import document_of
from core.dunning.rules.delinquency import Delinquency
from core.dunning.views import blueprint
from core.foundation import clock
from core.identity.permissions import requires


@dataclass(frozen=True, slots=True)
class Chosen:
    """A contract's delinquencies, the latest first, the one asked for, and its proof; None where it was never late."""

    every: list[Delinquency]
    one: Delinquency | None
    document: Document | None


def chosen(contract_id: int) -> Chosen:
    """The delinquency that `?atraso=` names by its first day, the latest by default; 404 for one that was not."""
    if find_contract(contract_id) is None:
        abort(404)
    every = delinquencies_of(contract_id)
    since = request.args.get("atraso")
    found = [one for one in every if since is None or one.since.isoformat() == since]
    if not found:
        return abort(404) if since else Chosen(every, None, None)
    case = case_of(contract_id, found[0], every)
    return Chosen(every, found[0], document_of(case) if case else None)


def issued(contract_id: int) -> tuple[Document, date]:
    """The document asked for and the first day of its delinquency; 404 where there is none."""
    found = chosen(contract_id)
    if found.document is None or found.one is None:
        abort(404)
    return found.document, found.one.since


@blueprint.get("/contratos/<int:contract_id>/prova")
@requires("dunning.view")
def proof(contract_id: int) -> str:
    """The proof of one delinquency, and the list of the others."""
    found = chosen(contract_id)
    return render_template("dunning/proof.html", contract_id=contract_id, found=found, at=clock.now())


@blueprint.get("/contratos/<int:contract_id>/prova.pdf")
@requires("dunning.view")
def proof_pdf(contract_id: int) -> Any:
    """The same as a PDF."""
    from core.dunning.proof.pdf import pdf_of  # its printer is an eighth of the memory of all other processes

    document, since = issued(contract_id)
    return _file(pdf_of(document, clock.now(), clock.zone()), "application/pdf", f"{contract_id}-{since}.pdf")


@blueprint.get("/contratos/<int:contract_id>/prova.txt")
@requires("dunning.view")
def proof_text(contract_id: int) -> Any:
    """The very bytes that the hash is over."""
    document, since = issued(contract_id)
    return _file(document.plain().encode(), "text/plain; charset=utf-8", f"{contract_id}-{since}.txt")


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="prova-{name}"'}
    )

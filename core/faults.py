"""Errors as sentences: a refused request is told to the person, and only what is our own fault is a 500."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, NoResultFound
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import IntegerConverter

from core.foundation.database import db

LARGEST_ID = 2**63 - 1
SENTENCES = {
    400: "O pedido chegou incompleto. Volte, recarregue a página e tente de novo.",
    403: "Seu usuário não tem permissão para isto. Peça a quem administra o sistema.",
    404: "Esta página não existe, ou o registro não está mais aqui.",
    413: "O arquivo é grande demais.",
    429: "Muitas tentativas seguidas. Espere um minuto e tente de novo.",
}
HEADINGS = {403: "Sem permissão", 404: "Não encontrado", 429: "Espere um pouco"}


class IdConverter(IntegerConverter):
    """A number in an address, never one that no row can have."""

    def __init__(self, map: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **kwargs})


def explain(app: Flask) -> None:
    """Every error of a request answers with a page that says what to do. Before the routes are added."""
    app.url_map.converters["int"] = IdConverter
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(NoResultFound, lambda _: _undone(NotFound()))
    # A number or a character that the database cannot hold, typed into an address by hand.
    app.register_error_handler(OverflowError, _unfit)
    app.register_error_handler(DataError, _unfit)


def _unfit(error: Exception) -> Any:
    current_app.logger.warning("a value that the database cannot hold: %r", error)
    return _undone(BadRequest())


def _undone(error: HTTPException) -> Any:
    """The page stands on a transaction of its own: PostgreSQL answers nothing more in one that failed."""
    db.session.rollback()
    return _page(error)


def _page(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    code = error.code or 500
    if code >= 500:
        db.session.rollback()
    sentence = SENTENCES.get(code, "Algo deu errado aqui. Já ficou registrado; tente de novo.")
    if isinstance(error, CSRFError):
        sentence = "A página ficou aberta tempo demais. Recarregue e tente de novo; o rascunho está guardado."
    return render_template("error.html", heading=HEADINGS.get(code, "Não deu certo"), text=sentence), code

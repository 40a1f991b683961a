"""The message portal: what a late or suspended customer lands on.

Who looks is known by the connection's own address, which no header can change, or by user and password.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from core.dunning.services.unlock import UnlockRefused
from core.foundation.clock import today
from core.identity.permissions import PUBLIC, requires
from core.identity.throttle import limiter
from core.portal import cookie
from core.portal.captive import answer_to
from core.portal.door import ASKED
from core.portal.page import contact, drawn
from core.portal.queries import Visitor, situations_of, visitor_at, visitor_of
from core.portal.rules import IN_ORDER
from core.portal.services import NotTheirs, TooManyGuesses, sign_in, unlock

blueprint = Blueprint("portal", __name__, template_folder="templates", url_prefix="/mensagens")
LOOKS, TRIES, STRAYS = "60 per minute", "10 per minute", "600 per minute"
WRONG = "Usuário ou senha não conferem. Confira os dois e tente de novo."
TOO_MANY = "Muitas tentativas seguidas. Espere 15 minutos, ou ligue para a gente."
LATER = "Muitos pedidos seguidos. Espere um minuto e tente de novo."
REFUSED = "Não deu para fazer isto agora. Volte e tente de novo; se continuar, ligue para a gente."


@blueprint.get("")
@limiter.limit(LOOKS)
@requires(PUBLIC)
def page() -> Any:
    """What is the matter, what is owed and how to pay; who is not known is asked for user and password."""
    visitor = _visitor()
    return drawn(visitor, today()) if visitor else _ask()


def _visitor() -> Visitor | None:
    customer = cookie.read()
    return visitor_of(customer) if customer else visitor_at(_address())


def _address() -> str:
    """The address of the connection, an IPv4 one spelled as such."""
    found = ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104  # nobody's address
    plain = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(plain or found)


def _ask(said: str = "") -> Any:
    return render_template("portal/enter.html", said=said, **contact()), 422 if said else 200


@blueprint.get("/entrar")
@limiter.limit(LOOKS)
@requires(PUBLIC)
def enter() -> Any:
    """For who is somebody else than the connection says."""
    return _ask()


@blueprint.post("/entrar")
@limiter.limit(TRIES)
@requires(PUBLIC)
def let_in() -> Any:
    """User and password; a wrong one does not say which, nor whether there is such a user."""
    try:
        customer = sign_in(request.form.get("usuario", "")[:60], request.form.get("senha", "")[:200])
    except TooManyGuesses:
        return _ask(_(TOO_MANY))
    if customer is None:
        return _ask(_(WRONG))
    response: Any = redirect(url_for("portal.page"))
    cookie.write(response, customer)
    return response


@blueprint.post("/sair")
@limiter.limit(LOOKS)
@requires(PUBLIC)
def leave() -> Any:
    """The next one at this telephone starts anew."""
    response: Any = redirect(url_for("portal.page"))
    cookie.forget(response)
    return response


@blueprint.post("/liberar")
@limiter.limit(TRIES)
@requires(PUBLIC)
def free() -> Any:
    """A trust unlock of one of the visitor's own contracts."""
    visitor = _visitor()
    if visitor is None:
        return redirect(url_for("portal.page"))
    try:
        unlock(visitor, request.form.get("contrato", 0, type=int), today())
    except NotTheirs:
        return _refused(_(REFUSED)), 404
    except UnlockRefused as refusal:
        return drawn(visitor, today(), str(refusal)), 409
    return redirect(url_for("portal.page"))


@blueprint.get("/sair")
@blueprint.get("/liberar")
@limiter.limit(LOOKS)
@requires(PUBLIC)
def back() -> Any:
    """Who reloads after a press is led to the page."""
    return redirect(url_for("portal.page"))


@blueprint.get("/desvio")
@limiter.limit(STRAYS)
@requires(PUBLIC)
def elsewhere() -> Any:
    """Any other address that the router led here: to the page, but for a question that is to be answered as usual."""
    answer = answer_to(request.environ.get(ASKED, "/"))
    if answer and _in_order():
        return Response(answer.body, answer.status, mimetype=answer.mimetype)
    return redirect(f"{current_app.config['MALHA'].portal_url}/mensagens")


def _in_order() -> bool:
    visitor = visitor_at(_address())
    return visitor is not None and all(one in IN_ORDER for one in situations_of(visitor, today()))


def _refused(sentence: str) -> str:
    return render_template("portal/refused.html", said=sentence, **contact())


@blueprint.errorhandler(HTTPException)
def say(error: HTTPException) -> Any:
    """Refusals as light as the page itself."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    return _refused(_(LATER) if error.code == 429 else _(REFUSED)), error.code


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """No telephone and no proxy keeps what somebody owes."""
    response.headers["Cache-Control"] = "no-store"
    return response

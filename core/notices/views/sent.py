"""What was sent: the list, one message, and another try at it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from core.foundation.clock import now
from core.identity.permissions import requires
from core.notices import queries
from core.notices.jobs import send_waiting
from core.notices.queries.listing import Wanted, page_of
from core.notices.queries.state import channel_states
from core.notices.services.again import RetryRefused, try_again
from core.notices.views.room import blueprint, draw
from core.notices.views.words import state_choices


@blueprint.get("/avisos")
@requires("notices.view")
def index() -> str:
    """What was sent, newest first."""
    wanted = _wanted()
    page = page_of(wanted)
    return draw(
        "sent.html",
        "sent",
        page=page,
        wanted=wanted,
        states=_choices(wanted, "estado", state_choices()),
        ways=_choices(wanted, "canal", [(key, one.label) for key, one in queries.channels().items()]),
        ill=[one for one in channel_states() if one.state == "ill"],
        ready=any(one.state in ("on", "ill") for one in channel_states()),
        registered=bool(queries.channels()),
        previous=_turn(wanted, "antes", page.previous),
        next=_turn(wanted, "depois", page.next),
    )


def _wanted() -> Wanted:
    args = request.args
    status = args.get("estado", "")
    known = status if status in dict(state_choices()) else ""
    channel = args.get("canal", "")
    return Wanted(
        known,
        channel if channel in queries.channels() else "",
        _id(args.get("depois")),
        _id(args.get("antes")),
    )


def _id(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 16 else None


def _asked(wanted: Wanted) -> dict[str, str]:
    return {key: value for key, value in (("estado", wanted.status), ("canal", wanted.channel)) if value}


def _choices(wanted: Wanted, name: str, pairs: Any) -> list[tuple[str, str, bool]]:
    others = {key: value for key, value in _asked(wanted).items() if key != name}
    chosen = _asked(wanted).get(name)
    return [
        (
            label,
            url_for("notices.index", **others if key == chosen else {**others, name: key}),
            key == chosen,
        )
        for key, label in pairs
    ]


def _turn(wanted: Wanted, where: str, key: int | None) -> str | None:
    place: dict[str, Any] = {**_asked(wanted), where: key}
    return url_for("notices.index", **place) if key else None


@blueprint.get("/avisos/<int:message_id>")
@requires("notices.view")
def message(message_id: int) -> str:
    """One message: its text, and every attempt."""
    return draw("message.html", "sent", message=queries.message(message_id) or abort(404))


@blueprint.post("/avisos/<int:message_id>/tentar")
@requires("notices.edit")
def retry(message_id: int) -> Any:
    """Try a message again now, or as soon as the hours allow."""
    if queries.message(message_id) is None:
        abort(404)
    try:
        due_at = try_again(message_id, at := now())
    except RetryRefused as refusal:
        flash(str(refusal), "warn")
    else:
        _try_now() if due_at <= at else flash(_("Sai no próximo horário de envio."), "info")
    return redirect(url_for("notices.message", message_id=message_id))


def _try_now() -> None:
    flash(_("Tentada agora; a resposta do canal está abaixo."), "info")
    send_waiting()

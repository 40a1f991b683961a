"""What became of a message, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from core.foundation import clock
from core.foundation.ptbr import moment
from core.notices.models import BOUNCED, FAILED, TAKEN, WAITING, WITHDRAWN
from core.notices.queries import MessageView
from core.notices.views.room import blueprint

STATES = {WAITING: "Na fila", TAKEN: "Aceita", BOUNCED: "Voltou", FAILED: "Não foi", WITHDRAWN: "Retirada"}
TONES = {WAITING: "", TAKEN: "ok", BOUNCED: "bad", FAILED: "bad", WITHDRAWN: ""}
OUTCOMES = {
    "taken": "aceita pelo canal",
    "delivered": "o canal contou",
    "unreachable": "o canal não respondeu",
    "refused": "recusada",
    "error": "o canal falhou",
    "bounced": "voltou",
}


@blueprint.app_template_filter("notice_state")
def notice_state(message: MessageView) -> tuple[str, str]:
    """(words, tone) of a message: a dot and a word."""
    if message.status != WAITING:
        return _(STATES[message.status]), TONES[message.status]
    when = moment(message.due_at, clock.zone(), clock.day_of(message.due_at))[-5:]
    if message.attempts:
        return _("Tenta de novo às %(when)s", when=when), "warn"
    return (_("Sai às %(when)s", when=when) if message.due_at > clock.now() else _("Na fila")), ""


@blueprint.app_template_filter("notice_outcome")
def notice_outcome(outcome: str) -> str:
    """What an attempt came to."""
    return _(OUTCOMES.get(outcome, outcome))


def state_choices() -> Sequence[tuple[str, str]]:
    """(key, words) of each state, for the filter."""
    return [(key, _(words)) for key, words in STATES.items()]

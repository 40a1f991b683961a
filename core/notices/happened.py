"""Notices' lines in a contract's history: each message, by which channel, and what became of it."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from core.extension.types import Happening
from core.identity.permissions import can
from core.notices.models import BOUNCED, FAILED, TAKEN, WITHDRAWN
from core.notices.queries import MessageView, messages_of_contract

NAMED = {"message": "Aviso", "reminder": "Lembrete"}
ENDINGS = {
    TAKEN: ("aceito", "aceita"),
    BOUNCED: ("voltou", "voltou"),
    FAILED: ("não foi", "não foi"),
    WITHDRAWN: ("retirado antes de sair", "retirada antes de sair"),
}
DELIVERED, WAITING = ("entregue", "entregue"), ("na fila", "na fila")


def contract_happenings(contract_id: int, limit: int) -> list[Happening]:
    """The messages of a contract, newest first, for who may see them; the time is that of the sending, or of the
    writing where one waits."""
    return [_line(one) for one in messages_of_contract(contract_id, limit)] if can("notices.view") else []


def _line(one: MessageView) -> Happening:
    what = NAMED.get(one.occasion)
    name = what or _("Mensagem “%(what)s”", what=one.occasion_label)
    ending = _ending(one, feminine=what is None)
    words = _(
        "%(what)s por %(channel)s, %(ending)s.",
        what=name,
        channel=_in_a_sentence(one.channel_label),
        ending=ending,
    )
    url = url_for("notices.message", message_id=one.id)
    return Happening(one.taken_at or one.created_at, words, url, _("ver texto"))


def _in_a_sentence(label: str) -> str:
    """“E-mail” as “e-mail”; “SMS” and “WhatsApp” stay."""
    return label[:1].lower() + label[1:] if label[1:].islower() else label


def _ending(one: MessageView, feminine: bool) -> str:
    delivered = any(attempt.outcome == "delivered" for attempt in one.attempts) and one.status == TAKEN
    return (DELIVERED if delivered else ENDINGS.get(one.status, WAITING))[feminine]

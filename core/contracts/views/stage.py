"""The state of a contract as its page's head says it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from core.contracts.models import ENDED, Contract
from core.contracts.rules.stages import stage_words
from core.foundation.clock import today
from core.foundation.ptbr import dm

LONG = {
    "normal": "Em dia",
    "message": "Mensagem desde %(day)s",
    "throttled": "Velocidade reduzida desde %(day)s",
    "suspended": "Internet suspensa desde %(day)s",
}


def stage_pill(contract: Contract) -> tuple[str, str]:
    """Words and tone: “Velocidade reduzida desde 13/05”."""
    tone = stage_words(contract.status, contract.stage)[1]
    since = contract.ended_on if contract.status == ENDED else contract.stage_since
    if contract.status == ENDED:
        return _("Cancelado em %(day)s", day=dm(since, today()) if since else ""), tone
    if contract.stage == "normal" and contract.starts_on > today():
        return _("Começa em %(day)s", day=dm(contract.starts_on, today())), "info"
    words = LONG.get(contract.stage, "Em dia")
    return _(words if since or contract.stage == "normal" else words.partition(" desde")[0],
             day=dm(since, today()) if since else ""), tone  # fmt: skip


def listed_stage(row: Any) -> tuple[str, str]:
    """The same in a list, where it is short: “Reduzida desde 13/05”. `row` has status, stage, stage_since, ended_on."""
    words, tone = stage_words(row.status, row.stage)
    if row.status == ENDED:
        return (
            _("%(stage)s em %(day)s", stage=words, day=dm(row.ended_on, today())) if row.ended_on else words
        ), tone
    if row.stage == "normal" or row.stage_since is None:
        return words, tone
    return _("%(stage)s desde %(day)s", stage=words, day=dm(row.stage_since, today())), tone

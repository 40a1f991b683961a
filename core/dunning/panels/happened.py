"""The ladder's lines in a contract's history."""

from __future__ import annotations

from flask_babel import gettext as _

from core.dunning.models import LadderEvent
from core.dunning.queries.lists import history
from core.dunning.rules.facts import Event
from core.dunning.rules.words import DONE, days
from core.extension.types import Happening
from core.foundation.audit import SYSTEM

SHORT = {
    "message_started": "Aviso",
    "throttled": DONE[Event.THROTTLED],
    "suspended": DONE[Event.SUSPENDED],
}


def contract_happenings(contract_id: int, limit: int) -> list[Happening]:
    """What the ladder did to a contract, newest first."""
    return [Happening(one.at, _sentence(one)) for one in history(contract_id, limit)]


def _sentence(one: LadderEvent) -> str:
    """“Velocidade reduzida: 3 dias de atraso.” where the days say it all, else the step's own words; and who did it."""
    said = one.words
    if one.event in SHORT and "days_late" in one.data:
        said = _("%(what)s: %(days)s de atraso", what=SHORT[one.event], days=days(one.data["days_late"]))
    by = "" if one.actor_name == SYSTEM.name else _(", por %(who)s", who=one.data.get("by") or one.actor_name)
    return f"{said}{by}."

"""A contract that a person brings back starts at the foot of its ladder, as an imported one does. Source: RULES §6."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete

from core.dunning.models import LadderState
from core.dunning.queries.facts import standings
from core.dunning.services.notice import take_back
from core.foundation.database import transaction


def start_anew(contract_id: int, day: date) -> None:
    """Forget where an ended contract stood: its next step is a new notice. Its history stays; what was not sent of
    its end is not sent any more."""
    with transaction() as session:
        session.execute(delete(LadderState).where(LadderState.contract_id == contract_id))
        take_back(standings([contract_id]), day)

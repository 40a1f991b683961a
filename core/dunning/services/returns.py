"""A contract that a person brings back starts at the foot of its ladder, as an imported one does. Source: RULES §6."""

from __future__ import annotations

from sqlalchemy import delete

from core.dunning.models import LadderState
from core.foundation.database import transaction


def start_anew(contract_id: int) -> None:
    """Forget where an ended contract stood: its next step is a new notice. Its history stays."""
    with transaction() as session:
        session.execute(delete(LadderState).where(LadderState.contract_id == contract_id))

"""What happens to a contract on its ladder without moving it: a row of its history, signed with who acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.dunning.models import LadderEvent
from core.dunning.queries.facts import Standing
from core.foundation import audit, clock


def noted(
    standing: Standing, event: str, words: str, day: date, data: Mapping[str, Any] | None = None
) -> LadderEvent:
    """The row, to be added to the running transaction."""
    stage = standing.facts.stage.value
    return LadderEvent(
        contract_id=standing.contract_id,
        on_day=day,
        event=event,
        stage_before=stage,
        stage=stage,
        words=words,
        data=dict(data or {}),
        notice_id=standing.notice_id,
        actor_name=audit.actor().name,
        at=clock.now(),
    )

"""Hold contracts back: they do not move in the nights up to a date. A payment of all that is late ends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.billing.services.locking import lock_contracts
from core.dunning.models import LadderState
from core.dunning.queries.facts import Standing, standings
from core.dunning.services.noted import noted
from core.foundation import audit
from core.foundation.bulk import among, upsert_rows
from core.foundation.database import transaction
from core.foundation.ptbr import dm, dmy

LONGEST = timedelta(days=60)
LONGEST_REASON = 300


class HoldRefused(Exception):
    """A hold that cannot be kept; `field` is `until` or `reason`, the message is for a person."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def hold(contract_ids: Sequence[int], until: date, reason: str, day: date) -> int:
    """Hold active contracts through the night of `until`; gives how many. Raises HoldRefused."""
    words = reason.strip()[:LONGEST_REASON]
    _check(until, words, day)
    with transaction() as session:
        lock_contracts(session, contract_ids)
        held = [one for one in standings(contract_ids) if one.active]
        who = audit.actor().name
        upsert_rows(session, LadderState, [_state(one, until, words, who) for one in held])
        told = f"Segurado até {dm(until, day)}: {words}"
        session.add_all(noted(one, "held", told, day) for one in held)
    return len(held)


def release(contract_ids: Sequence[int], day: date) -> int:
    """Let held contracts move again; gives how many were held."""
    with transaction() as session:
        lock_contracts(session, contract_ids)
        held = [one for one in standings(contract_ids) if one.hold]
        let_go(session, [one.contract_id for one in held])
        session.add_all(noted(one, "released", "Solto", day) for one in held)
    return len(held)


def let_go(session: Session, contract_ids: Sequence[int]) -> None:
    """End the holds of contracts in the running transaction, which has locked them."""
    mine = among(session, LadderState.contract_id, contract_ids)
    nothing: dict[str, Any] = {"held_until": None, "hold_reason": None, "held_by": None}
    session.execute(update(LadderState).where(mine).values(nothing))


def _check(until: date, reason: str, day: date) -> None:
    if until < day:
        raise HoldRefused("until", "Escolha hoje ou um dia depois.")
    if until > day + LONGEST:
        raise HoldRefused("until", f"No máximo 60 dias, até {dmy(day + LONGEST)}.")
    if not reason:
        raise HoldRefused("reason", "Escreva o motivo: fica no histórico do contrato.")


def _state(standing: Standing, until: date, reason: str, who: str) -> dict[str, Any]:
    unlock = standing.facts.unlock
    return {
        "contract_id": standing.contract_id,
        "unlock_over": bool(unlock and unlock.over),  # a new row needs it, an old one has it
        "held_until": until,
        "hold_reason": reason,
        "held_by": who,
    }

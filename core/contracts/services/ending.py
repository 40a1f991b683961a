"""A contract ends, or comes back: both with a reason that stays in its history."""

from __future__ import annotations

from datetime import date

from core.contracts.models import ACTIVE, ENDED, Contract
from core.contracts.services.access import want_access
from core.contracts.services.errors import ContractRefused
from core.extension.calls import tell
from core.foundation import audit
from core.foundation.database import transaction
from core.foundation.outbox import emit

WORDS = {"contract_ended": "contrato encerrado", "contract_reactivated": "contrato reativado"}


def end_contract(contract_id: int, day: date, reason: str) -> Contract:
    """End a contract: `day` is the first day no longer used. Raises ContractRefused without a reason.

    Does nothing to one that has ended.
    """
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True, populate_existing=True)
        if contract.status == ENDED:
            return contract
        words = _reason(reason)
        contract.status, contract.ended_on = ENDED, day
        _tell_of(contract, "contract_ended", day, words)
        return contract


def reactivate_contract(contract_id: int, day: date, reason: str) -> Contract:
    """Bring an ended contract back, active from `day` on and at the foot of the ladder.

    Raises ContractRefused without a reason. Does nothing to one that is active.
    """
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True, populate_existing=True)
        if contract.status == ACTIVE or contract.ended_on is None:
            return contract
        words, ended_on = _reason(reason), contract.ended_on
        contract.status, contract.ended_on = ACTIVE, None
        contract.stage, contract.stage_since = "normal", day
        tell("when_contract_returns", contract_id=contract.id, ended_on=ended_on, day=day)
        _tell_of(contract, "contract_reactivated", day, words)
        return contract


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise ContractRefused([("reason", "Escreva o motivo: fica no histórico do contrato.")])
    return words[:500]


def _tell_of(contract: Contract, action: str, day: date, reason: str) -> None:
    audit.record(action, "contract", contract.id, {"day": day.isoformat(), "reason": reason})
    want_access(contract, WORDS[action])
    emit("on_contract_saved", contract_id=contract.id)

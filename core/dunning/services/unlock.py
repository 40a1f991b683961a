"""Trust unlock: back to normal for some days, once in each delinquency. Source: RULES §6."""

from __future__ import annotations

from datetime import date

from core.billing.services.locking import lock_contracts
from core.dunning.queries.facts import Standing, standing_of
from core.dunning.rules.relief import after_unlock, unlock, why_no_unlock
from core.dunning.rules.words import REFUSALS, STAGES, days
from core.dunning.services.keep import Change, keep
from core.foundation import audit
from core.foundation.database import transaction
from core.foundation.preferences import preference
from core.foundation.ptbr import dm

BY_CUSTOMER = "o próprio cliente"


class UnlockRefused(Exception):
    """A contract that cannot be unlocked; the message is for a person."""


def trust_unlock(
    contract_id: int, day: date, days_given: int | None = None, *, by_customer: bool = False
) -> date:
    """Unlock a contract for that many days (those of the settings by default); gives the date whose run ends it.

    Raises UnlockRefused with a sentence.
    """
    count = preference("dunning.unlock_days") if days_given is None else days_given
    with transaction() as session:
        lock_contracts(session, [contract_id])
        standing = standing_of(contract_id)
        refusal = _refusal(standing, count, by_customer)
        given = unlock(standing.facts, day, count) if standing else None
        if refusal or standing is None or given is None:
            raise UnlockRefused(refusal or "Não há contrato com este número.")
        who = BY_CUSTOMER if by_customer else audit.actor().name
        words = f"Liberado em confiança por {days(count)}, até {dm(given.ends, day)}; estava {STAGES[given.lifted_from]}"
        after = after_unlock(standing.facts, given)
        keep(session, [Change(standing, after, "trust_unlocked", words, {"by": who}, unlock_by=who)], day)
        return given.ends


def unlock_refusal(contract_id: int, *, by_customer: bool = False) -> str | None:
    """Why a contract cannot be unlocked now, for a person; None where it can."""
    return _refusal(standing_of(contract_id), preference("dunning.unlock_days"), by_customer)


def _refusal(standing: Standing | None, count: int, by_customer: bool) -> str | None:
    if standing is None or not standing.active:
        return "Este contrato não está ativo."
    if by_customer and not preference("dunning.customer_unlock"):
        return "A liberação é pedida ao provedor."
    why = why_no_unlock(standing.facts, count)
    return REFUSALS[why] if why else None

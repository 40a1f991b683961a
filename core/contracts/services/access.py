"""What a contract's internet accounts should have, as it stands: after each change of the contract that may touch them."""

from __future__ import annotations

from core.access.rules.wanted import state_of_stage
from core.access.services.wanted import Wish, want
from core.contracts.models import Contract
from core.extension.devices import AccessState
from core.foundation.clock import hour_of
from core.foundation.preferences import preference


def want_access(contract: Contract, reason: str = "") -> None:
    """Set it by the contract's stage, in the running transaction: an account put into a suspended contract is
    suspended, and nobody gets back what the ladder took by having a contract edited."""
    state, since = state_of_stage(contract.stage, contract.status), contract.stage_since
    waits = state is AccessState.SUSPENDED and since
    not_before = hour_of(since, preference("dunning.suspend_from_hour")) if waits and since else None
    want([Wish(contract.id, state, reason, not_before)])

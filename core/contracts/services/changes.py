"""What changed in a contract, into its history: field, before and after, and the revision that the change made."""

from __future__ import annotations

from collections.abc import Sequence

from core.contracts.models import Contract
from core.contracts.rules.differences import Difference, plain
from core.foundation import audit


def record_changes(contract: Contract, changes: Sequence[Difference]) -> None:
    """One row in the history for all fields of one save; none where nothing changed."""
    if changes:
        rows = [
            {"field": one.field, "before": plain(one.stored), "after": plain(one.typed)} for one in changes
        ]
        audit.record(
            "contract_changed", "contract", contract.id, {"changes": rows, "revision": contract.revision}
        )

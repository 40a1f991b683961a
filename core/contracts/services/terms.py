"""The terms of a contract change, and count from the day of the change. Source: RULES §3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from core.contracts.models import Contract
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.differences import billing_differences
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.changes import record_changes
from core.contracts.services.errors import ContractRefused
from core.extension.calls import tell
from core.foundation.database import db, transaction
from core.foundation.outbox import emit

# What moves the closing dates, so that they count anew from the day of the change.
MOVES_THE_DATES = (
    "closing_day", "due_day", "period_reference", "period_direction", "issue_mode", "exempt",
)  # fmt: skip


def change_billing(contract_id: int, changes: Mapping[str, Any], day: date) -> Contract:
    """Change only the billing terms that are named, from `day` on. Raises ContractRefused, and TypeError for
    a term that does not exist."""
    with transaction() as session:
        contract = session.get_one(Contract, contract_id, with_for_update=True, populate_existing=True)
        before = contract.billing_terms
        billing = replace(before, **changes)
        _refuse(billing, contract.ladder_terms)
        apply_terms(contract, before, billing, contract.ladder_terms, day)
        contract.revision += 1
        record_changes(contract, billing_differences(before, billing))
        emit("on_contract_saved", contract_id=contract.id)
        return contract


def _refuse(billing: BillingTerms, ladder: LadderTerms) -> None:
    errors = [p for p in problems(billing, ladder) if p.severity == Severity.ERROR]
    if errors:
        raise ContractRefused([(one.field, one.sentence) for one in errors])


def apply_terms(
    contract: Contract, before: BillingTerms | None, billing: BillingTerms, ladder: LadderTerms, day: date
) -> None:
    """Give a contract its terms inside the running transaction, and tell the rooms where the billing changed.

    `before` is None for a new contract, whose closing dates count from its activation.
    """
    contract.set_terms(billing, ladder)
    since = contract.starts_on if before is None else max(day, contract.starts_on)
    if before is None or moves_the_dates(before, billing):
        contract.closing_since = since
    db.session.flush()
    if before != billing:
        tell("when_terms_change", contract_id=contract.id, before=before, after=billing, day=since)


def moves_the_dates(before: BillingTerms, after: BillingTerms) -> bool:
    """Whether closing dates must count anew."""
    return any(getattr(before, name) != getattr(after, name) for name in MOVES_THE_DATES)

"""A ladder stricter than the regulator's is allowed, with the name of whoever chose it. Source: RULES §6."""

from __future__ import annotations

from core.contracts.models import Contract
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.data import ContractData
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.foundation import audit

STEPS = tuple(LadderTerms.__dataclass_fields__)


def breaches(billing: BillingTerms, ladder: LadderTerms) -> list[tuple[str, str]]:
    """Steps of the ladder stricter than the law advises, as (field, law)."""
    found = problems(billing, ladder)
    hints = [one for one in found if one.severity == Severity.WARNING and one.law]
    return [(one.field, one.law or "") for one in hints if one.field in STEPS]


def record_strictness(contract: Contract, before: ContractData | None) -> None:
    """Keep who chose a stricter ladder, when it is chosen, and forget it when the ladder is mended."""
    strict = breaches(contract.billing_terms, contract.ladder_terms)
    if not strict:
        contract.ladder_chosen_by = None
        return
    if before is not None and before.ladder == contract.ladder_terms and contract.ladder_chosen_by:
        return
    contract.ladder_chosen_by = audit.actor().name
    rows = [{"field": field, "law": law} for field, law in strict]
    audit.record("ladder_stricter_than_law", "contract", contract.id, {"steps": rows})

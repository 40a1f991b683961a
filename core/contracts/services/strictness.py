"""Terms stricter than the law are allowed, with the name of whoever chose them. Source: RULES §5, §6."""

from __future__ import annotations

from core.contracts.models import Contract
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.data import ContractData
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.foundation import audit

STEPS = tuple(LadderTerms.__dataclass_fields__)
CHARGES = ("late_fee_percent", "monthly_interest_percent")


def breaches(
    billing: BillingTerms, ladder: LadderTerms, among: tuple[str, ...] = STEPS
) -> list[tuple[str, str]]:
    """Terms stricter than the law advises, as (field, law): steps of the ladder unless told otherwise."""
    found = problems(billing, ladder)
    hints = [one for one in found if one.severity == Severity.WARNING and one.law]
    return [(one.field, one.law or "") for one in hints if one.field in among]


def note_strictness(kind: str, subject_id: int, billing: BillingTerms, ladder: LadderTerms) -> None:
    """Into the history of a layout or a preset, in the name of who acts: which of its terms are stricter than the law."""
    _note("ladder_stricter_than_law", kind, subject_id, breaches(billing, ladder))
    _note("charges_above_law", kind, subject_id, breaches(billing, ladder, CHARGES))


def record_strictness(contract: Contract, before: ContractData | None) -> None:
    """Keep who chose stricter terms, when they are chosen, and forget it when the ladder is mended."""
    _record_charges(contract, before)
    strict = breaches(contract.billing_terms, contract.ladder_terms)
    if not strict:
        contract.ladder_chosen_by = None
        return
    if before is not None and before.ladder == contract.ladder_terms and contract.ladder_chosen_by:
        return
    contract.ladder_chosen_by = audit.actor().name
    _note("ladder_stricter_than_law", "contract", contract.id, strict)


def _record_charges(contract: Contract, before: ContractData | None) -> None:
    now = contract.billing_terms
    if before is None or any(getattr(before.billing, name) != getattr(now, name) for name in CHARGES):
        _note("charges_above_law", "contract", contract.id, breaches(now, LadderTerms(), CHARGES))


def _note(action: str, kind: str, subject_id: int, found: list[tuple[str, str]]) -> None:
    if found:
        rows = [{"field": field, "law": law} for field, law in found]
        audit.record(action, kind, subject_id, {"steps": rows})

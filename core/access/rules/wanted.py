"""What an internet account should have follows the stage of its contract. Source: RULES §6.

A message costs nobody speed; a contract that has ended has no access, whatever stage it stood on.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.extension.devices import AccessState

BY_STAGE = {
    "normal": AccessState.ACTIVE,
    "message": AccessState.ACTIVE,
    "throttled": AccessState.REDUCED,
    "suspended": AccessState.SUSPENDED,
    "cancelled": AccessState.REMOVED,
}
MOST = 200
NO_REDUCED = " (o plano não tem velocidade reduzida: fica a cheia)"


@dataclass(frozen=True, slots=True)
class PlanSpeeds:
    """The speeds of a plan in kbit/s; the reduced ones are None where it has none."""

    download: int
    upload: int
    reduced_download: int | None
    reduced_upload: int | None


def state_of_stage(stage: str, status: str) -> AccessState:
    """What the accounts of a contract should have, by its stage and status (active or ended).

    >>> state_of_stage("throttled", "active").value, state_of_stage("normal", "ended").value
    ('reduced', 'removed')
    """
    return AccessState.REMOVED if status == "ended" else BY_STAGE[stage]


def speeds_of(state: AccessState, plan: PlanSpeeds) -> tuple[int, int]:
    """Download and upload in kbit/s. A plan that has no reduced speed keeps the full one; without access, 0."""
    if state in (AccessState.SUSPENDED, AccessState.REMOVED):
        return 0, 0
    if state is AccessState.REDUCED and plan.reduced_download is not None and plan.reduced_upload is not None:
        return plan.reduced_download, plan.reduced_upload
    return plan.download, plan.upload


def reason_of(state: AccessState, reason: str, plan: PlanSpeeds) -> str:
    """The reason as it is kept: it says where a plan has no speed to be reduced to."""
    plain = reason.removesuffix(NO_REDUCED)
    if state is AccessState.REDUCED and speeds_of(state, plan) == (plan.download, plan.upload):
        return plain[: MOST - len(NO_REDUCED)] + NO_REDUCED
    return plain[:MOST]

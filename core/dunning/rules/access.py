"""What a stage means for the internet accounts of a contract. Source: RULES §6."""

from __future__ import annotations

from core.dunning.rules.facts import Stage
from core.extension.devices import AccessState

ACCESS = {
    Stage.NORMAL: AccessState.ACTIVE,
    Stage.MESSAGE: AccessState.ACTIVE,
    Stage.THROTTLED: AccessState.REDUCED,
    Stage.SUSPENDED: AccessState.SUSPENDED,
    Stage.CANCELLED: AccessState.REMOVED,
}


def access_of(stage: Stage) -> AccessState:
    """The access that a stage gives.

    >>> access_of(Stage.MESSAGE)
    <AccessState.ACTIVE: 'active'>
    """
    return ACCESS[stage]

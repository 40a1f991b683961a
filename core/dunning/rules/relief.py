"""What lifts a contract on the ladder: a payment, a trust unlock, late news of a payment. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.dunning.rules.facts import Debt, LadderFacts, Stage, Unlock
from core.dunning.rules.table import by_days, justified

UNLOCK_DAYS = 3


@dataclass(frozen=True, slots=True)
class Relief:
    """The stage after a payment. `restored`: it fell, or a cancelled contract came back.

    `clear`: nothing is late any more, so the delinquency is over, and the unlock that it had is forgotten.
    `no_step_on`: the date whose night takes no step, a notice included.
    """

    stage: Stage
    restored: bool
    clear: bool
    no_step_on: date | None = None


class NoUnlock(StrEnum):
    """Why a trust unlock is not allowed."""

    NOT_CUT = "not_cut"
    ALREADY_USED = "already_used"
    TOO_FEW_DAYS = "too_few_days"


def stage_after_payment(facts: LadderFacts, day: date) -> Relief:
    """The stage of a contract once a payment, and the credit it made, was used: once for each payment.

    `facts.invoices` are those still open. An unlock goes on unless it is `clear`. The same goes for an invoice that a person cancelled. A cancelled
    contract stays so here: `comes_back` is asked first.
    """
    clear = not any(debt.late(day) > 0 for debt in facts.invoices)
    if facts.stage is Stage.CANCELLED:
        return Relief(facts.stage, restored=False, clear=clear)
    stage = _lower(facts.stage, justified(facts, day))
    return Relief(stage, restored=stage is not facts.stage, clear=clear)


def comes_back(
    facts: LadderFacts, day: date, *, paid_on: date, cancelled_on: date, unpaid_then: Iterable[Debt]
) -> Relief | None:
    """How a cancelled contract comes back by news of a payment, None where a person has to reactivate it.

    `facts.invoices`: what is open on `day`, the day of the news. `unpaid_then`: what was left on the day of the
    cancellation by all payments made until then, as known now: with invoices that were paid only later.
    """
    then = replace(facts, invoices=tuple(unpaid_then))
    if facts.stage is not Stage.CANCELLED or paid_on > cancelled_on:
        return None
    if by_days(then, Stage.SUSPENDED, cancelled_on):
        return None
    clear = not any(debt.late(day) > 0 for debt in facts.invoices)
    stage = _lower(justified(facts, day), _highest_of_return(facts))
    return Relief(stage, restored=True, clear=clear, no_step_on=day)


def why_no_unlock(facts: LadderFacts, days: int = UNLOCK_DAYS) -> NoUnlock | None:
    """Why the contract may not be unlocked in trust, None where it may: once in each delinquency."""
    if facts.stage not in (Stage.THROTTLED, Stage.SUSPENDED):
        return NoUnlock.NOT_CUT
    if facts.unlock:
        return NoUnlock.ALREADY_USED
    return NoUnlock.TOO_FEW_DAYS if days < 1 else None


def unlock(facts: LadderFacts, day: date, days: int = UNLOCK_DAYS) -> Unlock | None:
    """A trust unlock: the contract is normal from `day` on for `days` days. None where it is not allowed."""
    return None if why_no_unlock(facts, days) else Unlock(day, days, lifted_from=facts.stage)


def after_unlock(facts: LadderFacts, given: Unlock) -> LadderFacts:
    """The facts once the contract is unlocked."""
    return replace(facts, stage=Stage.NORMAL, unlock=given, suspended_since=None)


def after_relief(facts: LadderFacts, relief: Relief) -> LadderFacts:
    """The facts once a payment was reckoned: what a service keeps of it."""
    suspended = relief.stage is Stage.SUSPENDED
    return replace(
        facts,
        stage=relief.stage,
        unlock=None if relief.clear else facts.unlock,
        suspended_since=facts.suspended_since if suspended else None,
        done_on=relief.no_step_on or facts.done_on,
    )


def _lower(one: Stage, other: Stage) -> Stage:
    return one if one.rank <= other.rank else other


def _highest_of_return(facts: LadderFacts) -> Stage:
    if facts.terms.throttle_after_days is not None:
        return Stage.THROTTLED
    return Stage.MESSAGE if facts.terms.message_after_days is not None else Stage.NORMAL

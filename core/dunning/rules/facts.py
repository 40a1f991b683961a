"""What the ladder must know of a contract on a day, and what it says back. Source: RULES §6."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.contracts.rules.terms import LadderTerms
from core.foundation.calendar import days_late

SETTLE_SHORT_BY = Decimal("5.00")


class Stage(StrEnum):
    """The steps of the ladder, lowest first. Compare them by `rank`: as strings they sort by letter."""

    NORMAL = "normal"
    MESSAGE = "message"
    THROTTLED = "throttled"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"

    @property
    def rank(self) -> int:
        """0 for normal to 4 for cancelled."""
        return RANKS[self]


RANKS = {stage: rank for rank, stage in enumerate(Stage)}


class Event(StrEnum):
    """What the timeline says of the ladder, in the words of the scenario file."""

    MESSAGE_STARTED = "message_started"
    THROTTLED = "throttled"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    TRUST_UNLOCKED = "trust_unlocked"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Debt:
    """An open invoice of the contract: when it was effectively due, and what is left of it (R$)."""

    id: int
    effective_due: date
    left: Decimal

    def late(self, day: date) -> int:
        """Days late on the day; 0 or less is not late."""
        return days_late(day, self.effective_due)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of debt, and the invoices that were late on its day.

    `taken`: some channel took it. Where one takes it only later, `day` is that later day, since the customer
    has the days of notice from the day he was told.
    """

    day: date
    invoices: frozenset[int]
    taken: bool = True

    def holds(self, open_invoices: Iterable[Debt]) -> bool:
        """Whether an invoice that it is for is still open."""
        return any(debt.id in self.invoices for debt in open_invoices)


@dataclass(frozen=True, slots=True)
class Unlock:
    """A trust unlock: normal for `days` days from `day` on. `over`: the contract has gone back up since.

    It is kept until the delinquency ends, since there is one to each.
    """

    day: date
    days: int
    lifted_from: Stage
    over: bool = False

    @property
    def ends(self) -> date:
        """The date whose run takes the contract back up."""
        return self.day + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class LadderFacts:
    """A contract as the ladder sees it. `invoices`: all its open ones, late or not, none cancelled.

    `settle_short_by`: an invoice with no more than this left (R$) counts for the message step only.
    `suspended_since`: the day the suspension in force took effect. `done_on`: the last date whose night is done
    with, by a step or by the return of a cancelled contract.
    """

    terms: LadderTerms
    invoices: tuple[Debt, ...] = ()
    stage: Stage = Stage.NORMAL
    settle_short_by: Decimal = SETTLE_SHORT_BY
    notice: Notice | None = None
    unlock: Unlock | None = None
    suspended_since: date | None = None
    done_on: date | None = None

    @property
    def holding(self) -> Notice | None:
        """The notice that holds, None where there is none."""
        return self.notice if self.notice and self.notice.holds(self.invoices) else None

    @property
    def unlocked(self) -> bool:
        """Whether a trust unlock is in force (its last night may have come)."""
        return self.unlock is not None and not self.unlock.over


@dataclass(frozen=True, slots=True)
class Wait:
    """A day on which the suspension waited: `because` is the name out of `EXCEPTIONS` that holds it back."""

    day: date
    because: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a step is taken: the invoice that is latest, and the excepted days the suspension waited for.

    `since`: for a cancellation, the day of the suspension it counts from.
    """

    invoice_id: int
    effective_due: date
    days_late: int
    waited: tuple[Wait, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one night does to a contract: the stage it is on from `day` on, and the event (None: in silence).

    `notice`: a new notice, to be sent and kept. `unlock_over`: the trust unlock has run out. `reason` is None
    only where an unlock runs out and nothing else happens.
    """

    day: date
    stage: Stage
    event: Event | None
    reason: Reason | None
    notice: Notice | None = None
    unlock_over: bool = False

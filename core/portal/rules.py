"""What a customer is told of a contract, and what of its invoices is to be paid. Source: UX §2 (11), RULES §5 and §6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.billing.rules.owed import Owed
from core.foundation.money import ZERO


class Situation(StrEnum):
    """What is the matter with a contract, the worst first."""

    SUSPENDED = "suspended"
    SUSPENDED_SOON = "suspended_soon"
    THROTTLED = "throttled"
    CANCELLED = "cancelled"
    LATE = "late"
    UNLOCKED = "unlocked"
    ENDED = "ended"
    FINE = "fine"


# Whom the internet is as it should be for: a telephone that asks is not sent to the page.
IN_ORDER = (Situation.FINE, Situation.UNLOCKED)


@dataclass(frozen=True, slots=True)
class Bill:
    """An open invoice: its due date, and what is owed of it today."""

    id: int
    due_date: date
    owed: Owed


@dataclass(frozen=True, slots=True)
class Place:
    """A contract as the ladder has it: its stage, whether it has not ended, is unlocked in trust, and whether its
    suspension still waits for the hour of the day."""

    stage: str
    active: bool
    unlocked: bool
    waits: bool


def situation(place: Place, bills: Sequence[Bill]) -> Situation:
    """The situation of a contract with these open invoices.

    >>> situation(Place("suspended", active=True, unlocked=False, waits=False), []).value
    'suspended'
    """
    late = any(bill.owed.days_late for bill in bills)
    if not place.active:
        return Situation.CANCELLED if bills else Situation.ENDED
    if place.stage == "suspended":
        return Situation.SUSPENDED_SOON if place.waits else Situation.SUSPENDED
    if place.stage == "throttled":
        return Situation.THROTTLED
    if late and place.unlocked:
        return Situation.UNLOCKED
    return Situation.LATE if late else Situation.FINE


def to_pay(bills: Sequence[Bill], active: bool) -> list[Bill]:
    """What is to be paid now, oldest first: what is late; of a contract that has ended, all that is open."""
    return [bill for bill in bills if bill.owed.days_late or not active]


def to_come(bills: Sequence[Bill], active: bool) -> list[Bill]:
    """What is open and not late yet, of a contract that goes on."""
    return [bill for bill in bills if active and not bill.owed.days_late]


def total(bills: Sequence[Bill]) -> Decimal:
    """What is owed of all of them today, R$."""
    return sum((bill.owed.amount for bill in bills), ZERO)


def worst(found: Sequence[Situation]) -> Situation:
    """The worst of several; that of no contract at all is that nothing is wrong."""
    order = list(Situation)
    return min(found, key=order.index, default=Situation.FINE)

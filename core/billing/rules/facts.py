"""What billing must know of a contract to propose an invoice, and what it proposes. Source: RULES §3, §4.

What a run makes by the thousand is a named tuple: a frozen dataclass takes three times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from core.contracts.rules.terms import BillingTerms
from core.extension.items import ItemFacts, ItemKind, Price, Use
from core.foundation.calendar import Period
from core.foundation.money import ZERO

__all__ = [
    "ContractFacts",
    "FirstInvoiceMode",
    "InvoiceDates",
    "InvoiceKind",
    "ItemFacts",
    "ItemKind",
    "Line",
    "LineKind",
    "PendingCarry",
    "PendingInstalment",
    "Price",
    "Proposal",
    "Use",
]


class LineKind(StrEnum):
    """The kinds of line of an invoice, in the order of RULES §4."""

    RECURRING = "recurring"
    DISCOUNT = "discount"
    PRORATION = "proration"
    DISCOUNT_CAP = "discount_cap"
    ONE_OFF = "one_off"
    INSTALMENT = "instalment"
    CARRIED = "carried"
    ADJUSTMENT = "adjustment"


class InvoiceKind(StrEnum):
    """The first invoice of a contract, the one of a closing date, or one that a person issued."""

    FIRST = "first"
    REGULAR = "regular"
    MANUAL = "manual"


class FirstInvoiceMode(StrEnum):
    """What is done about the days from the activation to the first boundary of the grid."""

    PRORATED = "prorated"
    FULL = "full"
    JOIN = "join"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class PendingInstalment:
    """Share k of n of an extra item, not yet on a live invoice. `month` is the first day of its month."""

    extra_id: int
    description: str
    number: int
    of: int
    month: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class PendingCarry:
    """What an earlier invoice left when it was settled, waiting for the contract's next one."""

    id: int
    invoice_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract on the day it is billed.

    `closing_since`: closing dates count from this day on (activation, or the last change of its dates).
    `closed_through`: the last closing date that a run has handled, with or without an invoice.
    `never_billed`: days passed while exempt or ended, and skipped days already left behind.
    `skipped`: days of a skipped first invoice of which the next non-exempt invoice bills only what its own
    period holds; None where there are none.
    """

    id: int
    activation: date
    terms: BillingTerms
    closing_since: date
    items: tuple[ItemFacts, ...] = ()
    instalments: tuple[PendingInstalment, ...] = ()
    carries: tuple[PendingCarry, ...] = ()
    never_billed: tuple[Period, ...] = ()
    skipped: Period | None = None
    closed_through: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceDates:
    """When an invoice is issued and due, and which period is its own.

    `proposed_due`: the due date that the rules proposed, where a person changed it; instalments follow it.
    """

    kind: InvoiceKind
    issue_date: date
    due_date: date
    own_period: Period
    closing_on: date | None = None
    prorated: bool = True
    proposed_due: date | None = None


class Line(NamedTuple):
    """A line of an invoice. `amount` is signed, R$. `days` and `grid` are set where days are billed."""

    kind: LineKind
    description: str
    amount: Decimal
    item_id: int | None = None
    days: tuple[Period, ...] = ()
    grid: Period | None = None
    extra_id: int | None = None
    instalment: int | None = None
    instalments: int | None = None
    carry_id: int | None = None
    plugin: str | None = None


class Proposal(NamedTuple):
    """An invoice that would be issued. `skip_left`: the skipped days that stay unbilled once it is."""

    contract_id: int
    dates: InvoiceDates
    lines: tuple[Line, ...]
    period: Period | None
    exempt: bool
    skip_left: tuple[Period, ...] | None = None
    total: Decimal = ZERO

"""The terms of a contract: how it is billed and what happens when it is not paid. Source: RULES §3, §5, §6."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from core.foundation.money import ZERO


class IssueMode(StrEnum):
    """Who issues the invoices: the nightly run, or a person."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class PeriodReference(StrEnum):
    """What bounds the periods: the closing day (emissão) or the due day (vencimento)."""

    ISSUE_DATE = "issue_date"
    DUE_DATE = "due_date"


class PeriodDirection(StrEnum):
    """By issue date: the month that the closing date begins (forward) or the one it ends (backward)."""

    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True, slots=True)
class BillingTerms:
    """How a contract is billed. Days are 1 to 31; amounts in R$; percentages as a person writes them."""

    exempt: bool = False
    issue_mode: IssueMode = IssueMode.AUTOMATIC
    closing_day: int = 1
    due_day: int = 10
    period_reference: PeriodReference = PeriodReference.ISSUE_DATE
    period_direction: PeriodDirection = PeriodDirection.FORWARD
    punctuality_discount: Decimal = ZERO
    late_fee_percent: Decimal = ZERO
    monthly_interest_percent: Decimal = ZERO
    min_days_to_pay: int = 5
    settle_short_by: Decimal = Decimal("5.00")

    @property
    def grid_day(self) -> int:
        """The nominal day that bounds the periods of the contract."""
        return self.closing_day if self.period_reference == PeriodReference.ISSUE_DATE else self.due_day


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXCEPTIONS = (*WEEKDAYS, "holiday", "holiday_eve")


@dataclass(frozen=True, slots=True)
class LadderTerms:
    """Steps of the ladder in days late (`cancel_after_days`: days suspended); None is a step never taken.

    `notice_days`: days that must pass between the notice and the suspension.
    `suspend_except`: names out of EXCEPTIONS on which no suspension takes effect.
    """

    message_after_days: int | None = None
    throttle_after_days: int | None = None
    suspend_after_days: int | None = None
    notice_days: int = 0
    suspend_except: frozenset[str] = field(default_factory=frozenset)
    cancel_after_days: int | None = None

"""What an invoice asks for on a day: less the discount in time; with late fee and interest when late.

Source: RULES §5 (CDC art. 52 § 1; the fraction of a cent is cut, RULES §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.billing.rules.compose import RECURRING, base_of
from core.billing.rules.facts import Proposal
from core.contracts.rules.terms import BillingTerms
from core.foundation.calendar import days_late
from core.foundation.money import ZERO, floor_cents

DAYS_OF_A_MONTH = 30


class InvoiceDebt(NamedTuple):
    """What was agreed on the day of issue. Amounts in R$, percentages as a person writes them.

    `base`: the total without carried lines. `punctuality_discount`: 0.00 where it does not count.
    """

    total: Decimal
    base: Decimal
    effective_due: date
    punctuality_discount: Decimal = ZERO
    late_fee_percent: Decimal = ZERO
    monthly_interest_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Payment:
    """Money applied to an invoice (R$), and the day that it counts on."""

    counts_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed on a day, R$: `amount` = left − discount + fee + interest. `days_late` is never below 0."""

    left: Decimal
    discount: Decimal
    fee: Decimal
    interest: Decimal
    days_late: int
    amount: Decimal


def owed_on(debt: InvoiceDebt, payments: Sequence[Payment], day: date) -> Owed:
    """What is owed on a day, all payments known being given.

    What was paid up to a day lowers the interest of the days after it, not of that day.

    >>> cem = Decimal("100.00")
    >>> debt = InvoiceDebt(cem, cem, date(2017, 4, 10), Decimal(5), Decimal(2), Decimal(1))
    >>> str(owed_on(debt, [], date(2017, 4, 10)).amount), str(owed_on(debt, [], date(2017, 4, 15)).amount)
    ('95.00', '102.16')
    """
    left = left_of(debt.total, payments)
    late = max(days_late(day, debt.effective_due), 0)
    if not late:
        discount = min(debt.punctuality_discount, left)
        return Owed(left, discount, ZERO, ZERO, 0, left - discount)
    fee, interest = _late_fee(debt, payments), _interest(debt, payments, day)
    return Owed(left, ZERO, fee, interest, late, left + fee + interest)


def left_of(total: Decimal, payments: Sequence[Payment]) -> Decimal:
    """The total less all payments known, R$, never below 0.00."""
    return max(total - sum((one.amount for one in payments), ZERO), ZERO)


def debt_of(proposal: Proposal, terms: BillingTerms, effective_due: date) -> InvoiceDebt:
    """The debt that an invoice makes when it is issued under these terms."""
    has_recurring = RECURRING in [line.kind for line in proposal.lines]
    return InvoiceDebt(
        proposal.total,
        base_of(proposal.lines),
        effective_due,
        discount_that_counts(terms.punctuality_discount, proposal.total, has_recurring),
        terms.late_fee_percent,
        terms.monthly_interest_percent,
    )


def discount_that_counts(terms_discount: Decimal, total: Decimal, has_recurring: bool) -> Decimal:
    """The punctuality discount of an invoice (R$): 0.00 without a recurring line, or where it takes all."""
    return terms_discount if has_recurring and terms_discount < total else ZERO


def _late_fee(debt: InvoiceDebt, payments: Sequence[Payment]) -> Decimal:
    in_time = [one for one in payments if one.counts_on <= debt.effective_due]
    charged = min(debt.base, left_of(debt.total, in_time))
    return floor_cents(charged * debt.late_fee_percent / 100)


def _interest(debt: InvoiceDebt, payments: Sequence[Payment], day: date) -> Decimal:
    """Simple interest: the days are summed up between payments, and cut to the cent once."""
    summed, since, left = ZERO, debt.effective_due, debt.total
    for payment in sorted(payments, key=lambda one: one.counts_on):
        until = min(max(payment.counts_on, since), day)
        summed += (until - since).days * max(min(debt.base, left), ZERO)
        since, left = until, left - payment.amount
    summed += (day - since).days * max(min(debt.base, left), ZERO)
    return floor_cents(summed * debt.monthly_interest_percent / 100 / DAYS_OF_A_MONTH)

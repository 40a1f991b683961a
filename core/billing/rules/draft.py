"""A contract while its form is filled in: what an invoice of its month would ask for, and which ones come.

Source: RULES §3, §5; UX §2.1.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from core.billing.rules.facts import (
    ContractFacts,
    FirstInvoiceMode,
    ItemFacts,
    ItemKind,
    PendingInstalment,
    Proposal,
)
from core.billing.rules.forecast import Pricer, upcoming, with_first
from core.billing.rules.owed import InvoiceDebt, discount_that_counts, owed_on
from core.contracts.rules.closing import due_of_closing
from core.contracts.rules.terms import BillingTerms, IssueMode
from core.foundation.calendar import HolidayCalendar, nominal_on_or_after
from core.foundation.money import ZERO

DAYS_SHOWN = (1, 10, 30)
REGULAR_SHOWN = 4


@dataclass(frozen=True, slots=True)
class PaidOn:
    """What would be paid on a day, R$; `late` days after the effective due date, 0 until it."""

    day: date
    late: int
    amount: Decimal


def month_of(items: Iterable[ItemFacts]) -> Decimal:
    """R$ of a whole month: recurring items less discounts, never below zero; ended ones left out by the caller."""
    signs = {ItemKind.RECURRING: 1, ItemKind.DISCOUNT: -1, ItemKind.ONE_OFF: 0}
    return max(sum((signs[item.kind] * item.amount for item in items), ZERO), ZERO)


def paid_on_days(terms: BillingTerms, total: Decimal, since: date, calendar: HolidayCalendar) -> list[PaidOn]:
    """What an invoice of a total (R$) would ask for until its due date, and 1, 10 and 30 days late.

    The invoice is that of the first closing date on or after `since`.

    >>> terms = BillingTerms(punctuality_discount=Decimal(5), late_fee_percent=Decimal(2), monthly_interest_percent=Decimal(1))
    >>> shown = paid_on_days(terms, Decimal("100.00"), date(2017, 3, 20), HolidayCalendar())
    >>> [(one.late, str(one.amount)) for one in shown]
    [(0, '95.00'), (1, '102.03'), (10, '102.33'), (30, '103.00')]
    """
    due = calendar.effective(due_of_closing(terms, nominal_on_or_after(since, terms.closing_day)))
    discount = discount_that_counts(terms.punctuality_discount, total, has_recurring=True)
    debt = InvoiceDebt(total, total, due, discount, terms.late_fee_percent, terms.monthly_interest_percent)
    days = [due + timedelta(days=late) for late in (0, *DAYS_SHOWN)]
    return [PaidOn(day, (day - due).days, owed_on(debt, (), day).amount) for day in days]


def new_contract(
    terms: BillingTerms, starts_on: date, items: Sequence[ItemFacts], instalments: Sequence[PendingInstalment]
) -> ContractFacts:
    """The facts of a contract that is not kept yet."""
    return ContractFacts(0, starts_on, terms, starts_on, tuple(items), tuple(instalments))


def changed_contract(
    kept: ContractFacts,
    terms: BillingTerms,
    items: Sequence[ItemFacts],
    instalments: Sequence[PendingInstalment],
    day: date,
) -> ContractFacts:
    """A contract as it would be from a day on: new terms and items, with what was billed so far.

    A new recurring item or discount without a first day counts from that day, as it does once it is saved.
    """
    billed = {item.id: item.billed for item in kept.items}
    dates = ("issue_mode", "closing_day", "due_day", "period_reference", "period_direction")
    moved = any(getattr(terms, name) != getattr(kept.terms, name) for name in dates)
    return replace(
        kept,
        terms=terms,
        items=tuple(
            replace(
                item, billed=billed.get(item.id, ()), starts_on=_start(item, billed, kept.activation, day)
            )
            for item in items
        ),
        instalments=tuple(instalments),
        closing_since=day if moved else kept.closing_since,
    )


def _start(item: ItemFacts, kept: Container[int], activation: date, day: date) -> date | None:
    is_new = item.id not in kept and item.kind is not ItemKind.ONE_OFF
    return day if is_new and item.starts_on is None and day > activation else item.starts_on


def coming_invoices(facts: ContractFacts, is_new: bool, day: date, price: Pricer) -> list[Proposal]:
    """The first, prorated, and four regular ones of a new contract; the next five of one that is kept."""
    if facts.terms.issue_mode == IssueMode.MANUAL:
        return with_first(facts, FirstInvoiceMode.PRORATED, 0, price) if is_new else []
    if is_new:
        return with_first(facts, FirstInvoiceMode.PRORATED, REGULAR_SHOWN, price)
    return list(upcoming(facts, day, REGULAR_SHOWN + 1, price))

"""Invoices are issued on closing dates, due on due days, and each has a period of its own.

Source: RULES §3; the first invoice: RULES §4.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from core.billing.rules.facts import ContractFacts, FirstInvoiceMode, InvoiceDates, InvoiceKind
from core.contracts.rules.closing import due_of_closing
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.foundation.calendar import Period, add_months, grid, nominal_on_or_after, nominal_on_or_before

__all__ = [
    "closing_to_handle",
    "due_of_closing",
    "first_dates",
    "first_due_with",
    "first_period",
    "manual_dates",
    "own_period",
    "regular_dates",
    "whole_months",
]


def own_period(terms: BillingTerms, closing: date) -> Period:
    """The period of a closing date, by the reference and the direction of the terms.

    >>> own_period(BillingTerms(closing_day=31), date(2024, 2, 29))
    Period(start=datetime.date(2024, 2, 29), end=datetime.date(2024, 3, 31))
    """
    if terms.period_reference == PeriodReference.DUE_DATE:
        due = due_of_closing(terms, closing)
        return Period(add_months(due, -1, terms.due_day), due)
    day = terms.closing_day
    if terms.period_direction == PeriodDirection.FORWARD:
        return Period(closing, add_months(closing, 1, day))
    return Period(add_months(closing, -1, day), closing)


def first_due_with(terms: BillingTerms, day: date) -> date:
    """The first due day that leaves `min_days_to_pay` days from the day on."""
    return nominal_on_or_after(day + timedelta(days=terms.min_days_to_pay), terms.due_day)


def closing_to_handle(facts: ContractFacts, run_date: date) -> date | None:
    """The latest closing date that the run of a date still has to bill, or None.

    None for manual contracts, and where that closing date lies before the activation or the last change
    of the terms, or was handled by an earlier run.
    """
    if facts.terms.issue_mode == IssueMode.MANUAL:
        return None
    closing = _latest_closing(run_date, facts.terms.closing_day)
    handled = facts.closed_through is not None and closing <= facts.closed_through
    return None if handled or closing < max(facts.activation, facts.closing_since) else closing


@lru_cache(maxsize=64)
def _latest_closing(run_date: date, closing_day: int) -> date:
    return nominal_on_or_before(run_date, closing_day)


def regular_dates(facts: ContractFacts, run_date: date) -> InvoiceDates | None:
    """The dates of the invoice that the run of a date issues; None where it has no closing date to handle.

    Where a missed closing date is caught up and its due date leaves too few days, the due date is the first
    due day that leaves enough.
    """
    closing = closing_to_handle(facts, run_date)
    if closing is None:
        return None
    dates = _of_closing(facts.terms, closing)
    if closing == run_date:
        return dates
    due = dates.due_date
    if (due - run_date).days < facts.terms.min_days_to_pay:
        due = first_due_with(facts.terms, run_date)
    return replace(dates, issue_date=run_date, due_date=due)


def _of_closing(terms: BillingTerms, closing: date) -> InvoiceDates:
    return _cached_dates(
        terms.closing_day, terms.due_day, terms.period_reference, terms.period_direction, closing
    )


@lru_cache(maxsize=4096)
def _cached_dates(
    closing_day: int, due_day: int, reference: PeriodReference, direction: PeriodDirection, closing: date
) -> InvoiceDates:
    terms = BillingTerms(
        closing_day=closing_day, due_day=due_day, period_reference=reference, period_direction=direction
    )
    due = due_of_closing(terms, closing)
    return InvoiceDates(InvoiceKind.REGULAR, closing, due, own_period(terms, closing), closing)


def manual_dates(facts: ContractFacts, day: date) -> InvoiceDates:
    """The dates of an invoice that a person issues on a day.

    It bills as the regular invoice of the latest closing date on or before that day would. A contract
    activated after that date bills from its activation to the end of that period, if a day is left.
    """
    closing = nominal_on_or_before(day, facts.terms.closing_day)
    period = own_period(facts.terms, closing)
    return InvoiceDates(InvoiceKind.MANUAL, day, first_due_with(facts.terms, day), period, closing)


def first_period(terms: BillingTerms, activation: date) -> Period:
    """The days of the first invoice: from the activation to the end of the grid period that holds it."""
    boundary = nominal_on_or_before(activation, terms.grid_day)
    return Period(activation, add_months(boundary, 1, terms.grid_day))


def whole_months(terms: BillingTerms, start: date, end: date) -> int:
    """How many grid periods lie whole in [start, end).

    >>> whole_months(BillingTerms(closing_day=1), date(2015, 3, 20), date(2017, 4, 1))
    24
    """
    return sum(start <= one.start and one.end <= end for one in grid(start, end, terms.grid_day))


def first_dates(
    facts: ContractFacts,
    mode: FirstInvoiceMode,
    issue_date: date | None = None,
    due_date: date | None = None,
) -> InvoiceDates | None:
    """The dates of the first invoice; None where the mode issues none now, and for exempt contracts.

    Issue date: the activation unless given. Due date: the first due day with enough days from the issue
    date, unless given; instalments follow the proposed one all the same.
    """
    if facts.terms.exempt or mode in (FirstInvoiceMode.JOIN, FirstInvoiceMode.SKIP):
        return None
    issued = issue_date or facts.activation
    proposed = first_due_with(facts.terms, issued)
    return InvoiceDates(
        InvoiceKind.FIRST,
        issued,
        due_date or proposed,
        first_period(facts.terms, facts.activation),
        prorated=mode == FirstInvoiceMode.PRORATED,
        proposed_due=proposed,
    )

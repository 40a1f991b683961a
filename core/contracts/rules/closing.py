"""Each closing date has one due date: the due day of its own month, or of the next. Source: RULES §3."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from core.contracts.rules.terms import BillingTerms
from core.foundation.calendar import add_months, nominal_day

# A leap year after one that is none: every length of month meets every other in it.
SAMPLE_YEARS = (2023, 2024)


def due_of_closing(terms: BillingTerms, closing: date) -> date:
    """The due date of a closing date: in its month where the due day is the greater, else in the next.

    >>> due_of_closing(BillingTerms(closing_day=30, due_day=31), date(2024, 2, 29))
    datetime.date(2024, 2, 29)
    """
    return _due(terms.closing_day, terms.due_day, closing)


@lru_cache(maxsize=4096)
def _due(closing_day: int, due_day: int, closing: date) -> date:
    return add_months(closing, 0 if due_day > closing_day else 1, due_day)


def fewest_days_to_pay(terms: BillingTerms) -> int:
    """Days from closing to due date in the month that leaves the fewest."""
    closings = [
        nominal_day(year, month, terms.closing_day) for year in SAMPLE_YEARS for month in range(1, 13)
    ]
    return min((due_of_closing(terms, closing) - closing).days for closing in closings)

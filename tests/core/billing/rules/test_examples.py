"""The examples in the docstrings of the rules are true."""

import doctest
from datetime import date
from decimal import Decimal

import pytest

from core.billing.rules import billable, compose, instalments, owed, schedule, settle
from core.billing.rules.facts import ContractFacts, ItemFacts, ItemKind, Price
from core.contracts.rules import checks, closing
from core.contracts.rules.terms import BillingTerms
from core.foundation import calendar, money

# What an example may use without importing it.
KNOWN = {
    "BillingTerms": BillingTerms,
    "ContractFacts": ContractFacts,
    "Decimal": Decimal,
    "ItemFacts": ItemFacts,
    "ItemKind": ItemKind,
    "Price": Price,
    "date": date,
    "manual_dates": schedule.manual_dates,
    "uses": billable.uses,
}


@pytest.mark.parametrize(
    "module",
    [billable, calendar, checks, closing, compose, instalments, money, owed, schedule, settle],
    ids=lambda module: module.__name__,
)
def test_the_examples_in_the_docstrings_are_true(module):
    found = doctest.testmod(module, extraglobs=KNOWN)

    assert found.attempted > 0
    assert found.failed == 0

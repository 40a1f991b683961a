"""Devices, plans and internet accounts, read."""

from core.access.queries.accounts import (
    AccountsPage,
    account,
    account_data,
    accounts_page,
    find_accounts,
)
from core.access.queries.catalog import device, devices, interfaces, plan, plans
from core.access.queries.drivers import driver_choices
from core.access.queries.facts import (
    AccountFacts,
    PlanFacts,
    account_facts,
    account_holder,
    device_choices,
    plan_facts,
    reduced_words,
)
from core.access.queries.owners import holder_words, login_taken
from core.access.queries.picker import Candidate, Picker, picker, unlinked_count

__all__ = [
    "AccountFacts",
    "AccountsPage",
    "Candidate",
    "Picker",
    "PlanFacts",
    "account",
    "account_data",
    "account_facts",
    "account_holder",
    "accounts_page",
    "device",
    "device_choices",
    "devices",
    "driver_choices",
    "find_accounts",
    "holder_words",
    "interfaces",
    "login_taken",
    "picker",
    "plan",
    "plan_facts",
    "plans",
    "reduced_words",
    "unlinked_count",
]

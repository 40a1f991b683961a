"""Contracts and items that state only what matters to a test."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.billing.rules.billable import uses
from core.billing.rules.compose import compose
from core.billing.rules.facts import ContractFacts, InvoiceDates, ItemFacts, ItemKind, Price, Proposal
from core.contracts.rules.terms import BillingTerms
from core.foundation.calendar import Period

R = Decimal
CONTRACT_FIELDS = set(ContractFacts.__dataclass_fields__)


def on(text: str) -> date:
    """A date as a person writes it in a table: 2017-04-10."""
    return date.fromisoformat(text)


def days(start: str, end: str) -> Period:
    return Period(on(start), on(end))


def contract(*items: ItemFacts, **stated: Any) -> ContractFacts:
    """A contract of 2017-01-01; what is stated is a fact of it or else one of its terms."""
    facts = {name: value for name, value in stated.items() if name in CONTRACT_FIELDS}
    terms = {name: value for name, value in stated.items() if name not in CONTRACT_FIELDS}
    activation = facts.pop("activation", on("2017-01-01"))
    since = facts.pop("closing_since", activation)
    return ContractFacts(1, activation, BillingTerms(**terms), since, items, **facts)


def internet(amount: str = "100.00", number: int = 1, **stated: Any) -> ItemFacts:
    return ItemFacts(number, "internet", ItemKind.RECURRING, "Internet", R(amount), **stated)


def discount(amount: str = "10.00", number: int = 2, **stated: Any) -> ItemFacts:
    return ItemFacts(number, "discount", ItemKind.DISCOUNT, "Desconto", R(amount), **stated)


def one_off(amount: str = "150.00", number: int = 3, **stated: Any) -> ItemFacts:
    return ItemFacts(number, "one_off", ItemKind.ONE_OFF, "Instalação", R(amount), **stated)


def invoice(facts: ContractFacts, dates: InvoiceDates) -> Proposal | None:
    """The invoice of these dates, each item priced at its own amount."""
    used, behind = uses(facts, dates)
    return compose(
        facts, dates, [(use, Price(use.item.description, use.item.amount)) for use in used], behind
    )


def shown(proposal: Proposal | None) -> list[tuple[str, str]]:
    """Its lines as (kind, amount); nothing where there is no invoice."""
    return [(str(line.kind), str(line.amount)) for line in proposal.lines] if proposal else []

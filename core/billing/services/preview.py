"""What would be issued for one contract, shown before it is: the road of issuing, up to where it would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.billing.queries.accounts import load
from core.billing.rules.facts import ContractFacts, FirstInvoiceMode, Proposal
from core.billing.rules.first import FirstOutcome, next_regular, other_due, outcome_of, worth_of_days
from core.billing.rules.schedule import first_dates, first_period
from core.billing.services.issue import IssueRefused, preview_first, preview_manual
from core.billing.services.pricing import ask_prices
from core.extension.calls import item_types
from core.foundation.calendar import HolidayCalendar, Period, nominal_on_or_before
from core.foundation.holidays import holiday_calendar

MAKING = (FirstInvoiceMode.PRORATED, FirstInvoiceMode.FULL)


@dataclass(frozen=True, slots=True)
class FirstPrompt:
    """The question of the first invoice with its answers in money.

    `outcomes` holds no answer that makes nothing to bill. `unbilled`: what the skipped days would cost, R$.
    `other_due`: a due date that no other invoice has. `refused`: why nothing can be issued on these dates.
    """

    facts: ContractFacts
    period: Period
    whole: Period
    issue_date: date
    due_date: date
    outcomes: Mapping[FirstInvoiceMode, FirstOutcome]
    unbilled: Decimal
    other_due: date
    refused: str = ""


def facts_of(contract_id: int) -> ContractFacts | None:
    """A contract as billing knows it; None where an item's plugin is off, so that no figure can be given."""
    accounts = load([contract_id], item_types())
    return accounts[0].facts if accounts and not accounts[0].missing else None


def coming_invoice(contract_id: int, day: date) -> Proposal | None:
    """The regular invoice that comes next if nothing changes; None where none does, or none can be told."""
    facts = facts_of(contract_id)
    return next_regular(facts, day, ask_prices) if facts else None


def worth_of(contract_id: int, gaps: Sequence[Period]) -> list[Decimal | None]:
    """What some days of a contract would cost, R$ each; None where an item's plugin is off."""
    facts = facts_of(contract_id)
    return [worth_of_days(facts, gap, ask_prices) if facts else None for gap in gaps]


def first_prompt(contract_id: int, issue: date | None, due: date | None, day: date) -> FirstPrompt | None:
    """The first invoice's answers for these dates; None where an item's plugin is off."""
    facts = facts_of(contract_id)
    if facts is None:
        return None
    issued, proposed = _dates(facts, issue)
    calendar, wanted = holiday_calendar(), due or proposed
    proposals, refused = _proposals(contract_id, issued, wanted)
    outcomes = _outcomes(facts, proposals, day, calendar)
    period = first_period(facts.terms, facts.activation)
    return FirstPrompt(
        facts=facts,
        period=period,
        whole=_whole(facts, period),
        issue_date=issued,
        due_date=wanted,
        outcomes=outcomes,
        unbilled=_unbilled(outcomes),
        other_due=other_due(facts.terms, issued, calendar),
        refused=refused,
    )


def _dates(facts: ContractFacts, issue: date | None) -> tuple[date, date]:
    dates = first_dates(
        replace(facts, terms=replace(facts.terms, exempt=False)), FirstInvoiceMode.FULL, issue
    )
    assert dates is not None  # noqa: S101 - only an exempt contract has none
    return dates.issue_date, dates.due_date


def _proposals(contract_id: int, issue: date, due: date) -> tuple[dict[FirstInvoiceMode, Proposal], str]:
    """What each answer that makes an invoice would make, through plugins and all; and why none can be made."""
    found: dict[FirstInvoiceMode, Proposal] = {}
    for mode in MAKING:
        try:
            batch = preview_first(contract_id, mode, issue, due)
        except IssueRefused as refusal:
            return {}, str(refusal)
        if batch.stuck:
            return {}, batch.stuck[0].sentence
        if batch.ready:
            found[mode] = batch.ready[0][1]
    return found, ""


def _outcomes(
    facts: ContractFacts,
    proposals: Mapping[FirstInvoiceMode, Proposal],
    day: date,
    calendar: HolidayCalendar,
) -> dict[FirstInvoiceMode, FirstOutcome]:
    modes = [mode for mode in FirstInvoiceMode if mode in proposals or mode not in MAKING]
    return {mode: outcome_of(facts, mode, proposals.get(mode), day, ask_prices, calendar) for mode in modes}


def _whole(facts: ContractFacts, period: Period) -> Period:
    """The grid period that holds the first days."""
    return Period(nominal_on_or_before(facts.activation, facts.terms.grid_day), period.end)


def _unbilled(outcomes: Mapping[FirstInvoiceMode, FirstOutcome]) -> Decimal:
    join, skip = outcomes[FirstInvoiceMode.JOIN].coming, outcomes[FirstInvoiceMode.SKIP].coming
    return join.total - skip.total if join and skip else Decimal("0.00")


def manual_proposal(contract_id: int, day: date, due: date | None) -> tuple[Proposal | None, str]:
    """What issuing by hand would make, or a sentence on why it makes nothing."""
    try:
        batch = preview_manual(contract_id, day, due)
    except IssueRefused as refusal:
        return None, str(refusal)
    if batch.stuck:
        return None, batch.stuck[0].sentence
    return (batch.ready[0][1], "") if batch.ready else (None, "")

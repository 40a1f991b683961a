"""The worked scenarios that the developers share, through the rules alone (what the ladder does left out)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.billing.rules.facts import FirstInvoiceMode, ItemFacts, ItemKind
from core.contracts.rules.terms import BillingTerms, IssueMode, PeriodDirection, PeriodReference
from core.foundation.calendar import HolidayCalendar, Period
from tests.core.billing.rules.ledger import Extra, Invoice, Ledger

CASES = Path(__file__).parents[5] / "shared" / "cases"
MONEY = {"punctuality_discount", "late_fee_percent", "monthly_interest_percent", "settle_short_by"}
WORDS = {
    "issue_mode": IssueMode,
    "period_reference": PeriodReference,
    "period_direction": PeriodDirection,
}
BILLING_EVENTS = {"invoice_issued", "part_payment", "invoice_paid"}


def shared_contracts() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text())
        wanted = {one["name"]: one for one in case["expected"]["contracts"]}
        for contract in case["scenario"]["contracts"]:
            expected = wanted[contract["name"]]
            if expected["status"] == "active":
                name = f"{path.stem}-{contract['name']}"
                found.append(pytest.param(case["scenario"], contract, expected, id=name))
    return found or [pytest.param(None, None, None, id="absent")]


@pytest.mark.parametrize(("scenario", "contract", "expected"), shared_contracts())
def test_every_shared_contract_that_the_ladder_does_not_end_comes_out_as_expected(
    scenario: Any, contract: Any, expected: Any
) -> None:
    if scenario is None:
        pytest.skip("the shared cases (../shared/cases) are not on this machine")

    ledger = live_through(scenario, contract)

    quotes = [date.fromisoformat(day) for day in scenario["quotes"]]
    assert [as_shown(one, quotes) for one in ledger.invoices] == [bare(one) for one in expected["invoices"]]
    assert str(sum((lot.amount for lot in ledger.credit), Decimal("0.00"))) == expected["credit"]
    assert [(day.isoformat(), event) for day, event in ledger.timeline] == [
        (one["date"], one["event"]) for one in expected["timeline"] if one["event"] in BILLING_EVENTS
    ]


def live_through(scenario: Any, contract: Any) -> Ledger:
    ledger = opened(scenario, contract)
    first = contract.get("first_invoice") or {"mode": "skip"}
    due = first.get("due_date")
    day, last = date.fromisoformat(contract["start"]), date.fromisoformat(scenario["until"])
    ledger.begin(FirstInvoiceMode(first["mode"]), due and date.fromisoformat(due))
    while day <= last:
        for event in scenario["events"]:
            if event["contract"] == contract["name"] and event["date"] == day.isoformat():
                happen(ledger, day, event)
        ledger.run(day)
        day += timedelta(days=1)
    return ledger


def opened(scenario: Any, contract: Any) -> Ledger:
    return Ledger(
        start=date.fromisoformat(contract["start"]),
        terms=changed(BillingTerms(), contract["billing"]),
        items=[item(number, one) for number, one in enumerate(contract["items"], start=1)],
        extras=[extra(one) for one in contract["extra_items"]],
        calendar=HolidayCalendar(frozenset(date.fromisoformat(day) for day in scenario["holidays"])),
    )


def happen(ledger: Ledger, day: date, event: Any) -> None:
    if event["type"] == "payment":
        paid_on = date.fromisoformat(event.get("paid_on", event["date"]))
        ledger.pay(day, event["invoice"], Decimal(event["amount"]), paid_on)
    elif event["type"] == "generate_invoice":
        ledger.issue_by_hand(day)
    elif event["type"] == "change_billing":
        ledger.change(day, changed(ledger.terms, event["billing"]))


def changed(terms: BillingTerms, fields: Any) -> BillingTerms:
    values = {name: read(name, value) for name, value in fields.items()}
    return replace(terms, **values)


def read(name: str, value: Any) -> Any:
    return Decimal(value) if name in MONEY else WORDS.get(name, lambda same: same)(value)


def item(number: int, one: Any) -> ItemFacts:
    kinds = {"one_off": ItemKind.ONE_OFF, "discount": ItemKind.DISCOUNT}
    starts, ends = (one[name] and date.fromisoformat(one[name]) for name in ("starts_on", "ends_on"))
    kind = kinds.get(one["type"], ItemKind.RECURRING)
    return ItemFacts(number, one["type"], kind, one["description"], Decimal(one["amount"]), starts, ends)


def extra(one: Any) -> Extra:
    first = date.fromisoformat(one["first_month"] + "-01")
    return Extra(one["description"], Decimal(one["total"]), one["instalments"], first)


def as_shown(invoice: Invoice, quotes: list[date]) -> dict[str, Any]:
    proposal = invoice.proposal
    dates = proposal.dates
    return {
        "kind": str(dates.kind),
        "issue_date": dates.issue_date.isoformat(),
        "due_date": dates.due_date.isoformat(),
        "effective_due_date": invoice.debt.effective_due.isoformat(),
        "period": shown_period(proposal.period),
        "lines": [{"kind": str(line.kind), "amount": str(line.amount)} for line in proposal.lines],
        "total": str(proposal.total),
        "status": "paid" if invoice.paid else "open",
        "left": str(invoice.left),
        "quotes": {day.isoformat(): str(invoice.quote(day)) for day in quotes if day >= dates.issue_date},
    }


def shown_period(period: Period | None) -> dict[str, str] | None:
    return period and {"start": period.start.isoformat(), "end": period.last_day.isoformat()}


def bare(invoice: Any) -> Any:
    """An expected invoice without the words of its lines."""
    lines = [{"kind": line["kind"], "amount": line["amount"]} for line in invoice["lines"]]
    return {**invoice, "lines": lines}

"""The worked scenarios that the developers share, billing and ladder together, through the rules alone."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.billing.rules.facts import FirstInvoiceMode
from core.contracts.rules.terms import LadderTerms
from tests.core.billing.rules.test_cases import as_shown, bare, opened
from tests.core.dunning.rules.life import Life

CASES = Path(__file__).parents[5] / "shared" / "cases"


def shared_contracts() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        case = json.loads(path.read_text())
        wanted = {one["name"]: one for one in case["expected"]["contracts"]}
        for contract in case["scenario"]["contracts"]:
            name = f"{path.stem}-{contract['name']}"
            found.append(pytest.param(case["scenario"], contract, wanted[contract["name"]], id=name))
    return found or [pytest.param(None, None, None, id="absent")]


@pytest.mark.parametrize(("scenario", "contract", "expected"), shared_contracts())
def test_every_shared_contract_goes_up_and_down_its_ladder_as_expected(
    scenario: Any, contract: Any, expected: Any
) -> None:
    if scenario is None:
        pytest.skip("the shared cases (../shared/cases) are not on this machine")

    life = live_through(scenario, contract)

    quotes = [date.fromisoformat(day) for day in scenario["quotes"]]
    timeline = [{"date": day.isoformat(), "event": event} for day, event in life.books.timeline]
    assert timeline == expected["timeline"]
    assert str(life.stage) == expected["stage"]
    assert [as_shown(one, quotes) for one in life.books.invoices] == [bare(i) for i in expected["invoices"]]
    assert str(sum((lot.amount for lot in life.books.credit), Decimal("0.00"))) == expected["credit"]


def live_through(scenario: Any, contract: Any) -> Life:
    life = Life.of(opened(scenario, contract), ladder(contract["dunning"]))
    first = contract.get("first_invoice") or {"mode": "skip"}
    due = first.get("due_date")
    day, last = date.fromisoformat(contract["start"]), date.fromisoformat(scenario["until"])
    life.books.begin(FirstInvoiceMode(first["mode"]), due and date.fromisoformat(due))
    while day <= last:
        for event in scenario["events"]:
            if event["contract"] == contract["name"] and event["date"] == day.isoformat():
                life.happen(day, event)
        life.night(day, life.books.calendar)
        day += timedelta(days=1)
    return life


def ladder(dunning: Any) -> LadderTerms:
    return LadderTerms(**{**dunning, "suspend_except": frozenset(dunning.get("suspend_except", ()))})

"""The shared cases lived through by the real services: everything about invoices and payments. RULES."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.extension.calls import item_types
from core.simulator.play import play
from core.simulator.report import report
from core.simulator.scenario import read

CASES = Path(__file__).parents[4] / "shared" / "cases"
LADDER = {"message_started", "throttled", "suspended", "cancelled", "trust_unlocked", "restored"}
FILES = sorted(CASES.glob("*.json"))


@pytest.mark.skipif(not FILES, reason=f"the shared cases are not beside the project ({CASES.name}/)")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_services_bill_as_the_shared_case_says(app_context: Flask, file: Path) -> None:
    case = json.loads(file.read_text())
    scenario = read(case["scenario"], tuple(item_types()))

    lived = report(scenario, play(scenario))

    expected = {one["name"]: one for one in case["expected"]["contracts"] if one["status"] != "cancelled"}
    for contract in lived["contracts"]:
        if contract["name"] in expected and not _was_away(expected[contract["name"]]):
            assert _billing(contract) == _billing(expected[contract["name"]]), contract["name"]


def _was_away(contract: dict[str, Any]) -> bool:
    """Cancelled by the ladder and brought back: days in between are not billed, which needs the ladder."""
    return any(event["event"] == "cancelled" for event in contract["timeline"])


def _billing(contract: dict[str, Any]) -> dict[str, Any]:
    """Without the ladder's stage and events, and without the words, which the cases leave open."""
    invoices = [
        {**one, "lines": [{"kind": line["kind"], "amount": line["amount"]} for line in one["lines"]]}
        for one in contract["invoices"]
    ]
    timeline = [event for event in contract["timeline"] if event["event"] not in LADDER]
    return {
        "name": contract["name"],
        "credit": contract["credit"],
        "invoices": invoices,
        "timeline": timeline,
    }

"""The shared cases lived through by the real services: invoices, payments, the ladder, late news. RULES."""

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
FILES = sorted(CASES.glob("*.json"))


@pytest.mark.skipif(not FILES, reason=f"the shared cases are not beside the project ({CASES.name}/)")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_services_do_as_the_shared_case_says(app_context: Flask, file: Path) -> None:
    case = json.loads(file.read_text())
    scenario = read(case["scenario"], tuple(item_types()))

    lived = report(scenario, play(scenario))

    expected = case["expected"]["contracts"]
    assert [_without_words(one) for one in lived["contracts"]] == [_without_words(one) for one in expected]


def _without_words(contract: dict[str, Any]) -> dict[str, Any]:
    """The cases leave the words of a line open."""
    invoices = [
        {**one, "lines": [{"kind": line["kind"], "amount": line["amount"]} for line in one["lines"]]}
        for one in contract["invoices"]
    ]
    return {**contract, "invoices": invoices}

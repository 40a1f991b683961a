"""The scenario file: what it prints, and that it is refused whole with the place and the reason. RULES."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.cli import malha
from core.simulator.scenario import ScenarioError, read

TYPES = ("internet", "email", "virtual_disk", "one_off", "discount")
SCENARIO: dict[str, Any] = {
    "today": "2017-03-20",
    "until": "2017-05-15",
    "quotes": ["2017-04-15"],
    "contracts": [
        {
            "name": "router",
            "start": "2017-03-20",
            "items": [{"type": "internet", "description": "Plano 20 Mega", "amount": "100.00"}],
            "extra_items": [
                {"description": "Roteador", "total": "60.00", "instalments": 3, "first_month": "2017-04"}
            ],
            "billing": {"late_fee_percent": "2", "monthly_interest_percent": "1"},
            "dunning": {"message_after_days": 1, "suspend_after_days": 10},
        }
    ],
    "events": [
        {"date": "2017-04-12", "type": "payment", "contract": "router", "invoice": 1, "amount": "120.00"}
    ],
}
CONTRACT = ("contracts", 0)
EVENT = ("events", 0)


def _with(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The scenario with another value at a place."""
    changed: Any = copy.deepcopy(SCENARIO)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return dict(changed)


@pytest.fixture
def simulate(tmp_path: Path) -> Callable[[str], Any]:
    """`simulate(text)`: the command on a file with that text."""

    def run(content: str) -> Any:
        file = tmp_path / "scenario.json"
        file.write_text(content)
        return CliRunner().invoke(malha, ["simulate", str(file)])

    return run


def test_it_prints_each_contract_with_its_invoices_and_its_timeline(simulate: Callable[[str], Any]) -> None:
    done = simulate(json.dumps(SCENARIO))

    printed = json.loads(done.stdout)["contracts"]
    april = printed[0]["invoices"][0]
    assert done.exit_code == 0
    assert list(printed[0]) == ["name", "status", "stage", "credit", "invoices", "timeline"]
    assert {name: april[name] for name in ("kind", "issue_date", "due_date", "effective_due_date")} == {
        "kind": "regular",
        "issue_date": "2017-04-01",
        "due_date": "2017-04-10",
        "effective_due_date": "2017-04-10",
    }
    assert april["period"] == {"start": "2017-04-01", "end": "2017-04-30"}
    assert [(line["kind"], line["amount"]) for line in april["lines"]] == [
        ("recurring", "100.00"),
        ("instalment", "20.00"),
    ]
    assert (april["total"], april["status"], april["left"]) == ("120.00", "paid", "0.00")
    # Five days late on 120.00: 2.40 of fee and 120 x 1 % / 30 x 5 = 0.20 of interest.
    assert april["quotes"] == {"2017-04-15": "122.60"}
    assert {"date": "2017-04-01", "event": "invoice_issued"} in printed[0]["timeline"]
    assert {"date": "2017-04-12", "event": "invoice_paid"} in printed[0]["timeline"]


def test_it_leaves_no_database_behind_and_asks_no_queue(
    simulate: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MALHA_REDIS_URL", "redis://127.0.0.1:1/0")

    done = simulate(json.dumps(SCENARIO))

    assert done.exit_code == 0, done.output
    assert [path.name for path in tmp_path.iterdir()] == ["scenario.json"]


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"today": NaN}', "[" * 100_000])
def test_what_is_no_scenario_is_refused_with_exit_2_and_nothing_printed(
    simulate: Callable[[str], Any], content: str
) -> None:
    done = simulate(content)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "scenario.json: " in done.stderr


REFUSED = [
    (("today",), "20/03/2017", "$.today: expected a date"),
    (("today",), "0001-01-01", "$.today: expected a year from 1900"),
    (("until",), "2017-03-19", "$.until: comes before today"),
    (("until",), "2040-01-01", "$.until: is more than 3660 days"),
    (("until",), "2017-02-30", "$.until: 2017-02-30 is no day of the calendar"),
    (("colour",), "blue", "$.colour: no such field"),
    (("contracts",), {}, "$.contracts: expected a list"),
    ((*CONTRACT, "start"), "2017-03-19", "$.contracts[0].start: comes before today"),
    ((*CONTRACT, "start"), 20170320, "$.contracts[0].start: expected a date"),
    ((*CONTRACT, "items", 0, "amount"), 100, "$.contracts[0].items[0].amount: expected an amount"),
    ((*CONTRACT, "items", 0, "amount"), "-1.00", "$.contracts[0].items[0].amount: expected an amount"),
    ((*CONTRACT, "items", 0, "amount"), "1.001", "$.contracts[0].items[0].amount: expected an amount"),
    ((*CONTRACT, "items", 0, "amount"), "١٠", "$.contracts[0].items[0].amount: expected an amount"),
    ((*CONTRACT, "items", 0, "type"), "tv", "$.contracts[0].items[0].type: expected one of"),
    (
        (*CONTRACT, "extra_items", 0, "instalments"),
        0,
        "$.contracts[0].extra_items[0].instalments: expected a",
    ),
    ((*CONTRACT, "extra_items", 0, "total"), "0.00", "$.contracts[0].extra_items[0].total: must be above"),
    ((*CONTRACT, "billing", "closing_day"), 0, "$.contracts[0].billing.closing_day: expected a whole number"),
    ((*CONTRACT, "billing", "due_day"), 32, "$.contracts[0].billing.due_day: expected a whole number"),
    ((*CONTRACT, "billing", "due_day"), True, "$.contracts[0].billing.due_day: expected a whole number"),
    ((*CONTRACT, "billing", "exempt"), "no", "$.contracts[0].billing.exempt: expected true or false"),
    ((*CONTRACT, "dunning", "message_after_days"), 11, "$.contracts[0].dunning.suspend_after_days: "),
    ((*CONTRACT, "dunning", "message_after_days"), 0, "$.contracts[0].dunning.message_after_days: "),
    ((*CONTRACT, "dunning", "suspend_except"), ["someday"], "$.contracts[0].dunning.suspend_except[0]: "),
    ((*CONTRACT, "first_invoice"), {"mode": "half"}, "$.contracts[0].first_invoice.mode: expected one of"),
    (
        (*CONTRACT, "first_invoice"),
        {"mode": "full", "due_date": "2017-03-19"},
        "$.contracts[0].first_invoice.due_date: comes before the start",
    ),
    ((*EVENT, "contract"), "other", "$.events[0].contract: no contract named 'other'"),
    ((*EVENT, "date"), "2017-05-16", "$.events[0].date: is not between today and until"),
    ((*EVENT, "paid_on"), "2017-04-13", "$.events[0].paid_on: comes after the event"),
    ((*EVENT, "amount"), "0.00", "$.events[0].amount: must be above zero"),
    ((*EVENT, "days"), 3, "$.events[0].days: no such field"),
    ((*EVENT, "type"), "gift", "$.events[0].type: expected one of payment"),
    ((*EVENT, "type"), ["payment"], "$.events[0].type: expected one of payment"),
    (("events", 0), "payment", "$.events[0].type: expected one of payment"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSED, ids=[f"{place}" for _, _, place in REFUSED])
def test_what_does_not_fit_refuses_the_file_and_names_place_and_reason(
    path: tuple[Any, ...], value: Any, sentence: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        read(_with(path, value), TYPES)

    assert str(refused.value).startswith(sentence)


def test_two_contracts_of_one_name_are_refused() -> None:
    twice = _with(("contracts",), SCENARIO["contracts"] * 2)

    with pytest.raises(ScenarioError, match=r"\$\.contracts\[1\]\.name: a second contract named 'router'"):
        read(twice, TYPES)


def test_what_is_left_out_is_as_the_rules_say() -> None:
    bare = read(
        {"today": "2017-03-20", "until": "2017-03-20", "contracts": [{"name": "a", "start": "2017-03-20"}]},
        TYPES,
    )

    terms, ladder = bare.contracts[0].billing, bare.contracts[0].ladder
    assert (terms.closing_day, terms.due_day, terms.min_days_to_pay, terms.exempt) == (1, 10, 5, False)
    assert (str(terms.settle_short_by), str(terms.punctuality_discount)) == ("5.00", "0.00")
    assert (terms.issue_mode, terms.period_reference, terms.period_direction) == (
        "automatic",
        "issue_date",
        "forward",
    )
    assert (ladder.message_after_days, ladder.suspend_after_days, ladder.notice_days) == (None, None, 0)
    assert (bare.contracts[0].first_mode, bare.events) == ("skip", ())

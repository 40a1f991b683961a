"""`malha billing run`, by its output and exit status: 0 done, 1 wants a person, 2 the request was wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.billing.models import Invoice
from core.foundation.database import db
from core.testing.builders import contract, item

Run = Callable[..., Any]


@pytest.fixture
def bill(app: Flask, runner: Run) -> Run:
    """`bill("2017-04-01", "--json")`: the run of a date."""
    return lambda day, *words: runner("billing", "run", "--date", day, *words)


def _contract(app: Flask, **fields: Any) -> int:
    with app.app_context():
        key: int = contract(**fields).id
        return key


def _count(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalar(db.select(db.func.count(Invoice.id))) or 0)


def test_a_dry_run_says_what_would_be_issued_and_writes_nothing(app: Flask, bill: Run) -> None:
    _contract(app)

    done = bill("2017-04-01", "--dry-run", "--json")

    printed = json.loads(done.stdout)
    # April, and 12 of March's 31 days.
    assert (done.exit_code, printed["dry_run"], printed["issued"], printed["total"]) == (0, True, 1, "138.70")
    assert _count(app) == 0


def test_a_run_issues_and_a_second_one_of_the_date_adds_nothing(app: Flask, bill: Run) -> None:
    _contract(app)

    first, second = bill("2017-04-01", "--json"), bill("2017-04-01", "--json")

    assert [json.loads(done.stdout)["issued"] for done in (first, second)] == [1, 0]
    assert (first.exit_code, second.exit_code, _count(app)) == (0, 0, 1)


def test_a_contract_left_out_is_named_with_the_reason(app: Flask, bill: Run) -> None:
    key = _contract(app, issue_mode="manual")

    done = bill("2017-04-01")

    assert done.exit_code == 0
    assert f"contrato {key} ficou de fora: Emissão manual." in done.output


def test_a_contract_that_is_stuck_is_exit_1(app: Flask, bill: Run) -> None:
    key = _contract(app, items=[item("tv")])

    done = bill("2017-04-01", "--json")

    left_out = json.loads(done.stdout)["left_out"]
    assert done.exit_code == 1
    assert [(one["contract"], one["reason"]) for one in left_out] == [(key, "stuck")]


def test_a_total_that_is_off_stops_the_run_until_it_is_confirmed(app: Flask, bill: Run) -> None:
    _contract(app)
    bill("2017-04-01")
    _contract(app)

    stopped, words = bill("2017-05-01", "--json"), bill("2017-05-01")
    confirmed = bill("2017-05-01", "--confirm", "--json")

    assert stopped.exit_code == words.exit_code == 1
    assert json.loads(stopped.stdout)["stopped"] is True
    assert "repita com --confirm" in words.output
    assert (confirmed.exit_code, json.loads(confirmed.stdout)["issued"]) == (0, 2)


@pytest.mark.parametrize("day", ["01/04/2017", "2017-02-30", ""])
def test_what_is_no_day_is_exit_2(bill: Run, day: str) -> None:
    assert bill(day).exit_code == 2

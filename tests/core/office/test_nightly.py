"""The night: the ladder first, then the invoices; by hand, by the scheduler, in one process or shared out. RULES §7."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from bench.seed import START, seed
from core.billing.models import BillingRun, Invoice
from core.billing.services.run import run
from core.contracts.models import Contract, ContractItem
from core.contracts.queries.ranges import id_ranges
from core.dunning.models import LadderRun, LadderState
from core.foundation import tasks
from core.foundation.database import db, transaction
from core.foundation.preferences import set_preferences
from core.foundation.tasks.models import Task
from core.office.queries.tasks import NIGHTLY
from core.testing.builders import contract

Run = Callable[..., Any]
APRIL = date(2017, 4, 1)


def do_all() -> None:
    while found := tasks.due():
        tasks.perform(found[0])


def test_who_is_cancelled_tonight_is_not_billed_tonight(app: Flask, runner: Run, clock: Any) -> None:
    with app.app_context():
        ladder = {"suspend_after_days": 10, "cancel_after_days": 10}
        late = contract(starts_on=date(2017, 3, 20), stage="suspended", **ladder)
        paying = contract(starts_on=date(2017, 4, 15))
        run(APRIL)
        with transaction() as session:
            since = {"suspended_since": date(2017, 4, 21), "done_on": date(2017, 4, 30)}
            session.add(LadderState(contract_id=late.id, unlock_over=False, **since))
        keys = (late.id, paying.id)
        db.session.remove()

    done = runner("nightly", "--date", "2017-05-01", "--confirm", "--json")

    assert json.loads(done.stdout)["ladder"]["steps"] == {"cancelled": 1}
    with app.app_context():
        billed = db.session.execute(
            db.select(Invoice.contract_id).where(Invoice.issue_date == date(2017, 5, 1))
        )
        assert [key for (key,) in billed] == [keys[1]]


@pytest.mark.databases("sqlite", "postgres")
def test_a_night_by_hand_moves_and_issues_and_twice_it_does_nothing_more(
    app: Flask, runner: Run, clock: Any, database: str
) -> None:
    with app.app_context():
        contract(starts_on=date(2017, 3, 20))
        db.session.remove()

    first = runner("nightly", "--date", "2017-04-01", "--json")
    second = runner("nightly", "--date", "2017-04-01", "--json")

    given = [json.loads(done.stdout)["billing"] for done in (first, second)]
    # April, and 12 of March's 31 days.
    assert given[0] == {"stopped": False, "issued": 1, "total": "138.70", "stuck": []}
    assert given[1] == {"stopped": False, "issued": 0, "total": "0.00", "stuck": []}
    assert (first.exit_code, second.exit_code) == (0, 0)


def test_a_night_by_hand_is_written_down_with_its_report(app: Flask, runner: Run, clock: Any) -> None:
    runner("nightly", "--date", "2017-04-01")

    with app.app_context():
        (row,) = db.session.scalars(db.select(Task))
        assert (row.state, row.label) == ("done", "Rotina da noite de 01/04/2017, à mão")
        assert row.result["billing"]["issued"] == 0
        assert db.session.scalars(db.select(LadderRun.run_date)).all() == [APRIL]
        assert db.session.scalars(db.select(BillingRun.state)).all() == ["done"]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(app: Flask, runner: Run, clock: Any) -> None:
    with app.app_context():
        contract(starts_on=date(2017, 3, 20))
        db.session.remove()

    done = runner("nightly", "--date", "2017-04-01", "--dry-run", "--json")

    said = json.loads(done.stdout)
    assert (said["dry_run"], said["billing"]["issued"], said["ladder"]["looked_at"]) == (True, 1, 0)
    with app.app_context():
        assert [db.session.scalar(db.select(db.func.count(model.id))) for model in (Invoice, Task)] == [0, 0]


def test_a_total_that_is_off_stops_the_invoices_alone_and_says_so(
    app: Flask, runner: Run, clock: Any
) -> None:
    with app.app_context():
        contract(starts_on=date(2017, 3, 1))
        run(APRIL)
        for _ in range(3):
            contract(starts_on=date(2017, 3, 1))
        db.session.remove()

    stopped = runner("nightly", "--date", "2017-05-01")
    confirmed = runner("nightly", "--date", "2017-05-01", "--confirm", "--json")

    assert stopped.exit_code == 1
    assert "Nada foi emitido: daria" in stopped.output
    assert json.loads(confirmed.stdout)["billing"]["issued"] == 4


def test_work_cannot_be_shared_out_without_a_queue(runner: Run) -> None:
    for words in (("nightly",), ("billing", "run"), ("dunning", "run")):
        done = runner(*words, "--jobs", "2")

        assert done.exit_code == 2
        assert "--jobs precisa de uma fila" in done.output


@pytest.mark.databases("sqlite", "postgres")
def test_a_night_in_ranges_gives_the_same_as_a_night_in_one(app: Flask, runner: Run, database: str) -> None:
    with app.app_context():
        seed(5_000)
        key = tasks.submit(NIGHTLY, START.isoformat(), 2) or 0
        do_all()
        task = db.session.get_one(Task, key, populate_existing=True)
        parts = db.session.scalar(db.select(db.func.count(Task.id)))

        # 110.00 without the discount of every odd contract: 2,500 × 110.00 + 2,500 × 100.00
        assert task.result["billing"] == {
            "stopped": False,
            "issued": 5_000,
            "total": "525000.00",
            "stuck": [],
        }
        assert (task.state, parts) == ("done", 1 + 2 + 3 + 1 + 3)
        (record,) = db.session.scalars(db.select(BillingRun))
        assert (record.state, record.done, record.contracts, record.issued) == ("done", 5_000, 5_000, 5_000)
        assert db.session.scalar(db.select(db.func.count(LadderRun.id))) == 1


@pytest.mark.parametrize("limit", [10, 1], ids=["within", "over"])
def test_the_total_is_compared_in_ranges_before_anything_is_issued(app_context: Flask, limit: int) -> None:
    seed(4_100)
    run(START)
    with transaction() as session:
        session.execute(db.update(ContractItem).values(amount=ContractItem.amount + Decimal("5.00")))
    set_preferences({"billing.difference_limit_percent": limit})

    key = tasks.submit(NIGHTLY, "2017-03-01", 2) or 0
    do_all()

    billing = db.session.get_one(Task, key, populate_existing=True).result["billing"]
    assert billing["stopped"] == (limit == 1)
    issued = db.session.scalar(db.select(db.func.count(Invoice.id))) or 0
    assert issued == (4_100 if limit == 1 else 8_200)


def test_ranges_hold_every_contract_once_and_those_of_tomorrow_too(app_context: Flask) -> None:
    seed(5_000)
    with transaction() as session:
        session.execute(db.update(Contract).where(Contract.id == 3).values(status="ended"))

    found = id_ranges(2)

    assert [one.ends for one in found] == [(0, 2001), (2002, 4001), (4002, None)]
    assert [one.words for one in found][0] == "Contratos 0 a 2.001"


def test_one_worker_gets_all_in_one_range(app_context: Flask) -> None:
    assert [one.ends for one in id_ranges(1)] == [(0, None)]

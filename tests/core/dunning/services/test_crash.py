"""A night that is killed at ten moments: the next one takes the steps that are missing, and none twice. DESIGN §2."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update

from bench.seed import seed
from core.contracts.models import Contract
from core.dunning.models import LadderEvent, LadderNotice, LadderState
from core.dunning.services.night import move
from core.foundation.database import db, transaction

NIGHT = date(2017, 4, 11)
CONTRACTS = 1_500
CHILD = Path(__file__).parent / "one_night.py"
# Seconds after the word to begin: inside the first batch, between batches, late.
MOMENTS = (0.0, 0.02, 0.05, 0.08, 0.11, 0.14, 0.17, 0.2, 0.25, 0.3)
LATE = """
INSERT INTO invoice (contract_id, number, kind, status, issue_date, due_date, effective_due_date, total, base, "left",
  punctuality_discount, late_fee_percent, monthly_interest_percent, settle_short_by, exempt, holder_name,
  holder_document, billing_address, installation_address, waived, created_at)
SELECT id, 1, 'regular', 'open', '2017-04-01', '2017-04-10', '2017-04-10', 10000, 10000, 10000,
  0, 0, 0, 500, false, 'x', 'x', 'x', 'x', false, '2017-04-01' FROM contract
"""


@pytest.mark.slow
@pytest.mark.databases("postgres")
def test_a_night_killed_at_ten_moments_is_finished_by_the_next_one(
    app: Flask, database: str, tmp_path: Path
) -> None:
    with app.app_context():
        seed(CONTRACTS)
        _give_all_a_ladder_and_a_debt()
        db.session.remove()

    kept = [_killed_after(app, database, tmp_path, seconds) for seconds in MOMENTS]
    with app.app_context():
        finished = move(NIGHT)

    assert kept == sorted(kept)
    assert any(0 < count < CONTRACTS for count in kept), f"no night was caught half-way: {kept}"
    assert finished.moved == CONTRACTS - kept[-1]
    with app.app_context():
        assert _count(LadderEvent) == _count(LadderNotice) == _count(LadderState) == CONTRACTS
        assert db.session.scalar(select(func.count(func.distinct(LadderEvent.contract_id)))) == CONTRACTS
        assert db.session.scalar(select(func.count()).where(Contract.stage == "message")) == CONTRACTS
        assert db.session.scalar(select(func.count()).where(LadderState.done_on == NIGHT)) == CONTRACTS
        assert move(NIGHT).moved == 0


def _give_all_a_ladder_and_a_debt() -> None:
    with transaction() as session:
        session.execute(update(Contract).values(message_after_days=1, throttle_after_days=3))
        session.execute(text(LATE))


def _killed_after(app: Flask, database: str, folder: Path, seconds: float) -> int:
    """Begin a night in a process of its own and kill it; gives how many steps are kept by then."""
    command = [sys.executable, str(CHILD), database, str(folder), str(NIGHT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(seconds)
        process.kill()
    with app.app_context():
        return _count(LadderEvent)


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0

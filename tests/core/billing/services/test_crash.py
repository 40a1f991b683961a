"""A run that dies half-way: the next one adds what is missing, and nothing twice. DESIGN §2."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from bench.seed import START, seed
from core.billing.models import Invoice, InvoiceLine
from core.billing.services.run import run
from core.foundation.audit import AuditEntry
from core.foundation.database import db
from core.foundation.outbox import OutboxEvent

CONTRACTS = 6_000


@pytest.mark.databases("postgres")
def test_a_run_killed_between_batches_is_finished_by_the_next_one(app: Flask, database: str) -> None:
    with app.app_context():
        seed(CONTRACTS)
        db.session.remove()

    killed = _killed_run(app, database)
    with app.app_context():
        finished = run(START)

    assert 0 < killed < CONTRACTS, "the run was not caught half-way"
    assert finished.issued == CONTRACTS - killed
    with app.app_context():
        assert _count(Invoice) == _count(OutboxEvent) == CONTRACTS
        assert db.session.scalar(select(func.count(func.distinct(Invoice.contract_id)))) == CONTRACTS
        assert (
            db.session.scalar(select(func.count()).where(AuditEntry.action == "invoice_issued")) == CONTRACTS
        )
        # 110.00 without the discount of every odd contract: 3,000 × 110.00 + 3,000 × 100.00
        total = Decimal("630000.00")
        assert db.session.scalar(select(func.sum(InvoiceLine.amount))) == total
        assert db.session.scalar(select(func.sum(Invoice.total))) == total


def _killed_run(app: Flask, database: str) -> int:
    """Start the run in a process of its own, kill it once its first batch is in; gives how many it kept."""
    process = subprocess.Popen([sys.executable, "-m", "bench.month", database, START.isoformat()])
    assert date(2017, 2, 1) == START
    with app.app_context():
        until = time.monotonic() + 60
        while not _count(Invoice) and time.monotonic() < until:
            db.session.rollback()
            time.sleep(0.02)
        process.kill()
        process.wait()
        db.session.rollback()
        return _count(Invoice)


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0

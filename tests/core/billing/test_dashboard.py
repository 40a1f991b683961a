"""Billing's cards on the dashboard say what happened, what is overdue and what comes. UX §2.9."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask import Flask
from sqlalchemy import select

from core.billing.models import Invoice
from core.billing.queries.today import money_of, next_closing, overdue_on, stuck_contracts
from core.billing.services.recorded import record_start, run_recorded
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.foundation.database import db
from core.testing.builders import contract, item

APRIL = date(2017, 4, 1)


def test_money_of_the_day_and_of_the_two_weeks_by_way_of_paying(app_context: Flask) -> None:
    for _ in range(3):
        contract(starts_on=APRIL)
    run(APRIL)
    first, second, third = db.session.scalars(select(Invoice.id).order_by(Invoice.id))
    receive_payment(first, Money(Decimal("100.00"), date(2017, 4, 3), "cash"), date(2017, 4, 3))
    receive_payment(second, Money(Decimal("60.00"), date(2017, 4, 10), "pix"), date(2017, 4, 10))
    receive_payment(third, Money(Decimal("30.00"), date(2017, 4, 10), "card"), date(2017, 4, 10))

    money = money_of(date(2017, 4, 10))

    assert (money.total, money.count) == (Decimal("90.00"), 2)
    assert money.ways == {"Pix": Decimal("60.00"), "Boleto": Decimal("0.00"), "Balcão": Decimal("30.00")}
    assert (money.week[-1], money.week_before[-1]) == (Decimal("90.00"), Decimal("100.00"))


def test_overdue_counts_from_the_effective_due_date(app_context: Flask) -> None:
    contract(starts_on=APRIL, due_day=8)  # Saturday: paid on Monday the 10th is paid on time
    run(APRIL)

    assert overdue_on(date(2017, 4, 10)).invoices == 0
    late = overdue_on(date(2017, 4, 11))
    assert (late.invoices, late.contracts, late.left) == (1, 1, Decimal("100.00"))


def test_the_next_closing_date_counts_short_months_in(app_context: Flask) -> None:
    contract(starts_on=APRIL, closing_day=31)
    contract(starts_on=APRIL, closing_day=30)

    coming = next_closing(date(2017, 4, 10))

    assert coming and (coming.day, coming.contracts) == (date(2017, 4, 30), 2)


def test_contracts_that_the_latest_run_left_stuck_are_named(app_context: Flask) -> None:
    stuck = contract([item("tv", "29.90", description="TV")], starts_on=APRIL)
    run_recorded(record_start(APRIL))

    assert [(one.contract_id, one.holder, one.sentence) for one in stuck_contracts()] == [
        (stuck.id, "Marina Tavares", "O item “TV” é do plugin tv, que está desligado.")
    ]

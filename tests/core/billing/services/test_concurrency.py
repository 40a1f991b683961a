"""Two at one moment take turns: nothing is billed, paid, given back or answered twice. DESIGN §2, RULES §4, §5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.billing.models import Application, Invoice, InvoiceLine, Receipt
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.cancel import CancelRefused, cancel_invoice
from core.billing.services.issue import IssueRefused, issue_first, issue_manual
from core.billing.services.receive import receive_once
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.contracts.models import Contract
from core.contracts.queries.snapshot import snapshot
from core.contracts.services.ending import end_contract
from core.contracts.services.save import save_contract
from core.foundation.database import db
from core.testing.builders import contract, item
from tests.together import together

pytestmark = pytest.mark.databases("sqlite", "postgres")
APRIL, MAY, DUE = date(2017, 4, 1), date(2017, 5, 1), date(2017, 4, 10)
ROUNDS = 2


@pytest.fixture(params=range(ROUNDS))
def here(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app, in a context that holds no transaction while the threads are at work."""
    with app.app_context():
        yield app


def billed(count: int = 1, amount: str = "100.00") -> list[int]:
    for _ in range(count):
        contract([item(amount=amount)], starts_on=APRIL)
    run(APRIL, confirmed=True)
    found = list(db.session.scalars(select(Invoice.id).order_by(Invoice.id)))
    db.session.remove()
    return found


def cash(amount: str = "100.00", paid_on: date = DUE) -> Money:
    return Money(Decimal(amount), paid_on, "cash")


def sums() -> tuple[Decimal, Decimal, Decimal]:
    """R$ received, applied, and left as credit."""
    received = db.session.scalar(select(func.coalesce(func.sum(Receipt.amount), 0)))
    applied = db.session.scalar(select(func.coalesce(func.sum(Application.amount), 0)))
    credit = db.session.scalar(select(func.coalesce(func.sum(Receipt.credit), 0)))
    return received, applied, credit


def test_a_run_and_a_clerk_who_issues_by_hand_bill_each_day_once(here: Flask) -> None:
    made = contract(starts_on=APRIL)
    db.session.remove()

    by_run, by_hand = together(here, lambda: run(APRIL), lambda: issue_manual(made.id, APRIL))

    assert by_run.issued + (not isinstance(by_hand, IssueRefused)) == 1, by_hand
    [line] = db.session.scalars(select(InvoiceLine))
    assert (line.days_from, line.days_until) == (APRIL, MAY)


def test_of_two_payments_of_one_invoice_the_second_is_credit(here: Flask) -> None:
    [invoice] = billed()

    together(here, *[lambda: receive_payment(invoice, cash(), DUE)] * 3)

    assert sums() == (Decimal("300.00"), Decimal("100.00"), Decimal("200.00"))
    assert db.session.get_one(Invoice, invoice).status == "paid"


def test_a_form_sent_twice_at_once_is_received_once(here: Flask) -> None:
    [invoice] = billed()

    given = together(here, *[lambda: receive_once(invoice, Decimal("100.00"), DUE, "cash", "abc", DUE)] * 2)

    assert sorted(given) == [False, True]
    assert sums() == (Decimal("100.00"), Decimal("100.00"), Decimal("0.00"))


def test_a_payment_while_the_run_issues_is_used_once_and_the_sums_hold(here: Flask) -> None:
    [invoice] = billed()

    together(
        here,
        lambda: run(MAY, confirmed=True),
        lambda: receive_payment(invoice, cash("150.00"), DUE),
        lambda: receive_payment(invoice, cash("30.00"), DUE),
    )

    received, applied, credit = sums()
    assert (received, applied + credit) == (Decimal("180.00"), Decimal("180.00"))
    assert credit == Decimal("0.00")
    left = {one.number: one.left for one in db.session.scalars(select(Invoice))}
    assert left == {1: Decimal("0.00"), 2: Decimal("20.00")}


def test_an_invoice_cancelled_while_it_is_paid_leaves_the_money_as_credit(here: Flask) -> None:
    [invoice] = billed()

    given = together(
        here,
        lambda: cancel_invoice(invoice, "engano", DUE),
        lambda: receive_payment(invoice, cash(), DUE),
        lambda: cancel_invoice(invoice, "engano", DUE),
    )

    assert [type(one) for one in given if isinstance(one, Exception)] == [CancelRefused]
    assert sums() == (Decimal("100.00"), Decimal("0.00"), Decimal("100.00"))
    assert db.session.get_one(Invoice, invoice).status == "cancelled"


def test_two_clerks_who_answer_the_first_invoice_at_once_make_one(here: Flask) -> None:
    made = contract()
    db.session.remove()

    given = together(
        here,
        lambda: issue_first(made.id, FirstInvoiceMode.PRORATED),
        lambda: issue_first(made.id, FirstInvoiceMode.FULL),
        lambda: issue_first(made.id, FirstInvoiceMode.PRORATED),
    )

    assert sorted(type(one) is int for one in given) == [False, False, True], given
    assert db.session.scalar(select(func.count()).select_from(Invoice)) == 1


def test_a_contract_saved_while_its_batch_runs_is_billed_as_it_was_or_as_it_is(here: Flask) -> None:
    made = contract([item(amount="100.00")], starts_on=APRIL)
    data = snapshot(db.session.get_one(Contract, made.id))
    revision = made.revision
    db.session.remove()
    dearer = replace(data, revision=revision, items=(replace(data.items[0], amount=Decimal("120.00")),))

    report, saved = together(here, lambda: run(APRIL), lambda: save_contract(dearer, APRIL))

    assert not isinstance(saved, Exception), saved
    assert (report.issued, report.left_out) == (1, [])
    assert report.total in (Decimal("100.00"), Decimal("120.00"))
    assert db.session.scalar(select(func.sum(InvoiceLine.amount))) == report.total


def test_a_contract_ended_while_its_batch_runs_is_billed_once_or_not_at_all(here: Flask) -> None:
    made = contract(starts_on=APRIL)
    db.session.remove()

    report, ended = together(here, lambda: run(APRIL), lambda: end_contract(made.id, APRIL, "mudou"))

    assert not isinstance(ended, Exception), ended
    assert db.session.scalar(select(func.count()).select_from(Invoice)) == report.issued


def test_many_who_touch_the_contracts_of_a_run_wait_for_it_and_not_for_each_other(here: Flask) -> None:
    bills = billed(12)

    given = together(
        here,
        lambda: run(MAY, confirmed=True),
        lambda: [receive_payment(one, cash("60.00"), DUE) for one in bills],
        lambda: [receive_payment(one, cash("60.00"), DUE) for one in reversed(bills)],
        lambda: [cancel_invoice(one, "engano", DUE) for one in bills[::3]],
    )

    assert [one for one in given if isinstance(one, Exception)] == []
    received, applied, credit = sums()
    assert (received, applied + credit) == (Decimal("1440.00"), Decimal("1440.00"))
    numbers = db.session.execute(
        select(Invoice.contract_id, func.count(), func.max(Invoice.number)).group_by(Invoice.contract_id)
    )
    assert {(count, highest) for _, count, highest in numbers} == {(2, 2)}

"""The first invoice, one by hand, and one cancelled: what goes to the next, what never comes back. RULES §3, §4."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.models import Invoice, Receipt, UnbilledDays
from core.billing.rules.facts import FirstInvoiceMode
from core.billing.services.cancel import CancelRefused, cancel_invoice
from core.billing.services.issue import IssueRefused, issue_first, issue_manual, preview_first
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.billing.services.unbilled import bill_left_behind
from core.foundation.database import db
from core.testing.builders import contract, extra, item

both = pytest.mark.databases("sqlite", "postgres")
MARCH_20, APRIL, MAY = date(2017, 3, 20), date(2017, 4, 1), date(2017, 5, 1)


def get(invoice_id: int | None) -> Invoice:
    return db.session.get_one(Invoice, invoice_id, populate_existing=True)


def kinds_and_amounts(invoice: Invoice) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount)) for line in invoice.lines]


def last() -> Invoice:
    return db.session.scalars(select(Invoice).order_by(Invoice.number.desc())).first()


@both
def test_the_manuals_first_invoice_prorated(app_context: Flask) -> None:
    made = contract(extras=[extra()])

    first = get(issue_first(made.id, FirstInvoiceMode.PRORATED))

    assert kinds_and_amounts(first) == [
        ("recurring", "100.00"),
        ("proration", "-61.30"),
        ("instalment", "20.00"),
    ]
    assert (first.total, first.due_date, first.kind) == (Decimal("58.70"), date(2017, 4, 10), "first")


def test_its_preview_is_the_same_and_writes_nothing(app_context: Flask) -> None:
    made = contract(extras=[extra()])

    [(_, proposal)] = preview_first(made.id, FirstInvoiceMode.FULL).ready

    assert proposal.total == Decimal("120.00")
    assert db.session.scalars(select(Invoice)).all() == []


def test_a_first_invoice_is_issued_once(app_context: Flask) -> None:
    made = contract()
    issue_first(made.id, FirstInvoiceMode.PRORATED)

    with pytest.raises(IssueRefused, match="já foi emitida"):
        issue_first(made.id, FirstInvoiceMode.PRORATED)


def test_a_due_date_before_the_issue_date_is_refused(app_context: Flask) -> None:
    made = contract()

    with pytest.raises(IssueRefused, match="vem antes da emissão"):
        issue_first(made.id, FirstInvoiceMode.PRORATED, due_date=date(2017, 3, 19))


@both
def test_skipped_days_stay_unbilled_until_a_person_wants_them_billed(app_context: Flask) -> None:
    made = contract()
    issue_first(made.id, FirstInvoiceMode.SKIP)
    run(APRIL)
    [left] = db.session.scalars(select(UnbilledDays))
    assert (left.starts_on, left.ends_on, left.reason) == (MARCH_20, APRIL, "left_behind")

    bill_left_behind(made.id, left.id)
    run(MAY, confirmed=True)

    assert kinds_and_amounts(last()) == [
        ("recurring", "100.00"),
        ("proration", "-61.30"),
        ("recurring", "100.00"),
    ]


def test_a_manual_invoice_bills_all_that_was_left_and_a_second_one_finds_nothing(app_context: Flask) -> None:
    made = contract(issue_mode="manual", starts_on=date(2017, 3, 1))

    by_hand = get(issue_manual(made.id, date(2017, 4, 15)))

    assert [amount for _, amount in kinds_and_amounts(by_hand)] == ["100.00", "100.00"]
    assert by_hand.due_date == date(2017, 5, 10)
    with pytest.raises(IssueRefused, match="nada a cobrar"):
        issue_manual(made.id, date(2017, 4, 16))


@both
def test_a_cancelled_invoice_gives_back_days_instalments_and_payments(app_context: Flask) -> None:
    made = contract([item(), item("one_off", "30.00", description="Instalação")], [extra()], starts_on=APRIL)
    run(APRIL)
    receive_payment(last().id, Money(Decimal("50.00"), date(2017, 4, 5), "cash"), date(2017, 4, 5))

    cancel_invoice(last().id, "valor errado", date(2017, 4, 6))
    run(MAY, confirmed=True)

    assert last().contract_id == made.id
    assert kinds_and_amounts(last()) == [
        ("recurring", "100.00"),
        ("recurring", "100.00"),
        ("one_off", "30.00"),
        ("instalment", "20.00"),
        ("instalment", "20.00"),
    ]
    assert last().left == Decimal("220.00")
    assert db.session.scalars(select(Receipt.credit)).all() == [Decimal("0.00")]


def test_what_is_waived_with_a_cancelled_invoice_never_comes_back(app_context: Flask) -> None:
    contract(extras=[extra()], starts_on=APRIL)
    run(APRIL)

    cancel_invoice(last().id, "cortesia", date(2017, 4, 6), waive=True)
    run(MAY, confirmed=True)

    assert kinds_and_amounts(last()) == [("recurring", "100.00"), ("instalment", "20.00")]


def test_a_cancelled_invoice_is_not_issued_again_by_the_next_run(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)
    cancel_invoice(last().id, "valor errado", date(2017, 4, 2))

    assert run(date(2017, 4, 2)).issued == 0


def test_an_invoice_whose_rest_was_already_charged_cannot_be_cancelled_first(app_context: Flask) -> None:
    contract(starts_on=APRIL, late_fee_percent=Decimal(2))
    run(APRIL)
    first = last()
    receive_payment(first.id, Money(Decimal("100.00"), date(2017, 4, 15), "cash"), date(2017, 4, 15))
    run(MAY, confirmed=True)

    with pytest.raises(CancelRefused, match=f"Cancele primeiro a {last().id}"):
        cancel_invoice(first.id, "engano", date(2017, 5, 2))

    cancel_invoice(last().id, "engano", date(2017, 5, 2))
    cancel_invoice(first.id, "engano", date(2017, 5, 2))
    run(date(2017, 6, 1), confirmed=True)
    assert kinds_and_amounts(last()) == [("recurring", "100.00")] * 3


@pytest.mark.parametrize("reason", ["", "   "], ids=["empty", "blanks"])
def test_a_cancellation_needs_its_reason(app_context: Flask, reason: str) -> None:
    contract(starts_on=APRIL)
    run(APRIL)

    with pytest.raises(CancelRefused, match="motivo"):
        cancel_invoice(last().id, reason, APRIL)

"""Money and holidays that come at odd moments: before, after, and for what is gone. RULES §2, §5."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from core.billing.models import Invoice, Receipt
from core.billing.queries.accounts import load
from core.billing.services.cancel import cancel_invoice
from core.billing.services.run import run
from core.billing.services.settle import Money, receive_payment
from core.billing.services.unbilled import reckon_due_dates
from core.contracts.models import Contract
from core.contracts.services.ending import end_contract
from core.foundation.bulk import among, reserve_ids
from core.foundation.database import db, transaction
from core.foundation.holidays import Holiday
from core.testing.builders import contract

both = pytest.mark.databases("sqlite", "postgres")
APRIL, MAY, JUNE = date(2017, 4, 1), date(2017, 5, 1), date(2017, 6, 1)


def invoices() -> list[Invoice]:
    return list(db.session.scalars(select(Invoice).order_by(Invoice.id)))


def lines_of(invoice: Invoice) -> list[tuple[str, str]]:
    return [(line.kind, str(line.amount)) for line in invoice.lines]


def paid(invoice_id: int, amount: str, paid_on: date, known_on: date | None = None) -> Invoice:
    receive_payment(invoice_id, Money(Decimal(amount), paid_on, "pix"), known_on or paid_on)
    return db.session.get_one(Invoice, invoice_id, populate_existing=True)


def credits() -> list[str]:
    return [str(one) for one in db.session.scalars(select(Receipt.credit).order_by(Receipt.id))]


def test_paid_before_it_was_issued_it_is_paid_in_time(app_context: Flask) -> None:
    contract(starts_on=APRIL, punctuality_discount=Decimal("5.00"))
    run(APRIL)

    invoice = paid(invoices()[0].id, "95.00", date(2017, 3, 28), APRIL)

    assert (invoice.status, invoice.paid_on, credits()) == ("paid", date(2017, 3, 28), ["0.00"])


def test_money_for_a_cancelled_invoice_pays_what_is_open_and_waits_as_credit(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)
    run(MAY, confirmed=True)
    first, second = (one.id for one in invoices())
    cancel_invoice(first, "engano", MAY)

    invoice = paid(first, "130.00", date(2017, 5, 5))

    assert (invoice.status, credits()) == ("cancelled", ["30.00"])
    assert db.session.get_one(Invoice, second, populate_existing=True).status == "paid"


def test_money_for_a_contract_that_has_ended_settles_its_invoice(app_context: Flask) -> None:
    made = contract(starts_on=APRIL)
    run(APRIL)
    end_contract(made.id, date(2017, 4, 20), "mudou")

    invoice = paid(invoices()[0].id, "110.00", date(2017, 4, 25))

    assert (invoice.status, credits()) == ("paid", ["10.00"])


def test_credit_of_a_cancelled_invoice_pays_the_open_ones_from_the_oldest_on(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    for closing in (APRIL, MAY, JUNE):
        run(closing, confirmed=True)
    first, second, third = (one.id for one in invoices())
    paid(third, "100.00", date(2017, 6, 2))
    cancel_invoice(third, "engano", date(2017, 6, 3))

    states = [(one.id, one.status, str(one.left)) for one in invoices()]

    assert states == [(first, "paid", "0.00"), (second, "open", "100.00"), (third, "cancelled", "0.00")]
    assert credits() == ["0.00"]


def test_a_sum_left_over_goes_on_to_the_next_invoice_where_its_own_is_cancelled(app_context: Flask) -> None:
    contract(starts_on=APRIL, late_fee_percent=Decimal(2))
    run(APRIL)
    paid(invoices()[0].id, "100.00", date(2017, 4, 20))
    run(MAY, confirmed=True)
    cancel_invoice(invoices()[1].id, "engano", date(2017, 5, 2))

    run(JUNE, confirmed=True)

    assert lines_of(invoices()[2]) == [("recurring", "100.00"), ("recurring", "100.00"), ("carried", "2.00")]


@both
def test_a_reason_longer_than_its_place_is_cut_and_cancels_all_the_same(app_context: Flask) -> None:
    contract(starts_on=APRIL)
    run(APRIL)

    cancel_invoice(invoices()[0].id, "engano " * 60, APRIL)

    [invoice] = invoices()
    assert (invoice.status, len(invoice.cancel_reason or "")) == ("cancelled", 300)


def test_a_holiday_made_known_on_the_very_day_moves_what_is_open_and_not_what_is_paid(
    app_context: Flask,
) -> None:
    for _ in range(2):
        contract(starts_on=APRIL)
    run(APRIL)
    settled, still_open = (one.id for one in invoices())
    paid(settled, "100.00", date(2017, 4, 5))
    with transaction() as session:
        session.add(Holiday(day=date(2017, 4, 10), name="Aniversário da cidade"))

    assert reckon_due_dates() == 1

    days = [db.session.get_one(Invoice, one, populate_existing=True) for one in (settled, still_open)]
    assert [one.effective_due_date for one in days] == [date(2017, 4, 10), date(2017, 4, 11)]


@both
def test_thousands_of_ids_and_none_are_looked_up_alike(app_context: Flask) -> None:
    made = contract(starts_on=APRIL)
    ids = [made.id, *range(10_000, 13_000)]

    with transaction() as session:
        found = session.scalars(select(Contract.id).where(among(session, Contract.id, ids))).all()
        none = session.scalars(select(Contract.id).where(among(session, Contract.id, []))).all()
        reserved = list(reserve_ids(session, Invoice, 2_500))

    assert (found, none) == ([made.id], [])
    assert reserved == list(range(reserved[0], reserved[0] + 2_500))
    assert load([], {}) == []

"""Receiving money: what it settles, what it leaves, and the credit it makes. RULES §5."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.billing.models import Application, Carry, Invoice, Receipt
from core.billing.services.run import run
from core.billing.services.settle import Money, ReceiptRefused, receive_payment
from core.foundation.database import db
from core.foundation.outbox import OutboxEvent
from core.testing.builders import contract

both = pytest.mark.databases("sqlite", "postgres")
APRIL, MAY = date(2017, 4, 1), date(2017, 5, 1)
DUE = date(2017, 4, 10)


def billed(**terms: object) -> Invoice:
    """A contract with its invoice of April: R$ 100.00, less 5.00 in time, due on the 10th, 2 % and 1 % late."""
    agreed = {
        "starts_on": APRIL,
        "punctuality_discount": Decimal("5.00"),
        "late_fee_percent": Decimal(2),
        "monthly_interest_percent": Decimal(1),
    }
    contract(**{**agreed, **terms})
    run(APRIL, confirmed=True)
    return db.session.scalars(select(Invoice)).one()


def pay(invoice: Invoice, amount: str, paid_on: date, known_on: date | None = None) -> Invoice:
    receive_payment(invoice.id, Money(Decimal(amount), paid_on, "cash"), known_on or paid_on)
    return db.session.get_one(Invoice, invoice.id, populate_existing=True)


def credit() -> Decimal:
    return db.session.scalar(select(func.sum(Receipt.credit)))


def adds_up() -> bool:
    """Money in = money applied + credit."""
    applied = db.session.scalar(select(func.coalesce(func.sum(Application.amount), 0))) or Decimal(0)
    return db.session.scalar(select(func.sum(Receipt.amount))) == applied + credit()


@both
def test_paid_in_time_the_discount_settles_it(app_context: Flask) -> None:
    paid = pay(billed(), "95.00", DUE)

    assert (paid.status, paid.left, paid.paid_on) == ("paid", Decimal("0.00"), DUE)
    assert credit() == Decimal("0.00")
    assert adds_up()
    assert "on_invoice_settled" in [event.name for event in db.session.scalars(select(OutboxEvent))]


@both
def test_a_payment_counts_on_the_day_it_was_made_not_on_the_day_of_the_news(app_context: Flask) -> None:
    paid = pay(billed(), "95.00", DUE, known_on=date(2017, 4, 12))

    assert (paid.status, paid.paid_on) == ("paid", DUE)
    assert db.session.scalars(select(Carry)).all() == []


@both
def test_the_face_value_paid_late_settles_and_fee_and_interest_go_to_the_next_invoice(
    app_context: Flask,
) -> None:
    paid = pay(billed(), "100.00", date(2017, 4, 15))

    run(MAY, confirmed=True)

    following = db.session.scalars(select(Invoice).order_by(Invoice.number.desc())).first()
    assert paid.status == "paid"
    assert [(line.kind, line.amount) for line in following.lines][-1] == ("carried", Decimal("2.16"))
    assert (following.total, following.base) == (Decimal("102.16"), Decimal("100.00"))


def test_less_than_enough_is_a_part_payment_and_leaves_it_open(app_context: Flask) -> None:
    paid = pay(billed(), "50.00", date(2017, 4, 8))

    assert (paid.status, paid.left) == ("open", Decimal("50.00"))
    assert adds_up()


@both
def test_too_much_is_credit_and_is_used_on_the_next_invoice_on_its_issue_day(app_context: Flask) -> None:
    first = pay(billed(), "120.00", DUE)
    assert (first.status, credit()) == ("paid", Decimal("25.00"))

    run(MAY, confirmed=True)

    following = db.session.scalars(select(Invoice).order_by(Invoice.number.desc())).first()
    [used] = db.session.scalars(select(Application).where(Application.invoice_id == following.id))
    assert (following.status, following.left, following.total) == (
        "open",
        Decimal("75.00"),
        Decimal("100.00"),
    )
    assert (used.amount, used.counts_on) == (Decimal("25.00"), MAY)
    assert credit() == Decimal("0.00")
    assert adds_up()


def test_a_payment_on_a_paid_invoice_is_credit(app_context: Flask) -> None:
    invoice = pay(billed(), "95.00", DUE)

    pay(invoice, "95.00", date(2017, 4, 20))

    assert credit() == Decimal("95.00")
    assert adds_up()


def test_what_the_bank_calls_settled_is_settled_whatever_it_reckoned(app_context: Flask) -> None:
    invoice = billed()

    receive_payment(invoice.id, Money(Decimal("101.99"), date(2017, 4, 15), "boleto"), MAY, bank_settled=True)

    assert db.session.get_one(Invoice, invoice.id, populate_existing=True).status == "paid"
    assert (credit(), db.session.scalars(select(Carry)).all()) == (Decimal("0.00"), [])


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        (Money(Decimal("0.00"), DUE, "cash"), "Digite um valor maior que zero."),
        (Money(Decimal("-5.00"), DUE, "cash"), "Digite um valor maior que zero."),
        (Money(Decimal("5.00"), MAY, "cash"), "O dia do pagamento não pode estar no futuro."),
        (Money(Decimal("5.00"), DUE, "cheque"), "Escolha como foi pago."),
    ],
    ids=["nothing", "negative", "tomorrow", "unknown-method"],
)
def test_money_that_makes_no_sense_is_refused_and_nothing_is_kept(
    app_context: Flask, money: Money, sentence: str
) -> None:
    invoice = billed()

    with pytest.raises(ReceiptRefused, match=sentence):
        receive_payment(invoice.id, money, DUE)

    assert db.session.scalars(select(Receipt)).all() == []

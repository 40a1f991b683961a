"""What a payment would do, and what a paid invoice asked for on its day. RULES §5."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.billing.rules.effects import effect_of, settled_as
from core.billing.rules.owed import InvoiceDebt, Payment
from core.billing.rules.settle import Lot, OpenInvoice

DEBT = InvoiceDebt(
    Decimal("100.00"), Decimal("100.00"), date(2017, 4, 10), Decimal("5.00"), Decimal(2), Decimal(1)
)
SHORT = Decimal("5.00")


def test_what_is_over_goes_to_the_next_open_invoice_and_then_waits() -> None:
    both = [OpenInvoice(1, DEBT), OpenInvoice(2, DEBT)]

    found = effect_of(Decimal("200.00"), date(2017, 4, 10), 1, both, [], SHORT)

    assert found.settles
    assert found.others == ((2, Decimal("95.00")),)
    assert found.credit == Decimal("10.00")


def test_a_part_payment_says_what_is_left() -> None:
    found = effect_of(Decimal("30.00"), date(2017, 4, 15), 1, [OpenInvoice(1, DEBT)], [], SHORT)

    assert (found.settles, found.left, found.carried) == (False, Decimal("70.00"), Decimal("0.00"))


def test_credit_that_was_there_is_not_told_as_new() -> None:
    older = [Lot(9, Decimal("7.00"), date(2017, 4, 1))]

    found = effect_of(Decimal("95.00"), date(2017, 4, 10), 1, [OpenInvoice(1, DEBT)], older, SHORT)

    assert found.credit == Decimal("0.00")


def test_a_receipt_shows_what_was_owed_before_the_money_that_settled_it() -> None:
    payments = [Payment(date(2017, 4, 15), Decimal("30.00")), Payment(date(2017, 4, 20), Decimal("72.33"))]

    owed = settled_as(DEBT, payments, date(2017, 4, 20))

    # 70.00 left, 2.00 of fee, and interest of 5 days on 100.00 and 5 on 70.00: 0.2833… cut.
    assert (owed.left, owed.fee, owed.interest, owed.amount) == (
        Decimal("70.00"), Decimal("2.00"), Decimal("0.28"), Decimal("72.28"),
    )  # fmt: skip

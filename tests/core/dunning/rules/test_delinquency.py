"""A delinquency lasts from the first late day until nothing is late. RULES §6."""

from datetime import date

import pytest

from core.dunning.rules.delinquency import Delinquency, LateInvoice, delinquencies

JUNE = date(2017, 6, 30)
APRIL = LateInvoice(1, date(2017, 4, 10), date(2017, 5, 15))

CASES = [
    pytest.param([APRIL], [(date(2017, 4, 11), date(2017, 5, 15), (1,))], id="one, paid"),
    pytest.param([LateInvoice(1, date(2017, 4, 10), date(2017, 4, 10))], [], id="paid on the day it was due"),
    pytest.param([LateInvoice(1, date(2017, 7, 10))], [], id="not due yet"),
    pytest.param(
        [APRIL, LateInvoice(2, date(2017, 5, 10))],
        [(date(2017, 4, 11), None, (1, 2))],
        id="the next was late before the first was paid",
    ),
    pytest.param(
        [APRIL, LateInvoice(2, date(2017, 5, 14), date(2017, 5, 20))],
        [(date(2017, 4, 11), date(2017, 5, 20), (1, 2))],
        id="late on the very day the first was paid",
    ),
    pytest.param(
        [APRIL, LateInvoice(2, date(2017, 5, 15), date(2017, 5, 20))],
        [(date(2017, 5, 16), date(2017, 5, 20), (2,)), (date(2017, 4, 11), date(2017, 5, 15), (1,))],
        id="late a day after: another delinquency, the latest first",
    ),
]


@pytest.mark.parametrize(("invoices", "expected"), CASES)
def test_delinquencies(
    invoices: list[LateInvoice], expected: list[tuple[date, date | None, tuple[int, ...]]]
) -> None:
    assert delinquencies(invoices, JUNE) == [Delinquency(*one) for one in expected]

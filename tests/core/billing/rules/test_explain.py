"""Why a line is that much, in sentences whose sums add up. RULES §1, §4."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.rules.explain import BilledLine, Origin, Share, explain
from core.billing.rules.facts import LineKind
from core.foundation.calendar import Period
from core.foundation.money import floor_cents

MAY = Period(date(2017, 5, 1), date(2017, 6, 1))
HALF = (Period(date(2017, 5, 16), date(2017, 6, 1)),)
TODAY = date(2017, 5, 22)


def line(kind: LineKind, amount: str, **fields: object) -> BilledLine:
    return BilledLine(kind, Decimal(amount), **{"days": HALF, "grid": MAY, **fields})  # type: ignore[arg-type]


def said(
    one: BilledLine, above: list[BilledLine] | None = None, below: list[BilledLine] | None = None
) -> list[str]:
    sentences = explain(one, above or [], below or [], TODAY)
    return ["".join(piece.text for piece in sentence).replace("\u00a0", " ") for sentence in sentences]


def proration(amount: str, full: str, **fields: object) -> BilledLine:
    return line(LineKind.PRORATION, amount, full=Decimal(full), **fields)


def test_a_part_of_a_month_says_days_product_and_difference() -> None:
    assert said(proration("-7.26", "15.00")) == [
        "Dias contados, 16/05 a 31/05: 16 dias; o período de 01/05 a 31/05 tem 31.",
        "R$ 15,00 × 16 ÷ 31 = R$ 7,7419…, corta a fração: R$ 7,74.",
        "R$ 7,74 − R$ 15,00 = −R$ 7,26",
    ]


def test_the_fraction_of_a_discount_falls_to_the_customer_too() -> None:
    assert said(proration("4.83", "-10.00"))[1:] == [
        "−R$ 10,00 × 16 ÷ 31 = −R$ 5,1612…, a fração fica a favor do cliente: −R$ 5,17.",
        "−R$ 5,17 + R$ 10,00 = R$ 4,83",
    ]


def test_a_product_without_fraction_cuts_nothing() -> None:
    april = Period(date(2017, 4, 1), date(2017, 5, 1))
    used = (Period(date(2017, 4, 16), date(2017, 5, 1)),)

    assert said(proration("-50.00", "100.00", grid=april, days=used))[1] == "R$ 100,00 × 15 ÷ 30 = R$ 50,00."


def test_a_fraction_that_ends_has_no_dots() -> None:
    used = (Period(date(2017, 4, 1), date(2017, 4, 4)),)
    april = Period(date(2017, 4, 1), date(2017, 5, 1))

    assert said(proration("-0.23", "0.25", grid=april, days=used))[1] == (
        "R$ 0,25 × 3 ÷ 30 = R$ 0,0250, corta a fração: R$ 0,02."
    )


def test_days_with_a_hole_are_named_apart() -> None:
    parts = (Period(date(2017, 5, 1), date(2017, 5, 3)), Period(date(2017, 5, 30), date(2017, 6, 1)))

    assert said(proration("-13.07", "15.00", days=parts))[0].startswith(
        "Dias contados, 01/05 a 02/05 e 30/05 a 31/05: 4 dias"
    )


def test_a_full_month_says_that_all_its_days_are_billed() -> None:
    assert said(line(LineKind.RECURRING, "100.00", days=(MAY,))) == [
        "O período de 01/05 a 31/05 tem 31 dias, todos cobrados: R$ 100,00."
    ]


def test_a_full_amount_asked_for_says_so() -> None:
    assert "mas foi pedido o valor cheio: R$ 100,00." in said(line(LineKind.RECURRING, "100.00"))[0]


def test_a_full_line_points_at_the_proration_under_it() -> None:
    words = said(line(LineKind.RECURRING, "15.00"), below=[proration("-7.26", "15.00")])

    assert "A linha de baixo acerta o valor cheio, R$ 15,00." in words[0]


def test_an_instalment_says_its_division_and_where_the_others_are() -> None:
    shares = (
        Share(1, Decimal("20.00"), date(2017, 4, 1), 1988, True),
        Share(2, Decimal("20.00"), date(2017, 5, 1), 2317),
        Share(3, Decimal("20.00"), date(2017, 6, 1)),
    )
    one = BilledLine(LineKind.INSTALMENT, Decimal("20.00"), instalment=2, instalments=3, shares=shares)

    assert said(one) == [
        "R$ 60,00 ÷ 3 = R$ 20,00.",
        "Parcela 2 de 3, de maio.",
        "1/3 na fatura 1988, paga; 3/3 vai na de junho.",
    ]
    assert explain(one, [], [], TODAY)[2][1].invoice_id == 1988


@pytest.mark.parametrize(
    ("total", "shares", "words"),
    [
        ("100.00", ["33.34", "33.33", "33.33"], "R$ 33,33; 1 centavo que sobra vai na primeira: R$ 33,34."),
        (
            "50.00",
            ["16.67", "16.67", "16.66"],
            "R$ 16,66; 2 centavos que sobram vão nas 2 primeiras: R$ 16,67.",
        ),
    ],
)
def test_cents_left_over_go_to_the_first_shares(total: str, shares: list[str], words: str) -> None:
    months = [Share(n, Decimal(amount), date(2017, 3 + n, 1)) for n, amount in enumerate(shares, start=1)]
    one = BilledLine(
        LineKind.INSTALMENT, Decimal(shares[0]), instalment=1, instalments=3, shares=tuple(months)
    )

    assert said(one)[0].endswith(words)


def test_the_cap_says_what_items_and_discounts_come_to() -> None:
    above = [line(LineKind.RECURRING, "100.00", days=(MAY,)), line(LineKind.DISCOUNT, "-120.00", days=(MAY,))]

    assert (
        said(line(LineKind.DISCOUNT_CAP, "20.00"), above)[0]
        == "Os itens somam R$ 100,00 e os descontos R$ 120,00."
    )


def test_a_carried_sum_names_its_invoice_and_bears_no_interest() -> None:
    one = BilledLine(LineKind.CARRIED, Decimal("2.16"), origin=Origin(7, date(2017, 4, 15)))

    assert said(one) == [
        "Faltou na fatura 7, paga em 15/04: R$ 2,16.",
        "Sobre este valor não correm multa nem juros.",
    ]


@given(cents=st.integers(1, 100_000), days=st.integers(1, 30))
def test_the_sum_shown_is_the_amount_billed(cents: int, days: int) -> None:
    full = Decimal(cents).scaleb(-2)
    used = (Period(date(2017, 5, 1), date(2017, 5, 1 + days)),)
    amount = floor_cents(full * days / 31) - full
    shown = said(BilledLine(LineKind.PRORATION, amount, used, MAY, full=full))[2]

    left, result = shown.replace("R$ ", "").replace(".", "").replace(",", ".").replace("−", "-").split(" = ")
    charged, whole = left.split(" - ")
    assert Decimal(charged) - Decimal(whole) == Decimal(result)

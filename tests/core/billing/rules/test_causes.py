"""Why a closing date brings another total, by its causes; and why one invoice changed. UX §2, 6."""

from decimal import Decimal

import pytest

from core.billing.rules.causes import Causes, Parts, changed_much, parts_of, why
from core.billing.rules.facts import Line, LineKind


def line(
    kind: LineKind, words: str, amount: str, item_id: int | None = None, extra_id: int | None = None
) -> Line:
    return Line(kind, words, Decimal(amount), item_id, extra_id=extra_id)


def parts(total: str, once: str = "0.00", left_over: str = "0.00") -> Parts:
    return Parts(Decimal(total), Decimal(once), Decimal(left_over))


FIBRE = line(LineKind.RECURRING, "Fibra", "100.00", 1)


def test_an_invoice_is_parted_into_plan_one_offs_and_left_overs() -> None:
    found = parts_of(
        [
            FIBRE,
            line(LineKind.DISCOUNT, "Fidelidade", "-10.00", 2),
            line(LineKind.ONE_OFF, "Visita", "80.00", 3),
            line(LineKind.INSTALMENT, "Roteador 1/3", "20.00", extra_id=4),
            line(LineKind.CARRIED, "Saldo", "3.00"),
        ]
    )

    assert found == parts("193.00", "100.00", "3.00")
    assert found.own == Decimal("90.00")


def test_the_causes_add_up_to_the_difference_of_both_months() -> None:
    causes = Causes()

    causes.add(None, parts("120.00"))
    causes.add(parts("100.00"), parts("150.00"))
    causes.add(parts("120.00", "20.00"), parts("285.00", "180.00", "5.00"))
    causes.stop(parts("70.00"))
    causes.close(5, Decimal("380.00"))  # 100 + 120 + 70, and 90 of two that ended

    assert (causes.new.count, causes.new.amount) == (1, Decimal("120.00"))
    assert (causes.changed.count, causes.changed.amount) == (1, Decimal("50.00"))
    assert (causes.once.count, causes.once.amount) == (1, Decimal("160.00"))
    assert (causes.left_over.count, causes.left_over.amount) == (1, Decimal("5.00"))
    assert (causes.stuck.count, causes.stuck.amount) == (1, Decimal("-70.00"))
    assert (causes.gone.count, causes.gone.amount) == (2, Decimal("-90.00"))


@pytest.mark.parametrize(
    ("before", "now", "much"),
    [
        ("100.00", "150.00", False),
        ("100.00", "150.01", True),
        ("100.00", "50.00", False),
        ("100.00", "49.99", True),
        ("0.00", "0.01", True),
        ("0.00", "0.00", False),
    ],
)
def test_more_than_half_up_or_down_is_much(before: str, now: str, much: bool) -> None:
    assert changed_much(Decimal(before), Decimal(now)) is much


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ([FIBRE], [line(LineKind.RECURRING, "Fibra", "190.00", 1)], "“Fibra” de R$ 100,00 para R$ 190,00"),
        (
            [FIBRE],
            [line(LineKind.RECURRING, "Turbo", "190.00", 2)],
            "“Fibra” saiu, era R$ 100,00; “Turbo” entrou, R$ 190,00",
        ),
        (
            [FIBRE],
            [FIBRE, line(LineKind.ONE_OFF, "Visita", "80.00", 3)],
            "Avulso “Visita” R$ 80,00, só nesta",
        ),
        (
            [FIBRE, line(LineKind.ONE_OFF, "Visita", "80.00", 3)],
            [FIBRE],
            "A anterior tinha o avulso “Visita”, R$ 80,00",
        ),
        (
            [FIBRE, line(LineKind.INSTALMENT, "Roteador 1/3", "60.00", extra_id=4)],
            [FIBRE, line(LineKind.INSTALMENT, "Roteador 2/3", "60.00", extra_id=4)],
            "",
        ),
        (
            [FIBRE],
            [FIBRE, line(LineKind.INSTALMENT, "Roteador 1/3", "60.00", extra_id=4)],
            "Parcela “Roteador 1/3” R$ 60,00",
        ),
        (
            [FIBRE],
            [FIBRE, line(LineKind.DISCOUNT, "Indicação", "-100.00", 5)],
            "Desconto “Indicação” entrou, R$ 100,00; total R$ 0,00, quita sozinha",
        ),
        (
            [FIBRE, line(LineKind.PRORATION, "usou 12 de 30 dias", "-60.00", 1)],
            [FIBRE],
            "A anterior, em parte: usou 12 de 30 dias",
        ),
        ([FIBRE], [FIBRE, line(LineKind.CARRIED, "Saldo", "70.00")], "“Saldo” R$ 70,00"),
    ],
)
def test_why_an_invoice_changed_is_said_in_words(before: list[Line], now: list[Line], words: str) -> None:
    assert why(before, now).replace("\u00a0", " ") == words

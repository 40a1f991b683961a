"""Terms that are refused, and terms that the law advises against (RULES §3, §5, §6)."""

from decimal import Decimal

import pytest

from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.terms import WEEKDAYS, BillingTerms, LadderTerms

ANATEL = LadderTerms(
    message_after_days=1,
    suspend_after_days=16,
    notice_days=15,
    suspend_except=frozenset({"friday", "saturday", "sunday", "holiday", "holiday_eve"}),
    cancel_after_days=60,
)
MANUAL = LadderTerms(1, 3, 10, 0, frozenset({"saturday", "sunday", "holiday"}), 10)


def found(severity, billing=None, ladder=None):
    all_of_them = problems(billing or BillingTerms(), ladder or LadderTerms())
    return [(one.field, one.sentence) for one in all_of_them if one.severity is severity]


def errors(billing=None, ladder=None):
    return found(Severity.ERROR, billing, ladder)


def warnings(billing=None, ladder=None):
    return [field for field, _ in found(Severity.WARNING, billing, ladder)]


def test_the_presets_of_the_rule_book_have_no_error_and_anatel_s_no_warning():
    assert problems(BillingTerms(), ANATEL) == []
    assert problems(BillingTerms(), LadderTerms()) == []
    assert errors(ladder=MANUAL) == []


@pytest.mark.parametrize("field", ["closing_day", "due_day"])
@pytest.mark.parametrize("day", [0, 32, -1])
def test_a_day_is_from_1_to_31(field, day):
    bad = errors(BillingTerms(**{field: day}))

    assert [name for name, _ in bad] == [field]
    assert f"Não há dia {day}." in bad[0][1]


@pytest.mark.parametrize(
    "field",
    [
        "min_days_to_pay",
        "settle_short_by",
        "punctuality_discount",
        "late_fee_percent",
        "monthly_interest_percent",
    ],
)
def test_nothing_is_below_zero(field):
    value = -1 if field == "min_days_to_pay" else Decimal("-0.01")

    assert errors(BillingTerms(**{field: value})) == [(field, "Digite sem o sinal: 0 ou mais.")]


@pytest.mark.parametrize(
    ("ladder", "field", "sentence"),
    [
        pytest.param(
            LadderTerms(1, 3, 2),
            "suspend_after_days",
            "2 vem antes da redução (3 dias). Use 3 ou mais, ou deixe em branco para nunca suspender.",
            id="suspended before throttled",
        ),
        pytest.param(
            LadderTerms(5, 3, 10),
            "throttle_after_days",
            "3 vem antes da mensagem (5 dias). Use 5 ou mais, ou deixe em branco para nunca reduzir.",
            id="throttled before the message",
        ),
        pytest.param(
            LadderTerms(5, None, 3),
            "suspend_after_days",
            "3 vem antes da mensagem (5 dias). Use 5 ou mais, ou deixe em branco para nunca suspender.",
            id="suspended before the message, no throttling",
        ),
        pytest.param(
            LadderTerms(0),
            "message_after_days",
            "Um passo leva 1 dia ou mais. Use 1 ou mais, ou deixe em branco para nunca enviar a mensagem.",
            id="a step of no days",
        ),
        pytest.param(
            LadderTerms(1, None, 20, 0, frozenset(), 0),
            "cancel_after_days",
            "Um passo leva 1 dia ou mais. Use 1 ou mais, ou deixe em branco para nunca cancelar.",
            id="cancelled on the day of the suspension",
        ),
        pytest.param(
            LadderTerms(suspend_except=frozenset({*WEEKDAYS, "holiday"})),
            "suspend_except",
            "Com os sete dias da semana fora, nunca suspende. Deixe ao menos um dia livre.",
            id="all seven weekdays",
        ),
        pytest.param(
            LadderTerms(suspend_except=frozenset({"domingo"})),
            "suspend_except",
            "Dia desconhecido: domingo. Escolha os dias da lista.",
            id="a day that is none",
        ),
        pytest.param(
            LadderTerms(None, None, 20, 15),
            "notice_days",
            "Conta a partir da mensagem, que está em branco. Preencha “Enviar mensagem após” ou use 0.",
            id="days of a notice that never comes",
        ),
        pytest.param(
            LadderTerms(1, notice_days=-1),
            "notice_days",
            "Digite sem o sinal: 0 ou mais.",
            id="before the notice",
        ),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused_with_the_way_out(ladder, field, sentence):
    assert errors(ladder=ladder) == [(field, sentence)]


def test_steps_on_one_day_do_not_run_backwards():
    assert errors(ladder=LadderTerms(3, 3, 3)) == []


@pytest.mark.parametrize(
    ("closing_day", "due_day", "warned"),
    [
        pytest.param(1, 6, False, id="5 days"),
        pytest.param(1, 5, True, id="4 days"),
        pytest.param(31, 5, False, id="31 and 5: 5 days in every month"),
        pytest.param(28, 5, False, id="28 and 5: 5 days in February"),
        pytest.param(28, 4, True, id="28 and 4: 4 days in February"),
        pytest.param(25, 31, True, id="25 and 31: 3 days in February"),
        pytest.param(28, 31, True, id="28 and 31 meet in February"),
        pytest.param(10, 10, False, id="a month"),
    ],
)
def test_few_days_to_pay_in_any_month_are_warned_about(closing_day, due_day, warned):
    assert warnings(BillingTerms(closing_day=closing_day, due_day=due_day)) == (["due_day"] if warned else [])


def test_a_closing_day_out_of_the_month_is_an_error_without_a_warning_on_top():
    assert warnings(BillingTerms(closing_day=0, due_day=1)) == []


@pytest.mark.parametrize(
    ("billing", "field", "law"),
    [
        (BillingTerms(late_fee_percent=Decimal("2.01")), "late_fee_percent", "CDC, art. 52, § 1º"),
        (
            BillingTerms(monthly_interest_percent=Decimal("1.01")),
            "monthly_interest_percent",
            "RGC da Anatel, Res. 765/2023",
        ),
    ],
)
def test_more_than_2_and_1_per_cent_is_a_warning_that_names_the_law(billing, field, law):
    assert [(one.field, one.law, one.severity) for one in problems(billing, ANATEL)] == [
        (field, law, Severity.WARNING)
    ]
    assert (
        problems(BillingTerms(late_fee_percent=Decimal(2), monthly_interest_percent=Decimal(1)), ANATEL) == []
    )


@pytest.mark.parametrize(
    ("ladder", "fields"),
    [
        pytest.param(
            MANUAL, ["throttle_after_days", "suspend_after_days", "cancel_after_days"], id="the manual's"
        ),
        pytest.param(LadderTerms(1, None, 15), ["suspend_after_days"], id="14 days after the notice"),
        pytest.param(LadderTerms(1, None, 16), [], id="15 days after the notice"),
        pytest.param(LadderTerms(10, None, 12, 15), [], id="notice_days makes them 15"),
        pytest.param(LadderTerms(None, None, 30), ["suspend_after_days"], id="no notice at all"),
        pytest.param(
            LadderTerms(1, None, 16, 0, frozenset(), 59), ["cancel_after_days"], id="59 days suspended"
        ),
        pytest.param(
            LadderTerms(1, None, None, 0, frozenset(), 90), ["cancel_after_days"], id="never suspended"
        ),
    ],
)
def test_a_ladder_stricter_than_anatel_s_is_warned_about(ladder, fields):
    assert warnings(ladder=ladder) == fields


def test_a_problem_offers_a_value_that_mends_it():
    remedies = {one.field: one.remedy for one in problems(BillingTerms(), MANUAL)}

    assert remedies == {"throttle_after_days": "", "suspend_after_days": "16", "cancel_after_days": "60"}

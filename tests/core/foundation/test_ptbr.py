"""What people read and type: pt-BR amounts, dates, percentages; doubtful input is asked about, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.foundation import ptbr
from core.foundation.calendar import Period
from core.foundation.ptbr import TypedError

TODAY = date(2017, 3, 20)
NO_NUMBER = "não é um número. Escreva, por exemplo, 1 ou 1,5."


def refusal(parse: object, *args: object) -> str:
    """The sentence with which something typed is refused."""
    with pytest.raises(TypedError) as refused:
        parse(*args)  # type: ignore[operator]
    return str(refused.value)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "R$\u00a00,00"),
        ("58.7", "R$\u00a058,70"),
        ("1234.56", "R$\u00a01.234,56"),
        ("-7.26", "−R$\u00a07,26"),
        ("9999999.99", "R$\u00a09.999.999,99"),
    ],
)
def test_an_amount_has_a_no_break_space_and_its_minus_in_front(amount: str, shown: str) -> None:
    assert ptbr.brl(Decimal(amount)) == shown


def test_a_cell_holds_the_number_alone() -> None:
    assert ptbr.num(Decimal("-61.3")) == "−61,30"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2", "2%"), ("2.00", "2%"), ("1.50", "1,5%"), ("10", "10%"), ("0.33", "0,33%"), ("-12.5", "−12,5%")],
)
def test_a_percentage_has_no_more_places_than_it_needs(value: str, shown: str) -> None:
    assert ptbr.percent(Decimal(value)) == shown


def test_counts_have_their_thousands_apart_and_the_right_word() -> None:
    assert ptbr.integer(1181) == "1.181"
    assert ptbr.plural(1, "dia", "dias") == "1 dia"
    assert ptbr.plural(0, "dia", "dias") == "0 dias"
    assert ptbr.plural(1181, "dia", "dias") == "1.181 dias"


def test_a_day_shows_its_year_only_when_it_is_not_this_one() -> None:
    assert ptbr.dm(date(2017, 4, 10), TODAY) == "10/04"
    assert ptbr.dm(date(2018, 4, 10), TODAY) == "10/04/2018"
    assert ptbr.wdm(TODAY, TODAY) == "seg 20/03"
    assert ptbr.wdm(date(2017, 5, 20), TODAY) == "sáb 20/05"
    assert ptbr.dmy(TODAY) == "20/03/2017"


def test_customers_read_the_month_in_words() -> None:
    assert ptbr.day_in_words(date(2017, 5, 10), TODAY) == "10 de maio"
    assert ptbr.day_in_words(date(2017, 6, 1), TODAY) == "1º de junho"
    assert ptbr.day_in_words(date(2018, 1, 2), TODAY) == "2 de janeiro de 2018"


def test_a_period_shows_its_last_day_never_the_half_open_end() -> None:
    assert ptbr.period(Period(date(2017, 4, 1), date(2017, 5, 1)), TODAY) == "01/04 a 30/04"
    assert ptbr.period(Period(TODAY, date(2017, 3, 21)), TODAY) == "20/03"


def test_an_instant_is_shown_on_the_clocks_of_the_provider() -> None:
    night = datetime(2017, 5, 14, 1, 30, tzinfo=UTC)

    assert ptbr.moment(night, ZoneInfo("America/Sao_Paulo"), TODAY) == "13/05 22:30"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        (" R$ 1.234,5 ", "1234.50"),
        ("R$\u00a058,70", "58.70"),
        ("0", "0.00"),
        ("1.500", "1500.00"),
        ("9.999.999,99", "9999999.99"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed: str, read: str) -> None:
    assert str(ptbr.parse_money(typed)) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1234.56", "Escreva 1234,56, com vírgula."),
        ("1,234.56", "Escreva 1234,56, com vírgula."),
        ("-5", "Digite sem o sinal; o tipo Desconto já abate."),
        ("−5,00", "Digite sem o sinal; o tipo Desconto já abate."),
        ("1.O", f"“1.O” {NO_NUMBER}"),
        ("NaN", f"“NaN” {NO_NUMBER}"),
        ("Infinity", f"“Infinity” {NO_NUMBER}"),
        ("1e309", f"“1e309” {NO_NUMBER}"),
        ("", f"“” {NO_NUMBER}"),
        ("1,2,3", f"“1,2,3” {NO_NUMBER}"),
        ("12.34,56", f"“12.34,56” {NO_NUMBER}"),
        ("١٢", f"“١٢” {NO_NUMBER}"),
        ("x" * 10_000, f"“{'x' * 20}…” {NO_NUMBER}"),
        ("1,234", "Só cabem duas casas depois da vírgula; aqui há 3."),
        ("10.000.000,00", "Não dá para guardar mais de R$ 9.999.999,99. Confira o valor."),
        ("9" * 10_000, "Não dá para guardar mais de R$ 9.999.999,99. Confira o valor."),
    ],
    ids=lambda value: value[:24],
)
def test_a_doubtful_amount_is_asked_about(typed: str, sentence: str) -> None:
    assert refusal(ptbr.parse_money, typed) == sentence


def test_a_percentage_may_carry_its_sign() -> None:
    assert ptbr.parse_percent("2%") == Decimal("2.00")
    assert ptbr.parse_percent("1,5 %") == Decimal("1.50")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.O", f"“1.O” {NO_NUMBER}"),
        ("1.5", "Escreva 1,5, com vírgula."),
        ("-2", "Digite sem o sinal de menos."),
        ("101", "Mais de 100% não existe aqui. Escreva, por exemplo, 1 ou 1,5."),
    ],
)
def test_a_doubtful_percentage_is_asked_about(typed: str, sentence: str) -> None:
    assert refusal(ptbr.parse_percent, typed) == sentence


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2003", date(2017, 3, 20)),
        ("20/3", date(2017, 3, 20)),
        ("20/03/17", date(2017, 3, 20)),
        ("20/03/2017", date(2017, 3, 20)),
        ("200317", date(2017, 3, 20)),
        ("20032017", date(2017, 3, 20)),
        ("20.3.17", date(2017, 3, 20)),
        ("2017-03-20", date(2017, 3, 20)),
        ("29/02/2016", date(2016, 2, 29)),
        ("05/11/85", date(1985, 11, 5)),
    ],
)
def test_a_date_is_read_in_every_short_form(typed: str, read: date) -> None:
    assert ptbr.parse_date(typed, TODAY) == read


@pytest.mark.parametrize(
    "typed", ["32/01", "31/04", "29/02", "0/3", "20/13", "amanhã", "", "20/3/1", "20/03/0017"]
)
def test_what_is_no_day_is_refused_with_examples(typed: str) -> None:
    said = f"“{typed}” não é uma data. Escreva, por exemplo, 2003, 20/3 ou 20/03/17."

    assert refusal(ptbr.parse_date, typed, TODAY) == said


def test_whole_numbers_keep_their_bounds() -> None:
    assert ptbr.parse_int(" 10 ") == 10
    assert refusal(ptbr.parse_int, "0", 1, 31) == "Aqui cabe de 1 a 31."
    assert refusal(ptbr.parse_int, "32", 1, 31) == "Aqui cabe de 1 a 31."
    assert refusal(ptbr.parse_int, "9" * 10_000, 1, 31) == "Aqui cabe de 1 a 31."
    assert refusal(ptbr.parse_int, "1,5") == "“1,5” não é um número inteiro. Escreva, por exemplo, 10."

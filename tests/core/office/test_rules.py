"""The country's holidays by name."""

from datetime import date

import pytest

from core.office.rules import national_names


def test_the_holidays_of_2017_by_name() -> None:
    assert national_names(2017) == {
        date(2017, 1, 1): "Confraternização Universal",
        date(2017, 2, 27): "Carnaval, segunda",
        date(2017, 2, 28): "Carnaval, terça",
        date(2017, 4, 14): "Sexta-feira Santa",
        date(2017, 4, 21): "Tiradentes",
        date(2017, 5, 1): "Dia do Trabalho",
        date(2017, 6, 15): "Corpus Christi",
        date(2017, 9, 7): "Independência",
        date(2017, 10, 12): "Nossa Senhora Aparecida",
        date(2017, 11, 2): "Finados",
        date(2017, 11, 15): "Proclamação da República",
        date(2017, 12, 25): "Natal",
    }


@pytest.mark.parametrize(("year", "is_one"), [(2023, False), (2024, True)])
def test_20_november_is_a_holiday_since_2024(year: int, is_one: bool) -> None:
    assert (date(year, 11, 20) in national_names(year)) is is_one


def test_two_holidays_on_one_day_share_it() -> None:
    assert national_names(2000)[date(2000, 4, 21)] == "Tiradentes e Sexta-feira Santa"


def test_every_day_of_two_centuries_has_a_name() -> None:
    assert [year for year in range(1990, 2201) if not all(national_names(year).values())] == []

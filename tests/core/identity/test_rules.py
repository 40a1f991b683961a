"""What a login and a password must be like."""

import pytest

from core.identity.rules import UserRefused, check_login, check_password


@pytest.mark.parametrize("login", ["carla", "jo", "carla.souza", "tec-01", "a_b", "9x"])
def test_a_plain_login_is_taken(login: str) -> None:
    check_login(login)


@pytest.mark.parametrize("login", ["", "a", "Carla", "joão", "-ana", "ana maria", "a" * 41, "ana\n"])
def test_any_other_login_is_refused_at_its_field(login: str) -> None:
    with pytest.raises(UserRefused) as refused:
        check_login(login)

    assert refused.value.field == "login"


def test_ten_characters_are_enough_and_nine_are_not() -> None:
    check_password("dez letras", "carla")

    with pytest.raises(UserRefused, match="ao menos 10 caracteres"):
        check_password("nove let.", "carla")


def test_a_password_does_not_hold_the_login_whatever_its_capitals() -> None:
    with pytest.raises(UserRefused, match="não pode conter o usuário"):
        check_password("a senha da CARLA", "carla")

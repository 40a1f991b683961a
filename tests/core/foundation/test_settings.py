"""What the process is told from outside: each value that cannot be is named."""

from pathlib import Path

import pytest

from core.foundation.settings import DEFAULT_PLUGINS, SettingsError, load


def test_without_anything_given_it_starts_on_sqlite_in_var() -> None:
    settings = load(env={})

    assert settings.database == f"sqlite:///{Path('var/malha.sqlite').resolve()}"
    assert settings.plugins == DEFAULT_PLUGINS


def test_the_environment_is_read_and_what_is_not_ours_is_left_alone() -> None:
    env = {
        "MALHA_DATA_DIR": "/srv/malha",
        "MALHA_PLUGINS": " internet, discount ,",
        "MALHA_PASSWORD_COST": "4",
        "MALHA_SECURE_COOKIES": "on",
        "PATH": "/bin",
    }

    settings = load(env=env)

    assert settings.data_dir == Path("/srv/malha")
    assert settings.plugins == ("internet", "discount")
    assert (settings.password_cost, settings.secure_cookies) == (4, True)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_written_as_people_write_it(scheme: str) -> None:
    settings = load(env={"MALHA_DATABASE_URL": f"{scheme}://malha@db/malha"})

    assert settings.database == "postgresql+psycopg://malha@db/malha"


def test_overrides_win_over_the_environment() -> None:
    assert load({"password_cost": 1}, {"MALHA_PASSWORD_COST": "9"}).password_cost == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MALHA_TIME_ZONE", "America/Atlantis"),
        ("MALHA_TIME_ZONE", "../etc/passwd"),
        ("MALHA_TIME_ZONE", "America"),
        ("MALHA_PASSWORD_COST", "0"),
        ("MALHA_PASSWORD_COST", "-1"),
        ("MALHA_PASSWORD_COST", "²"),
        ("MALHA_PASSWORD_COST", "three"),
        ("MALHA_PLUGINS", "internet,internet"),
        ("MALHA_SECURE_COOKIES", "si"),
        ("MALHA_TRUSTED_PROXIES", "many"),
        ("MALHA_TESTING", "perhaps"),
        ("MALHA_DATABASE_URL", "mysql://malha@db/malha"),
        ("MALHA_DATABASE_URL", "malha.sqlite"),
        ("MALHA_REDIS_URL", "http://cache"),
        ("MALHA_TODAY", "20/03/2017"),
    ],
)
def test_a_value_that_cannot_be_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        load(env={name: value})


def test_a_setting_that_there_is_not_is_refused() -> None:
    with pytest.raises(SettingsError, match="unknown setting: colour"):
        load({"colour": "blue"}, {})

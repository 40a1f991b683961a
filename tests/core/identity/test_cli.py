"""`malha user`, by its output and exit status: 0 done, 2 the request was wrong."""

import json
from typing import Any

import pytest
from flask import Flask

from core.cli import malha

PASSWORD = "uma frase bem longa\n"


@pytest.fixture
def typed(app: Flask) -> Any:
    """`typed(text, "user", "create", …)`: the command with a text on its standard input."""
    run = app.test_cli_runner()
    return lambda text, *words: run.invoke(malha, list(words), input=text)


def _create(typed: Any, login: str, text: str = PASSWORD) -> Any:
    return typed(text, "user", "create", login, "--name", "Carla", "--role", "finance", "--password-stdin")


def test_a_user_is_made_with_the_password_of_the_standard_input(typed: Any, app: Flask) -> None:
    done = _create(typed, "carla")

    answer = app.test_client().post("/entrar", data={"login": "carla", "password": PASSWORD.strip()})
    assert (done.exit_code, done.output) == (0, "user carla created, role finance\n")
    assert answer.status_code == 302


@pytest.mark.parametrize(("login", "text"), [("carla", "curta\n"), ("carla", ""), ("C@rla", PASSWORD)])
def test_what_is_refused_is_said_and_exits_2(typed: Any, login: str, text: str) -> None:
    done = _create(typed, login, text)

    assert done.exit_code == 2
    assert done.output.startswith("malha: ")


def test_a_role_that_there_is_not_exits_2(typed: Any) -> None:
    assert typed("", "user", "create", "carla", "--name", "Carla", "--role", "boss").exit_code == 2


def test_on_a_terminal_the_password_is_asked_for_twice(typed: Any) -> None:
    words = ("user", "create", "carla", "--name", "Carla", "--role", "finance")

    unlike = typed("uma frase bem longa\noutra frase longa\n", *words)
    alike = typed(PASSWORD * 2, *words)

    assert (unlike.exit_code, alike.exit_code) == (1, 0)
    assert "uma frase" not in alike.output


def test_the_list_is_for_people_and_for_programs(typed: Any) -> None:
    _create(typed, "carla")

    people, programs = typed("", "user", "list"), typed("", "user", "list", "--json")

    assert "carla" in people.output
    assert json.loads(programs.output) == [
        {"login": "carla", "name": "Carla", "role": "finance", "active": True}
    ]


def test_a_password_is_changed_for_a_user_that_there_is(typed: Any) -> None:
    _create(typed, "carla")

    done = typed("outra frase longa\n", "user", "password", "carla", "--password-stdin")
    nobody = typed("outra frase longa\n", "user", "password", "ninguem", "--password-stdin")

    assert (done.exit_code, nobody.exit_code) == (0, 2)

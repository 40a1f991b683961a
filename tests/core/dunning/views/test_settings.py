"""*Ajustar régua*."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.foundation.preferences import preferences

SignIn = Callable[..., FlaskClient]
TYPED = {"run_hour": "5", "suspend_from_hour": "9", "unlock_days": "2"}


def test_what_is_set_is_kept_and_said_on_the_page(app: Flask, clock: Any, signed_in: SignIn) -> None:
    client = signed_in()

    client.post("/regua/ajustes", data=TYPED)

    page = client.get("/regua").text
    with app.app_context():
        kept = preferences("dunning.")
    assert kept == {"run_hour": 5, "suspend_from_hour": 9, "unlock_days": 2, "customer_unlock": False}
    assert "roda às 05:00" in page
    assert "suspensões valem às 9h" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("run_hour", "24", "Aqui cabe de 0 a 23."),
        ("run_hour", "", "Escreva a hora, de 0 a 23."),
        ("suspend_from_hour", "4", "A suspensão não pode valer antes de a régua rodar."),
        ("unlock_days", "0", "Aqui cabe de 1 a 30."),
        ("unlock_days", "três", "não é um número inteiro"),
    ],
)
def test_what_makes_no_sense_is_refused_in_place(
    app: Flask, clock: Any, signed_in: SignIn, field: str, typed: str, sentence: str
) -> None:
    answer = signed_in().post("/regua/ajustes", data={**TYPED, field: typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    with app.app_context():
        assert preferences("dunning.")["run_hour"] == 6


def test_support_may_not_change_them(clock: Any, signed_in: SignIn) -> None:
    assert signed_in("support").get("/regua/ajustes").status_code == 403

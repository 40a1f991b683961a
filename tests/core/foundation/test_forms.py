"""Fields keep what was typed, and rows come and go with and without script."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from core.foundation.forms import DateField, MoneyField, RowsField, SecretField, TextField
from core.foundation.settings import load


class Phone(Form):
    number = TextField("Número", most=20, needed="Escreva o número.")
    label = TextField("De quem")


class Letter(Form):
    name = TextField("Nome", most=10, needed="Escreva o nome.")
    amount = MoneyField("Valor")
    day = DateField("Dia")
    secret = SecretField("Senha")
    phones = RowsField("Telefones", Phone, least=1)


@pytest.fixture
def typed() -> Iterator[Callable[..., Letter]]:
    """`typed(name="Ana", phones__0__number="…")`: the form as it was sent, on an app without a database."""
    app = Flask("letters")
    app.config["MALHA"] = load()
    with app.app_context():
        yield lambda **values: Letter(
            formdata=MultiDict({k.replace("__", "-"): v for k, v in values.items()})
        )


def test_what_is_typed_is_read_as_it_is_meant(typed):
    form = typed(name=" Ana ", amount="1.234,5", day="20/03/2017")

    assert form.validate()
    assert (form.name.data, form.amount.data, form.day.data) == ("Ana", Decimal("1234.50"), date(2017, 3, 20))


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("name", "", "Escreva o nome."),
        ("name", "A" * 10_000, "Aqui cabem 10 letras; há 10000."),
        (
            "name",
            "A\0na",
            "Há aqui um caractere que não se vê nem se guarda. Apague o campo e escreva de novo.",
        ),
        ("amount", "1234.56", "Escreva 1234,56, com vírgula."),
    ],
    ids=["blank", "too long", "NUL byte", "point"],
)
def test_what_is_refused_has_its_sentence_and_is_shown_again(typed, field, text, sentence):
    form = typed(**{"name": "Ana", field: text})

    assert not form.validate()
    assert form[field].errors[0] == sentence
    assert form[field]._value() == text


def test_letters_written_from_right_to_left_survive(typed):
    form = typed(name="مريم")

    assert form.validate()
    assert form.name.data == "مريم"


def test_a_password_is_never_shown_again(typed):
    form = typed(name="", secret="segredo")

    assert "segredo" not in form.secret()


def test_rows_left_blank_count_for_nothing(typed):
    form = typed(
        name="Ana", phones__0__number="19 1", phones__0__label="", phones__1__number="", phones__1__label=""
    )

    assert form.validate()
    assert form.phones.data == [{"number": "19 1", "label": None}]


def test_a_fault_in_a_row_refuses_the_form(typed):
    form = typed(name="Ana", phones__0__number="", phones__0__label="casa")

    assert not form.validate()
    assert form.phones.rows[0].number.errors[0] == "Escreva o número."


def test_a_press_on_add_brings_a_row_and_keeps_the_others(typed):
    form = typed(name="", phones__3__number="19 1", phones__add="")

    assert form.phones.pressed
    assert [row.number.name for row in form.phones.rows] == ["phones-3-number", "phones-4-number"]
    assert form.phones.rows[0].number._value() == "19 1"


def test_a_press_on_remove_takes_that_row_alone(typed):
    form = typed(name="", phones__0__number="19 1", phones__1__number="19 2", phones__remove="0")

    assert [row.number._value() for row in form.phones.rows] == ["19 2"]


def test_stored_rows_are_shown():
    form = Letter(data={"phones": [{"number": "19 1", "label": "casa"}]})

    assert form.phones.rows[0].label._value() == "casa"


@given(name=st.text(), amount=st.text(), day=st.text(), number=st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_whatever_is_typed_is_shown_again_unchanged(typed, name, amount, day, number):
    form = typed(name=name, amount=amount, day=day, phones__0__number=number)
    form.validate()

    shown = [form.name._value(), form.amount._value(), form.day._value(), form.phones.rows[0].number._value()]
    assert shown == [name, amount, day, number]

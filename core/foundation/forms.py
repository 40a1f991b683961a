"""Form fields that keep what was typed: read as it is meant, or refused with a sentence and shown again as it was.

`data` is None for a field left blank; `needed` is the sentence for one that must not be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import PasswordInput, TextArea, TextInput

from core.foundation.clock import today
from core.foundation.ptbr import dmy, num, percent
from core.foundation.typed import TypedError, parse_date, parse_int, parse_money, parse_percent

UNREADABLE = "Há aqui um caractere que não se vê nem se guarda. Apague o campo e escreva de novo."


class BaseForm(FlaskForm):  # type: ignore[misc]  # ships no types
    """A form with its CSRF token. `faults()` lists what keeps it from being saved."""

    def faults(self) -> list[tuple[str, str, str]]:
        """(label, sentence, id of the control) of each refused field, rows included, in the order of the page."""
        return [fault for field in self for fault in faults_of(field)]


def faults_of(field: Any) -> list[tuple[str, str, str]]:
    """(label, sentence, id) of a field's faults; a RowsField gives those of its rows."""
    if isinstance(field, RowsField):
        return [fault for row in field.rows for part in row for fault in faults_of(part)] + field.own_faults()
    return [(str(field.label.text), str(field.errors[0]), field.id)] if field.errors else []


class TypedField(Field):  # type: ignore[misc]
    """Text on one line, read by `read`, which raises TypedError with a sentence. `data` is what was read."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, needed: str = "", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.needed = needed
        self.typed: str | None = None

    def read(self, text: str) -> Any:
        """The meaning of what was typed, which is never blank here."""
        return text

    def show(self, value: Any) -> str:
        """A stored value as the field shows it."""
        return str(value)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed, or nothing is stored."""
        return not self._value().strip()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.typed, self.data = valuelist[0], None
        if plain := valuelist[0].strip():
            self.data = self.read(_seen(plain, self.lines))

    lines = False

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.show(self.data)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """As WTForms does, and a rule's TypedError in a `validate_…` is a fault like any other."""
        try:
            return bool(super().validate(form, extra_validators))
        except TypedError as error:
            self.errors: list[Any] = [*self.process_errors, str(error)]
            return False

    def pre_validate(self, form: Any) -> None:
        if self.errors or self.process_errors:
            raise StopValidation()
        if self.needed and self.data is None:
            raise StopValidation(self.needed)


def _seen(text: str, lines: bool) -> str:
    allowed = "\n\r\t" if lines else ""
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in allowed for c in text):
        raise TypedError(UNREADABLE)
    return text


class TextField(TypedField):
    """Text of at most `most` characters, blanks around it taken off."""

    def __init__(self, label: Any = None, validators: Any = None, most: int = 80, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.most = most

    def read(self, text: str) -> str:
        if len(text) > self.most:
            raise TypedError(f"Aqui cabem {self.most} letras; há {len(text)}.")
        return text


class TextAreaField(TextField):
    """Text on several lines."""

    widget = TextArea()
    lines = True


class SecretField(TextField):
    """A password: never shown again, not even the one just refused. Blanks around it are part of it."""

    widget = PasswordInput(hide_value=True)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = self.read(_seen(self.typed, False)) if self.typed else None


class MoneyField(TypedField):
    """R$ with two places, never negative."""

    def read(self, text: str) -> Decimal:
        return parse_money(text)

    def show(self, value: Decimal) -> str:
        return num(value)


class PercentField(TypedField):
    """A percentage from 0 to 100, shown without its sign: the unit stands beside the control."""

    def read(self, text: str) -> Decimal:
        return parse_percent(text)

    def show(self, value: Decimal) -> str:
        return percent(value).removesuffix("%")


class CountField(TypedField):
    """A whole number between two bounds: days, times."""

    def __init__(
        self, label: Any = None, validators: Any = None, least: int = 0, most: int = 9999, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        return parse_int(text, self.least, self.most)


class DayField(CountField):
    """A day of the month, 1 to 31."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, least=1, most=31, **kwargs)


class DateField(TypedField):
    """A date as people type it: 2003, 20/3, 20/03/17."""

    def read(self, text: str) -> date:
        return parse_date(text, today())

    def show(self, value: date) -> str:
        return dmy(value)


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as WTForms takes choices: it warns of plain tuples."""
    return [pair if isinstance(pair, SelectChoice) else SelectChoice(*pair) for pair in pairs]


class Offered:
    """What a field offers, given as (value, label) pairs; anything else is refused with a sentence."""

    def __init__(self, label: Any = None, validators: Any = None, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, choices=options(choices), **kwargs)  # type: ignore[call-arg]

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError:
            raise StopValidation("Escolha uma das opções da lista.") from None


class ChoiceField(Offered, SelectField):  # type: ignore[misc]
    """One of several, from a list that opens."""


class OptionField(Offered, RadioField):  # type: ignore[misc]
    """One of a few, side by side."""


class ManyField(Offered, SelectMultipleField):  # type: ignore[misc]
    """Any of several, as chips."""


Chooser = Callable[[str], type[Any]]


class RowsField(Field):  # type: ignore[misc]
    """Several rows of a small form each: telephones, items. Rows left blank count for nothing.

    `form_class` is a WTForms Form, or a function from the row's `kind` to one. Keys are NAME-INDEX-FIELD. A
    press on NAME-add (its value is the new row's kind) or NAME-remove (its value is an index) works without
    script: `pressed` then says that the form is to be shown again and not saved.
    """

    most = 100

    def __init__(self, label: Any, form_class: type[Any] | Chooser, least: int = 0, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.form_class, self.least = form_class, least
        self.rows: list[Any] = []
        self.pressed = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.rows, self.pressed = [], False
        if formdata:
            self._process_typed(formdata)
        else:
            stored = data if isinstance(data, (list, tuple)) else ()
            self.rows = [self._row(i, _kind(row), data=dict(row)) for i, row in enumerate(stored)]
        while len(self.rows) < self.least:
            self.add()

    def _process_typed(self, formdata: Any) -> None:
        gone, wanted = formdata.get(f"{self.name}-remove"), formdata.get(f"{self.name}-add")
        keys = [key for key in self._keys(formdata) if str(key) != gone]
        self.rows = [self._row(k, formdata.get(f"{self.name}-{k}-kind", ""), formdata=formdata) for k in keys]
        self.pressed = gone is not None or wanted is not None
        if wanted is not None:
            self.add(wanted)

    def _keys(self, formdata: Any) -> list[int]:
        start = len(self.name) + 1
        names = [key[start:].partition("-")[0] for key in formdata if key.startswith(f"{self.name}-")]
        return sorted({int(name) for name in names if name.isdecimal() and len(name) < 6})[: self.most]

    def _row(self, key: int | str, kind: str, **values: Any) -> Any:
        chosen = self.form_class if isinstance(self.form_class, type) else self.form_class(kind)
        row = chosen(prefix=f"{self.name}-{key}", **values)
        row.key = key
        return row

    def add(self, kind: str = "", **data: Any) -> Any:
        """A new row at the end, filled in with `data`."""
        highest = max((row.key for row in self.rows), default=-1)
        self.rows.append(self._row(highest + 1, kind, data=data))
        return self.rows[-1]

    def blank(self, kind: str = "") -> Any:
        """An empty row with the index `NOVA`, for a `<template>` that a script copies."""
        return self._row("NOVA", kind, data={})

    @property
    def data(self) -> list[dict[str, Any]]:
        """What was read of each row that is not blank."""
        return [row.data for row in self.rows if not is_blank(row)]

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        self.errors: list[Any] = []
        fine = [row.validate() for row in self.rows if not is_blank(row)]
        self._run_validation_chain(form, [*self.validators, *extra_validators])
        self.errors = list(self.errors)
        return all(fine) and not self.errors

    def own_faults(self) -> list[tuple[str, str, str]]:
        """The faults of the rows together, not of one of them."""
        return [(str(self.label.text), str(error), self.id) for error in self.errors]


def _kind(row: Any) -> str:
    return str(dict(row).get("kind", ""))


def is_blank(row: Any) -> bool:
    """Whether nothing was typed in a row; what is chosen from a list does not count."""
    return all(field.blank for field in row if isinstance(field, TypedField))

"""The customers' list as a file that a spreadsheet opens: semicolons, UTF-8 with its mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.customers.rules.typed import show_phone
from core.foundation.documents import show

HEAD = ("Código", "Nome", "CPF/CNPJ", "Telefone", "E-mail")
MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(rows: Iterable[Any]) -> Iterator[str]:
    """The file, a line at a time."""
    yield MARK + _line(HEAD)
    for row in rows:
        phone = show_phone(row.phone) if row.phone else ""
        yield _line((row.id, row.name, show(row.document), phone, row.email or ""))


def _line(values: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([_harmless(str(value)) for value in values])
    return out.getvalue()


def _harmless(text: str) -> str:
    """A name that begins like a formula is text for a spreadsheet too."""
    return f"'{text}" if text.startswith(FORMULA) else text

"""Rows as a file that a spreadsheet opens: semicolons, UTF-8 with its mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file, a line at a time. Decimals are written with a comma, None as nothing."""
    yield MARK + _line(head)
    for row in rows:
        yield _line(row)


def _line(values: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([_cell(value) for value in values])
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    text = "" if value is None else str(value)
    # Text that begins like a formula is text for a spreadsheet too.
    return f"'{text}" if text.startswith(FORMULA) else text

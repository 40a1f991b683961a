"""What the customers' list shows: its page, why each row is there, and the columns of the other rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.customers.queries.page import Page, Wanted, columns, names_near, page_of, reasons
from core.customers.rules.search import as_name, closest, marked, words
from core.customers.rules.typed import show_phone
from core.extension.types import Cell, CustomerColumn
from core.foundation.documents import mask

KINDS = {"document": "CPF/CNPJ", "phone": "telefone", "email": "e-mail", "login": "login", "name": "nome"}
EMPTY = Cell("")
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. `cells` say which are numbers; `name` and `reason` come in pieces, each with whether it is what was looked for;
    `why` says what the reason is (e-mail, login), and is empty where the name says it."""

    id: int
    name: Pieces
    document: str
    phone: str
    cells: list[tuple[Cell, bool]]
    why: str = ""
    reason: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list. `alone` says that all there is fits on it, so that it may be counted."""

    rows: list[Row]
    columns: Sequence[CustomerColumn]
    page: Page

    @property
    def alone(self) -> bool:
        return not (self.page.next or self.page.previous)


def listing(wanted: Wanted) -> Listing:
    """The page that is asked for, with all its columns."""
    page, extra = page_of(wanted), columns()
    ids = [row.id for row in page.rows]
    cells = _cells(extra, ids) if ids else []
    why, ways = reasons(ids, wanted.text), words(wanted.text)
    rows = [
        _row(row, [(found.get(row.id, EMPTY), number) for found, number in cells], why.get(row.id, ()), ways)
        for row in page.rows
    ]
    return Listing(rows, extra, page)


def _cells(extra: Sequence[CustomerColumn], ids: Sequence[int]) -> list[tuple[Mapping[int, Cell], bool]]:
    """Column by column the cells of a page, and whether they are numbers; what several columns stand on is read once."""
    kept = {read: read(ids) for read in dict.fromkeys(read for column in extra for read in column.read)}
    given = [[kept[read] for read in column.read] or [ids] for column in extra]
    return [(column.cells(*rows), column.numeric) for column, rows in zip(extra, given, strict=True)]


def _row(row: Any, cells: list[tuple[Cell, bool]], terms: Sequence[Any], ways: list[tuple[str, ...]]) -> Row:
    phone = show_phone(row.phone) if row.phone else ""
    if not ways:
        return Row(row.id, [(row.name, False)], mask(row.document), phone, cells)
    name = marked(row.name, ways)
    why, reason = ("", None) if _all_in(row.name, ways) else _reason(terms, phone, ways)
    return Row(row.id, name, mask(row.document), phone, cells, why, reason)


def _all_in(name: str, ways: list[tuple[str, ...]]) -> bool:
    return all(any(on for _, on in marked(name, [way])) for way in ways)


def _reason(terms: Sequence[Any], phone: str, ways: list[tuple[str, ...]]) -> tuple[str, Pieces | None]:
    """The first term that is not on the line already. A document is not: it is masked there, and stays so."""
    for term in terms:
        if term.kind in ("email", "login", "phone") and term.shown != phone:
            return KINDS[term.kind], marked(term.shown, ways, numeric=term.kind == "phone")
    return "", None


@dataclass(frozen=True, slots=True)
class Nobody:
    """What is offered where nobody was found: a name to register, and (id, name) of those much like it."""

    name: str
    like: list[tuple[int, str]]


def nobody(text: str) -> Nobody:
    """What to do about a search that found nobody."""
    return Nobody(as_name(text), closest(text, names_near(text)))

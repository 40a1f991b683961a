"""The customers' list, a page at a time by its keys: no page is counted to, so that a deep one costs as the first.

Columns are read, not objects, in one query a page; what other rooms show comes for the ids of that page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, or_, select, tuple_

from core.customers.models import Customer, CustomerEmail, CustomerPhone, SearchTerm
from core.customers.rules.search import words
from core.extension.calls import collect
from core.foundation.database import db
from core.foundation.text import like

SIZE = 25
# Spelled out: PostgreSQL plans a page with a parameter for its limit anew each time.
ONE: Any = literal_column("1")
A_PAGE: Any = literal_column(str(SIZE + 1))
C, PHONE = Customer.__table__.c, CustomerPhone.__table__.c
LEAST_TRIGRAM = 3
EXPORT_BATCH = 1000
Key = tuple[str, int]
FIRST_PHONE = (
    select(PHONE.number)
    .where(PHONE.customer_id == C.id)
    .order_by(PHONE.position, PHONE.id)
    .limit(ONE)
    .scalar_subquery()
    .label("phone")
)
FIRST_EMAIL = (
    select(CustomerEmail.address)
    .where(CustomerEmail.customer_id == Customer.id)
    .order_by(CustomerEmail.position, CustomerEmail.id)
    .limit(1)
    .scalar_subquery()
    .label("email")
)
COLUMNS = (C.id, C.name, C.sort_name, C.document, FIRST_PHONE)
ORDER = (C.sort_name, C.id)
EVERYBODY = select(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for: the text looked for, the chip pressed, and where the page begins or ends."""

    text: str = ""
    chip: str = ""
    after: Key | None = None
    before: Key | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of (id, name, sort_name, document, phone), and the keys that the next and the previous page hang on."""

    rows: Sequence[Any]
    next: Key | None
    previous: Key | None


def page_of(wanted: Wanted) -> Page:
    """A page of customers by name."""
    backwards = wanted.before is not None
    query = _placed(_filtered(EVERYBODY, wanted), wanted).limit(A_PAGE)
    found = db.session.execute(query).all()
    rows, more = found[:SIZE], len(found) > SIZE
    if backwards:
        rows = rows[::-1]
    return Page(
        rows,
        _key(rows, -1) if more or backwards else None,
        _key(rows, 0) if (more if backwards else wanted.after is not None) else None,
    )


def _key(rows: Sequence[Any], place: int) -> Key | None:
    return (rows[place].sort_name, rows[place].id) if rows else None


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    for ways in words(wanted.text):
        query = query.where(C.id.in_(_holders(ways)))
    if not wanted.chip:
        return query
    chosen = next((one for one in chips() if one.key == wanted.chip), None)
    return query.where(C.id.in_(chosen.ids())) if chosen else query


def _holders(ways: Sequence[str]) -> Any:
    """The customers that hold a word. A word of three letters or more is looked up in the index of trigrams
    first (PostgreSQL would else read customers by name until it has a page); a shorter one is in most of them."""
    holders = select(SearchTerm.customer_id).where(_has(ways))
    if min(len(way) for way in ways) < LEAST_TRIGRAM:
        return holders
    return select(holders.cte().prefix_with("MATERIALIZED", dialect="postgresql"))


def _has(ways: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(SearchTerm.text.like(like(way), escape="\\") for way in ways))


def _placed(query: Select[Any], wanted: Wanted) -> Select[Any]:
    here = tuple_(*ORDER)
    if wanted.before:
        return query.where(here < tuple_(*wanted.before)).order_by(*(column.desc() for column in ORDER))
    if wanted.after:
        query = query.where(here > tuple_(*wanted.after))
    return query.order_by(*ORDER)


def chips() -> list[Any]:
    """The filters that the rooms and plugins offer, in order."""
    return sorted(collect("register_customer_filters"), key=lambda one: one.order)


def columns() -> list[Any]:
    """The columns that the rooms and plugins add, in order."""
    return sorted(collect("register_customer_columns"), key=lambda one: one.order)


def reasons(ids: Sequence[int], text: str) -> dict[int, list[Any]]:
    """For each customer of a page the terms (customer_id, kind, shown) that hold any word looked for."""
    looked_for = words(text)
    if not looked_for or not ids:
        return {}
    query = select(SearchTerm.customer_id, SearchTerm.kind, SearchTerm.shown).where(
        SearchTerm.customer_id.in_(ids), or_(*(_has(ways) for ways in looked_for))
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query.order_by(SearchTerm.id)):
        found.setdefault(row.customer_id, []).append(row)
    return found


def export(wanted: Wanted) -> Iterator[Any]:
    """Every customer that the list would show, in its order, a batch in memory at a time."""
    at = Wanted(wanted.text, wanted.chip)
    while True:
        query = _placed(_filtered(select(*COLUMNS, FIRST_EMAIL), at), at).limit(EXPORT_BATCH)
        rows = db.session.execute(query).all()
        yield from rows
        if len(rows) < EXPORT_BATCH:
            return
        at = Wanted(wanted.text, wanted.chip, after=_key(rows, -1))


def names_near(text: str) -> list[tuple[int, str]]:
    """(id, name) of some customers whose name shares a beginning of three letters with a word looked for."""
    starts = [way[:3] for ways in words(text) for way in ways[:1] if len(way) >= 3]
    if not starts:
        return []
    begins = or_(*(SearchTerm.text.like(like(start), escape="\\") for start in starts))
    query = select(SearchTerm.customer_id.label("id"), SearchTerm.shown.label("name"))
    query = query.where(SearchTerm.kind == "name", begins).limit(300)
    return [(row.id, row.name) for row in db.session.execute(query)]

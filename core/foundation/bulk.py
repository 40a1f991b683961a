"""Many rows at once: COPY on PostgreSQL, executemany elsewhere; ids are known before the rows are written.

A long list of ids travels as one parameter: thousands of them cost more to spell out than to look up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Table, bindparam, column, func, insert, select, text
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType, TypeDecorator

from core.foundation.database import Base, IdArray

encode = json.JSONEncoder().encode
# The sequence is looked up once, not for every id.
NEXT_IDS = text(
    "WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence(:name, 'id')::regclass AS sequence) "
    "SELECT nextval(ids.sequence) FROM ids, generate_series(1, :count)"
)


def reserve_ids(session: Session, model: type[Base], count: int) -> Sequence[int]:
    """That many new ids of a table, ascending. On SQLite the running transaction must hold the write lock."""
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        return list(session.scalars(NEXT_IDS, {"name": table.name, "count": count}))
    highest = session.scalar(select(func.max(table.c.id))) or 0
    used = (
        session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0
    )
    first = max(highest, used) + 1
    return range(first, first + count)


def among(session: Session, key: Any, ids: Sequence[int]) -> Any:
    """SQL: whether a column is one of these ids."""
    if session.get_bind().dialect.name == "postgresql":
        return key == func.any(bindparam("ids", IdArray(ids), type_=NullType(), unique=True))
    listed = func.json_each(bindparam("ids", json.dumps(list(ids)), unique=True)).table_valued(
        column("value")
    )
    return key.in_(select(listed.c.value))


def write_rows(
    session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows, each a value a column, in Python's own types (money as Decimal, instants aware)."""
    kept, table = list(rows), _table(model)
    if not kept:
        return
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, columns, kept)
    else:
        session.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in kept])


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def _processor(type_: Any, dialect: Any) -> Any:
    """COPY takes JSON as its text, our own types by their own hand; everything else as the driver would bind it."""
    if isinstance(type_, JSON):
        return encode
    if isinstance(type_, TypeDecorator):
        bind = type_.process_bind_param
        return lru_cache(maxsize=4096)(lambda value: bind(value, dialect))  # few values fill a column
    return type_.dialect_impl(dialect).bind_processor(dialect)


def _copy(session: Session, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    dialect = session.get_bind().dialect
    processors = [_processor(table.c[name].type, dialect) for name in columns]
    by_column = (
        map(process, values) if process else values
        for process, values in zip(processors, zip(*rows, strict=True), strict=True)
    )
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = session.connection().connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in zip(*by_column, strict=True):
            copy.write_row(row)

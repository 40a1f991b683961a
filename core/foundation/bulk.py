"""Many rows at once: COPY on PostgreSQL, executemany elsewhere; ids are known before the rows are written.

A long list of ids travels as one parameter: thousands of them cost more to spell out than to look up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import JSON, Table, bindparam, column, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from core.foundation.database import Base, IdArray

encode = json.JSONEncoder(check_circular=False).encode
CHUNK = 250
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# The sequence is looked up once, not for every id.
NEXT_IDS = text(
    "WITH ids AS MATERIALIZED (SELECT pg_get_serial_sequence(:name, 'id')::regclass AS sequence) "
    "SELECT nextval(ids.sequence) FROM ids, generate_series(1, :count)"
)


def reserve_ids(session: Session, model: type[Base], count: int) -> Sequence[int]:
    """That many new ids of a table, ascending. On SQLite the running transaction must hold the write lock."""
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        return session.scalars(NEXT_IDS, {"name": table.name, "count": count}).all()
    highest = session.scalar(select(func.max(table.c.id))) or 0
    used = (
        session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0
    )
    first = max(highest, used) + 1
    return range(first, first + count)


def among(session: Session, key: Any, ids: Sequence[int]) -> Any:
    """SQL: whether a column is one of these ids."""
    dialect = session.get_bind().dialect.name
    value = _spelled(dialect, ids)
    return _is_one(dialect, key, bindparam("ids", value, type_=NullType(), unique=True))


class ByIds:
    """A SELECT asked now for these ids, now for those: put together once for each kind of database.

    `make` is given what makes the condition: `ByIds(lambda among: select(…).where(among(Contract.customer_id)))`.
    """

    def __init__(self, make: Callable[[Callable[[Any], Any]], Any]) -> None:
        self._make = make
        self._made: dict[str, Any] = {}

    def rows(self, session: Session, ids: Sequence[int]) -> Sequence[Any]:
        """The rows for these ids."""
        dialect = session.get_bind().dialect.name
        if dialect not in self._made:
            self._made[dialect] = self._make(
                lambda key: _is_one(dialect, key, bindparam("ids", type_=NullType()))
            )
        return session.execute(self._made[dialect], {"ids": _spelled(dialect, ids)}).all()


def _is_one(dialect: str, key: Any, ids: Any) -> Any:
    if dialect == "postgresql":
        return key == func.any(ids)
    return key.in_(select(func.json_each(ids).table_valued(column("value")).c.value))


def _spelled(dialect: str, ids: Sequence[int]) -> Any:
    return IdArray(ids) if dialect == "postgresql" else json.dumps(list(ids))


def write_rows(
    session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Append rows, each a value a column, in Python's own types (money as Decimal, instants aware).

    On PostgreSQL the rows are asked for while the server already takes in the first ones.
    """
    table = _table(model)
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, columns, iter(rows))
    elif kept := [dict(zip(columns, row, strict=True)) for row in rows]:
        session.execute(insert(table), kept)


def upsert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows by their primary key, each with the same columns: where a row is there, those columns are replaced."""
    if not rows:
        return
    table = _table(model)
    make = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)


def _copy(session: Session, table: Table, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    dialect = session.get_bind().dialect
    writers = [_writer(table.c[name].type, dialect) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor = session.connection().connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        while chunk := list(islice(rows, CHUNK)):
            by_column = zip(writers, zip(*chunk, strict=True), strict=True)
            lines = zip(*[map(write, values) for write, values in by_column], strict=True)
            copy.write("".join([f"{line}\n" for line in map("\t".join, lines)]))


def _writer(type_: Any, dialect: Any) -> Callable[[Any], str]:
    """How COPY spells a column's values: JSON as its text, everything else as the driver would bind it."""
    if isinstance(type_, JSON):
        return lambda value: _escaped(encode(value))
    return _Spelled(type_.dialect_impl(dialect).bind_processor(dialect) or str).__getitem__


class _Spelled(dict[Any, str]):
    """The text of each value of a column: few values fill most columns, and each is spelled out once."""

    def __init__(self, bind: Callable[[Any], Any]) -> None:
        super().__init__({None: r"\N"})
        self._bind = bind

    def __missing__(self, value: Any) -> str:
        text = self[value] = _escaped(str(self._bind(value)))
        return text


def _escaped(text: str) -> str:
    return text.translate(ESCAPES) if SPECIAL.search(text) else text

"""Encrypting every stored secret anew, whatever table holds it."""

from __future__ import annotations

from sqlalchemy import Column, Table, bindparam, select, update

from core.foundation.database import Base, transaction
from core.foundation.secrets import EncryptedText


def rotate() -> int:
    """Write every encrypted column again, so that it opens with the newest key. Returns how many values."""
    with transaction():
        return sum(
            _rotate(table, column) for table in Base.metadata.sorted_tables for column in _secret(table)
        )


def _secret(table: Table) -> list[Column[str]]:
    return [column for column in table.columns if isinstance(column.type, EncryptedText)]


def _rotate(table: Table, column: Column[str]) -> int:
    (name,) = table.primary_key.columns
    with transaction() as session:
        rows = session.execute(select(name, column).where(column.is_not(None))).all()
        change = update(table).where(name == bindparam("key")).values({column.name: bindparam("secret")})
        if rows:
            session.connection().execute(change, [{"key": key, "secret": secret} for key, secret in rows])
        return len(rows)

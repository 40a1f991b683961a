"""The database: column types of our own, and the one way to write, `transaction()`.

SQLite is no small PostgreSQL: a write there begins at once (BEGIN IMMEDIATE), or two processes that read
before they write lose each other's updates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_sqlalchemy import SQLAlchemy
from psycopg import adapters
from psycopg.adapt import Dumper
from psycopg.pq import TransactionStatus
from sqlalchemy import (
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    Integer,
    MetaData,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from core.foundation.settings import Settings

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """The parent of every model; constraint names follow one convention, which migrations rely on."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
# SQLite only numbers INTEGER keys by itself.
Id = BigInteger().with_variant(Integer(), "sqlite")


class Money(TypeDecorator[Decimal]):
    """R$ as integer cents in the database, as a Decimal with two places in Python."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else to_cents(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else from_cents(value)


class Percent(TypeDecorator[Decimal]):
    """A percentage with up to four places, as an integer in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else _whole(value.scaleb(4), f"{value} % has more than four places")

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else _percent(value)


@lru_cache(maxsize=4096)
def _percent(value: int) -> Decimal:
    return Decimal(value).scaleb(-4).normalize() + 0


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: UTC in the database, aware in Python. A naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


@lru_cache(maxsize=65_536)
def to_cents(amount: Decimal) -> int:
    """R$ as integer cents. Raises ValueError where there is a fraction of a cent: rounding is a rule's."""
    return _whole(amount.scaleb(2), f"{amount} has a fraction of a cent")


def _whole(units: Decimal, otherwise: str) -> int:
    if units != (whole := int(units)):
        raise ValueError(otherwise)
    return whole


@lru_cache(maxsize=65_536)
def from_cents(cents: int) -> Decimal:
    """Integer cents as R$ with two places."""
    return Decimal(cents).scaleb(-2)


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: commits at the end of the outermost block, undoes all of it on an exception.

    Blocks nest, so that services compose. What was read before the block is let go of, since a write must
    not build on it.
    """
    session: Session = db.session()
    if session.info.get("writing"):
        yield session
        return
    _end_reading(session)
    token = _writing.set(True)
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.info.pop("afterwards", None)
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
        _writing.reset(token)
    _afterwards(session)


def after_commit(call: Callable[[], object], key: str | None = None) -> None:
    """Have something done once the running transaction, the outermost, has committed; never if it is undone.

    Of several with one `key` the last is done. What it raises is logged: the transaction has happened.
    """
    if not db.session().info.get("writing"):
        raise RuntimeError("after_commit() outside a transaction()")
    calls: dict[Any, Callable[[], object]] = db.session().info.setdefault("afterwards", {})
    calls[key or len(calls)] = call


def _afterwards(session: Session) -> None:
    for call in session.info.pop("afterwards", {}).values():
        try:
            call()
        except Exception:  # whatever it was, what was committed stands
            current_app.logger.exception("what was to follow a commit failed")


def changed(session: Session, statement: Executable) -> int:
    """How many rows an UPDATE or DELETE changed: 0 tells the loser of a compare-and-swap."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)  # noqa: S101  # of such a statement it is one
    return result.rowcount


def _end_reading(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a transaction()")
    session.rollback()
    session.expire_all()  # what an earlier block kept too: a rollback forgets only what was read since


def options(chosen: Settings) -> dict[str, Any]:
    """How an engine is made: the driver prepares a statement on its sixth use, unless that is switched off."""
    driver = chosen.database.partition(":")[0]
    if chosen.prepared_statements or driver == "sqlite":
        return {}
    return {"connect_args": {"prepare_threshold": None}}


def prepare(engine: Engine) -> None:
    """Make an engine's connections ready: on SQLite for `transaction()`, on PostgreSQL for long lists of ids and
    for statements that stay prepared from one page to the next.
    """
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _postgres_connect)
        engine.dialect.do_rollback = _let_go  # type: ignore[method-assign, assignment]
        return
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)


class IdArray(tuple[int, ...]):
    """Ids as one PostgreSQL array: a real one, so that the planner sees how many there are, written in one go."""


class _IdArrayDumper(Dumper):
    oid = adapters.types["int8"].array_oid

    def dump(self, obj: IdArray) -> bytes:
        return b"{%s}" % ",".join(map(str, obj)).encode()


def _postgres_connect(connection: Any, _record: Any) -> None:
    connection.adapters.register_dumper(IdArray, _IdArrayDumper)


def _let_go(connection: Any) -> None:
    """ROLLBACK. Every page that only read ends with one, at which psycopg has the server forget all that it has
    prepared, in case tables were undone; where nothing has failed we say it past psycopg, and all stays prepared.
    """
    if connection.pgconn.transaction_status == TransactionStatus.INTRANS:
        connection.pgconn.exec_(b"ROLLBACK")
    else:
        connection.rollback()


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is never immediate
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")

"""The one way to write, and columns that refuse what they cannot hold exactly."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ProgrammingError, StatementError

from core.foundation.database import Money, Percent, UTCDateTime, db, transaction
from core.foundation.preferences import Preference
from core.testing.builders import user

ROOT = Path(__file__).parents[3]
DIALECT = sqlite.dialect()  # type: ignore[no-untyped-call]
both = pytest.mark.databases("sqlite", "postgres")
ORPHAN = "INSERT INTO outbox_delivery (event_id, plugin, attempts, due_at) VALUES (7, 'x', 0, '2017-03-20')"
COUNT_UP = """
import sys
from collections.abc import Callable
from pathlib import Path
from core.app import create_app
from core.foundation.database import transaction
from core.foundation.preferences import Preference

app = create_app({"database_url": sys.argv[1], "data_dir": Path(sys.argv[2]), "password_cost": 1})
with app.app_context():
    for _ in range(200):
        with transaction() as session:
            counter = session.get(Preference, "counter", with_for_update=True)
            counter.value = counter.value + 1
"""


def _keys() -> set[str]:
    return set(db.session.scalars(db.select(Preference.key)))


@both
def test_blocks_nest_and_the_outermost_keeps_all(app_context: Flask) -> None:
    with transaction() as outer:
        outer.add(Preference(key="outer", value=1))
        with transaction() as inner:
            inner.add(Preference(key="inner", value=1))
    db.session.rollback()

    assert _keys() == {"outer", "inner"}


@both
def test_what_fails_after_an_inner_block_undoes_that_too(app_context: Flask) -> None:
    with pytest.raises(RuntimeError, match="late"), transaction() as outer:
        outer.add(Preference(key="outer", value=1))
        with transaction() as inner:
            inner.add(Preference(key="inner", value=1))
        raise RuntimeError("late")

    assert _keys() == set()


def test_what_fails_inside_undoes_the_outer_block_too(app_context: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside"), transaction() as outer:
        outer.add(Preference(key="outer", value=1))
        with transaction():
            raise RuntimeError("inside")

    assert _keys() == set()


def test_after_a_failure_the_next_transaction_is_kept(app_context: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        raise RuntimeError

    with transaction() as session:
        session.add(Preference(key="next", value=1))

    db.session.rollback()
    assert _keys() == {"next"}


def test_changes_made_outside_a_transaction_are_refused(app_context: Flask) -> None:
    db.session.add(Preference(key="stray", value=1))

    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass


@pytest.mark.parametrize("read_again", [True, False], ids=["read since", "kept by an earlier block"])
def test_what_was_known_before_a_transaction_is_read_again_in_it(
    app_context: Flask, read_again: bool
) -> None:
    known = Preference(key="stale", value=1)
    with transaction() as session:
        session.add(known)
    if read_again:
        db.session.scalars(db.select(Preference)).all()
    with db.engine.begin() as elsewhere:
        elsewhere.execute(text("UPDATE preference SET value = '2' WHERE key = 'stale'"))

    with transaction() as session:
        seen = session.get_one(Preference, "stale").value

    assert seen == 2


@both
def test_three_processes_that_read_before_they_write_lose_no_update(
    app: Flask, database: str, tmp_path: Path
) -> None:
    with app.app_context(), transaction() as session:
        session.add(Preference(key="counter", value=0))

    words = [sys.executable, "-c", COUNT_UP, database, str(tmp_path)]
    counting = [subprocess.Popen(words, cwd=ROOT) for _ in range(3)]
    codes = [process.wait(120) for process in counting]

    with app.app_context():
        assert codes == [0, 0, 0]
        assert db.session.get_one(Preference, "counter").value == 600


def test_sqlite_keeps_no_row_without_its_parent(app_context: Flask) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), transaction() as session:
        session.execute(text(ORPHAN))


@given(st.integers(-(10**12), 10**12))
def test_money_comes_back_as_it_went_with_two_places(cents: int) -> None:
    amount = Decimal(cents) / 100

    back = Money().process_result_value(Money().process_bind_param(amount, DIALECT), DIALECT)

    assert back == amount
    assert str(back).partition(".")[2] == f"{abs(cents) % 100:02d}"


@pytest.mark.parametrize("amount", ["0.001", "-10.005", "NaN"])
def test_money_with_a_fraction_of_a_cent_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match=r"fraction of a cent|NaN"):
        Money().process_bind_param(Decimal(amount), DIALECT)


@pytest.mark.parametrize(
    ("kept", "back"), [("2", "2"), ("0.033", "0.033"), ("10", "10"), ("1.2345", "1.2345")]
)
def test_a_percentage_comes_back_without_zeros_that_say_nothing(kept: str, back: str) -> None:
    stored = Percent().process_bind_param(Decimal(kept), DIALECT)

    assert f"{Percent().process_result_value(stored, DIALECT):f}" == back


def test_a_percentage_with_more_than_four_places_is_refused_not_rounded() -> None:
    with pytest.raises(ValueError, match="more than four places"):
        Percent().process_bind_param(Decimal("0.03333"), DIALECT)


def test_an_instant_without_its_time_zone_is_refused(app_context: Flask) -> None:
    with pytest.raises(StatementError, match="needs its time zone"):
        user(created_at=datetime(2017, 3, 20, 9))  # noqa: DTZ001  # what is refused


@both
def test_an_instant_comes_back_in_utc(app_context: Flask) -> None:
    nine = datetime(2017, 3, 20, 9, tzinfo=timezone(timedelta(hours=-3)))

    made = user(created_at=nine)
    db.session.expire_all()

    assert made.created_at == datetime(2017, 3, 20, 12, tzinfo=UTC)
    assert made.created_at.tzinfo is UTC


@pytest.mark.parametrize("type_", [Money(), Percent(), UTCDateTime()])
def test_nothing_stays_nothing(type_: Money | Percent | UTCDateTime) -> None:
    assert type_.process_bind_param(None, DIALECT) is None
    assert type_.process_result_value(None, DIALECT) is None


PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%preference%'")


def _read_often(times: int) -> int:
    """How many statements about preferences stay prepared after as many reads, each let go of."""
    for _ in range(times):
        _keys()
        db.session.remove()
    return db.session.scalar(PREPARED) or 0


@pytest.mark.databases("postgres")
def test_a_statement_stays_prepared_though_each_read_is_let_go_of(app_context: Flask) -> None:
    assert _read_often(7) == 1


@pytest.mark.databases("postgres")
def test_a_read_that_failed_is_let_go_of_too(app_context: Flask) -> None:
    with pytest.raises(ProgrammingError):
        db.session.execute(text("SELECT nothing_like_it FROM preference"))
    db.session.remove()

    assert _keys() == set()


@pytest.mark.databases("postgres")
def test_behind_an_old_pgbouncer_nothing_is_prepared(make_app: Callable[..., Flask], database: str) -> None:
    with make_app(database, prepared_statements=False).app_context():
        assert _read_often(7) == 0

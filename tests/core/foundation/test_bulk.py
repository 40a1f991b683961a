"""Many rows at once, on both databases."""

import pytest
from flask import Flask

from core.foundation.audit import AuditEntry, row
from core.foundation.bulk import CHUNK, among, reserve_ids, write_rows
from core.foundation.database import db, transaction

pytestmark = pytest.mark.databases("sqlite", "postgres")
COLUMNS = ("id", "at", "actor_id", "actor_name", "action", "subject_kind", "subject_id", "data")


def _write(count: int) -> list[int]:
    with transaction() as session:
        ids = list(reserve_ids(session, AuditEntry, count))
        facts = row("a\tb\\", "contract", 1, {"text": 'linha\n"ç"', "none": None})
        write_rows(session, AuditEntry, COLUMNS, [(key, *facts.values()) for key in ids])
    return ids


def test_rows_come_back_as_they_were_given(app_context: Flask) -> None:
    key = _write(1)[0]

    found = db.session.get_one(AuditEntry, key)

    assert (found.action, found.data) == ("a\tb\\", {"text": 'linha\n"ç"', "none": None})
    assert found.at.tzinfo


@pytest.mark.parametrize("words", [r"\N", "", "\\.", "a\\tb", "a\r\nb\vc", "ç ∑ '\"", None], ids=repr)
def test_no_text_is_taken_for_what_copy_means_by_it(app_context: Flask, words: str | None) -> None:
    facts = {**row("a", "contract", 1, {"words": words}), "action": words or "", "actor_id": None}
    with transaction() as session:
        key = reserve_ids(session, AuditEntry, 1)[0]
        write_rows(session, AuditEntry, COLUMNS, [(key, *facts.values())])

    found = db.session.get_one(AuditEntry, key)

    assert (found.action, found.data, found.actor_id) == (words or "", {"words": words}, None)


def test_more_rows_than_are_written_at_once_all_come_in_order(app_context: Flask) -> None:
    ids = _write(2 * CHUNK + 1)

    assert list(db.session.scalars(db.select(AuditEntry.id).order_by(AuditEntry.id))) == ids


def test_ids_are_never_given_twice_not_even_those_of_rows_deleted_since(app_context: Flask) -> None:
    first = _write(3)
    with transaction() as session:
        session.execute(db.delete(AuditEntry))

    second = _write(2)

    assert sorted(set(first + second)) == first + second


def test_one_of_many_is_found_and_none_of_none(app_context: Flask) -> None:
    ids = _write(5)

    def found(wanted: list[int]) -> list[int]:
        keys = db.select(AuditEntry.id).where(among(db.session(), AuditEntry.id, wanted))
        return sorted(db.session.scalars(keys))

    assert found([ids[1], ids[3], 10**9]) == [ids[1], ids[3]]
    assert found([]) == []


def test_no_rows_are_no_work(app_context: Flask) -> None:
    with transaction() as session:
        write_rows(session, AuditEntry, COLUMNS, [])

    assert db.session.scalar(db.select(db.func.count(AuditEntry.id))) == 0

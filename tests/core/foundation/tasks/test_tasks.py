"""Work is kept in the database, done by one at a time, tried again, done in parts, and never lost. DESIGN §2."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from core.foundation import audit, tasks
from core.foundation.database import after_commit, db, transaction
from core.foundation.tasks.holding import renew
from core.foundation.tasks.models import Task
from tests.core.foundation.tasks.work_of_tests import HERE, noted

pytestmark = pytest.mark.databases("sqlite", "postgres")
START = datetime(2017, 3, 20, 9, tzinfo=ZoneInfo("America/Sao_Paulo"))


def after(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def task_of(task_id: int | None) -> Task:
    return db.session.get_one(Task, task_id, populate_existing=True)


def do_all() -> None:
    """What a scheduler without a queue does, until nothing is due."""
    while found := tasks.due():
        tasks.perform(found[0])


def test_a_task_is_done_once_however_often_it_is_told_of(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    book = str(tmp_path / "book")
    key = tasks.submit(f"{HERE}.note", book, "a", label="Anotar")
    assert key is not None

    told = [tasks.perform(key) for _ in range(3)]

    assert (told, noted(book)) == ([True, False, False], ["a"])
    assert (task_of(key).state, task_of(key).result, task_of(key).worker) == ("done", "A", None)


def test_what_was_asked_for_in_a_transaction_that_was_undone_is_not_there(
    app_context: Flask, clock: Any
) -> None:
    with pytest.raises(LookupError), transaction():
        tasks.submit(f"{HERE}.note", "book", "a")
        raise LookupError

    assert tasks.due() == []


def test_what_follows_a_commit_follows_the_outermost_one_alone_and_never_an_undone_one(
    app_context: Flask,
) -> None:
    said: list[str] = []

    with transaction():
        with transaction():
            after_commit(lambda: said.append("inner"))
        said.append("outer")
    with pytest.raises(LookupError), transaction():
        after_commit(lambda: said.append("undone"))
        raise LookupError
    with transaction():
        pass

    assert said == ["outer", "inner"]


def test_what_breaks_after_a_commit_does_not_undo_it_nor_stop_what_else_follows(app_context: Flask) -> None:
    said: list[str] = []

    with transaction():
        after_commit(lambda: 1 / 0)
        after_commit(lambda: said.append("next"))

    assert said == ["next"]


def test_two_workers_at_one_moment_do_it_once(app: Flask, tmp_path: Path) -> None:
    book = str(tmp_path / "book")
    with app.app_context():
        key = tasks.submit(f"{HERE}.note", book, "a")
    at_once = Barrier(6)

    def work() -> bool:
        with app.app_context():
            at_once.wait()
            return tasks.perform(key or 0)

    with ThreadPoolExecutor(6) as pool:
        did = [future.result() for future in [pool.submit(work) for _ in range(6)]]

    assert (sorted(did), noted(book)) == ([False] * 5 + [True], ["a"])


def test_a_key_is_asked_for_once_alone(app_context: Flask, clock: Any, tmp_path: Path) -> None:
    book = str(tmp_path / "book")

    first = tasks.submit(f"{HERE}.note", book, "a", key="nightly:2017-03-20")
    again = tasks.submit(f"{HERE}.note", book, "b", key="nightly:2017-03-20")
    do_all()
    after_it = tasks.submit(f"{HERE}.note", book, "c", key="nightly:2017-03-20")
    do_all()

    assert first is not None
    assert (again, after_it, noted(book)) == (None, None, ["a"])


def test_with_anew_a_key_is_asked_for_again_once_its_task_has_ended_in_the_same_row(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    book = str(tmp_path / "book")

    asked = [tasks.submit(f"{HERE}.note", book, word, key="outbox:tv", anew=True) for word in "ab"]
    do_all()
    later = tasks.submit(f"{HERE}.note", book, "c", key="outbox:tv", anew=True)
    do_all()

    assert (asked[1], later, noted(book)) == (None, asked[0], ["a", "c"])


def test_before_its_time_a_task_is_not_done(app_context: Flask, clock: Any, tmp_path: Path) -> None:
    book = str(tmp_path / "book")
    key = tasks.submit(f"{HERE}.note", book, "a", at=after(60))

    before = tasks.perform(key or 0)
    clock.move_to(after(60))

    assert (before, tasks.perform(key or 0)) == (False, True)


def test_a_task_that_fails_waits_longer_each_time_and_then_a_person_is_told_why(
    app_context: Flask, clock: Any
) -> None:
    key = tasks.submit(f"{HERE}.refuse", "O roteador não responde.")
    seen = []

    for at in (0, 30, 330):
        clock.move_to(after(at))
        do_all()
        seen.append((task_of(key).state, task_of(key).due_at))

    assert seen == [("waiting", after(30)), ("waiting", after(330)), ("failed", after(30 + 300))]
    assert (task_of(key).attempts, task_of(key).error) == (3, "O roteador não responde.")


def test_a_failed_task_is_done_again_when_a_person_says_so(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    stone = tmp_path / "stone"
    stone.touch()
    key = tasks.submit(f"{HERE}.refuse_while", str(stone), "Há uma pedra.") or 0
    for at in (0, 30, 330):
        clock.move_to(after(at))
        do_all()
    stone.unlink()

    said = [tasks.retry(key), tasks.retry(key)]
    do_all()

    assert (said, task_of(key).state, task_of(key).error) == ([True, False], "done", None)


def test_what_a_dead_worker_held_is_taken_back_once_its_lease_ran_out(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    book = str(tmp_path / "book")
    key = tasks.submit(f"{HERE}.note", book, "a") or 0
    assert tasks.claim(key) is not None  # and is never heard of again

    clock.move_to(after(45))
    tasks.tend()
    too_early = tasks.perform(key)
    clock.move_to(after(46))
    tasks.tend()

    assert (too_early, tasks.perform(key), noted(book)) == (False, True, ["a"])


def test_who_lost_its_lease_writes_nothing_about_the_task_any_more(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    key = tasks.submit(f"{HERE}.note", str(tmp_path / "book"), "a") or 0
    slow = tasks.claim(key)
    assert slow is not None
    clock.move_to(after(46))
    tasks.tend()
    other = tasks.claim(key)
    assert other is not None

    assert (renew(slow), renew(other)) == (False, True)


def test_a_task_that_kills_three_workers_is_left_to_a_person(app_context: Flask, clock: Any) -> None:
    key = tasks.submit(f"{HERE}.note", "book", "a") or 0

    for at in (0, 46, 92):
        clock.move_to(after(at))
        tasks.tend()
        tasks.claim(key)
    clock.move_to(after(138))
    tasks.tend()

    assert (task_of(key).state, task_of(key).error) == (
        "failed",
        "O processo que a fazia parou sem avisar, três vezes.",
    )


def test_a_job_in_parts_is_called_again_when_the_last_is_done_and_gets_what_they_gave(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    book = str(tmp_path / "book")
    key = tasks.submit(f"{HERE}.whole", book, 3) or 0

    tasks.perform(key)
    between = (task_of(key).state, noted(book))
    do_all()

    assert between == ("split", [])
    assert (task_of(key).state, task_of(key).result) == ("done", ["PART0", "PART1", "PART2"])
    assert noted(book) == ["part0", "part1", "part2"]


def test_parts_that_end_at_one_moment_wake_the_whole_once(app: Flask, tmp_path: Path) -> None:
    book = str(tmp_path / "book")
    with app.app_context():
        key = tasks.submit(f"{HERE}.whole", book, 8) or 0
        tasks.perform(key)
        parts = tasks.due(8)
    at_once = Barrier(8)

    def work(part: int) -> bool:
        with app.app_context():
            at_once.wait()
            return tasks.perform(part)

    with ThreadPoolExecutor(8) as pool:
        did = list(pool.map(work, parts))

    with app.app_context():
        assert (did, tasks.due(8)) == ([True] * 8, [key])


def test_a_part_that_fails_for_good_fails_the_whole_with_its_sentence_and_only_it_is_done_again(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    stone = tmp_path / "stone"
    stone.touch()
    key = tasks.submit(f"{HERE}.half_refused", str(stone), "Há uma pedra.") or 0
    for at in (0, 30, 330):
        clock.move_to(after(at))
        do_all()
    failed = (task_of(key).state, task_of(key).error)
    stone.unlink()

    tasks.retry(key)
    reopened = (task_of(key).state, len(tasks.due(9)))
    do_all()

    assert failed == ("failed", "Falhou parte 0: Há uma pedra.")
    assert reopened == ("split", 1)
    assert task_of(key).state == "done"


def test_a_whole_whose_parts_are_done_but_that_nobody_woke_is_woken_by_the_scheduler(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    key = tasks.submit(f"{HERE}.whole", str(tmp_path / "book"), 2) or 0
    tasks.perform(key)
    with transaction() as session:
        session.execute(db.update(Task).where(Task.parent_id == key).values(state="done"))

    tasks.tend()

    assert task_of(key).state == "waiting"


def test_whoever_asked_for_a_task_acts_in_it_and_nobody_is_left_acting_after(
    app_context: Flask, clock: Any
) -> None:
    audit.act_as(audit.Actor(7, "Ana"))
    by_ana = tasks.submit(f"{HERE}.who") or 0
    audit.act_as(audit.SYSTEM)
    by_itself = tasks.submit(f"{HERE}.who") or 0

    do_all()

    assert (task_of(by_ana).result, task_of(by_itself).result) == ("Ana", "rotina")
    assert audit.actor() == audit.SYSTEM


def test_a_job_done_here_gives_its_result_and_is_written_down(
    app_context: Flask, clock: Any, tmp_path: Path
) -> None:
    given = tasks.here(f"{HERE}.note", str(tmp_path / "book"), "a", label="Anotar")

    (row,) = db.session.scalars(db.select(Task))
    assert (given, row.state, row.result, row.label) == ("A", "done", "A", "Anotar")


def test_a_job_done_here_that_fails_is_written_down_and_goes_up(app_context: Flask, clock: Any) -> None:
    with pytest.raises(ValueError, match="Não deu"):
        tasks.here(f"{HERE}.refuse", "Não deu.")

    (row,) = db.session.scalars(db.select(Task))
    assert (row.state, row.error) == ("failed", "Não deu.")


def test_whoever_watches_is_told_how_far_the_work_is(app_context: Flask, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    tasks.here(f"{HERE}.slowly", str(tmp_path / "book"), "a", 0.05, watch=lambda *far: told.append(far))

    (row,) = db.session.scalars(db.select(Task))
    assert told[0] == (1, 2)
    assert (row.done, row.total) == (1, 2)


def test_a_process_that_is_to_end_hands_its_task_back_and_the_attempt_does_not_count(
    app_context: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tasks.submit(f"{HERE}.slowly", str(tmp_path / "book"), "a", 30) or 0
    monkeypatch.setattr("core.foundation.tasks.holding._ending", [True])

    tasks.perform(key)

    assert (task_of(key).state, task_of(key).attempts, task_of(key).worker) == ("waiting", 0, None)


def test_without_a_queue_nobody_is_told_and_the_task_waits_for_the_scheduler(
    make_app: Callable[..., Flask], database: str, clock: Any
) -> None:
    with make_app(database).app_context():
        key = tasks.submit(f"{HERE}.note", "book", "a")
        tasks.tend()

        assert tasks.due() == [key]

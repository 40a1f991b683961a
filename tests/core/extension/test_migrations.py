"""Schemas: the core's and each plugin's go on alone, and nothing starts on an old one. Source: DESIGN §3."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect

from core.cli import malha
from core.foundation.database import db

MakeApp = Callable[..., Flask]
Install = Callable[[str, str], str]
NOTHING = 'from malha import PluginInfo\ninfo = PluginInfo("tv", "TV")\n'
STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{name}", {before!r}

def upgrade():
    op.create_table("tv_{name}", sa.Column("id", sa.Integer, primary_key=True))
"""
both = pytest.mark.databases("sqlite", "postgres")


def _step(tmp_path: Path, name: str, before: str | None = None) -> None:
    folder = tmp_path / "tv" / "migrations"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(STEP.format(name=name, before=before))


def _do(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(malha, list(words))


def _tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def test_bringing_a_new_schema_up_twice_does_nothing_the_second_time(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'new.sqlite'}")

    first, second = _do(app, "db", "upgrade"), _do(app, "db", "upgrade")

    assert (first.exit_code, first.output) == (0, "schema upgraded: core\n")
    assert (second.exit_code, second.output) == (0, "schema is up to date\n")


@pytest.mark.parametrize("words", [("web", "--port", "0"), ("db", "check")])
def test_nothing_starts_while_migrations_wait_and_they_are_named(
    make_app: MakeApp, tmp_path: Path, words: tuple[str, ...]
) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'new.sqlite'}")

    done = _do(app, *words)

    assert done.exit_code == 1
    assert "migrations pending: core; run `malha db upgrade`" in done.output


@both
def test_a_plugin_keeps_count_of_its_own_steps(
    make_app: MakeApp, database: str, installed: Install, tmp_path: Path
) -> None:
    installed("tv", NOTHING)
    _step(tmp_path, "channels")
    app = make_app(database, plugins=("internet", "tv"))

    first = _do(app, "db", "upgrade")
    _step(tmp_path, "decoders", before="channels")
    waiting = _do(app, "db", "check")
    second = _do(app, "db", "upgrade")

    assert (first.output, second.output) == ("schema upgraded: tv\n", "schema upgraded: tv\n")
    assert "pending: tv" in waiting.output
    assert {"alembic_version", "alembic_version_tv", "tv_channels", "tv_decoders"} <= _tables(app)


@both
def test_a_plugin_that_was_taken_out_leaves_its_tables_and_stops_no_later_upgrade(
    make_app: MakeApp, database: str, installed: Install, tmp_path: Path
) -> None:
    installed("tv", NOTHING)
    _step(tmp_path, "channels")
    _do(make_app(database, plugins=("internet", "tv")), "db", "upgrade")
    without = make_app(database, plugins=("internet",))

    done = _do(without, "db", "upgrade")

    assert (done.exit_code, done.output) == (0, "schema is up to date\n")
    assert "tv_channels" in _tables(without)

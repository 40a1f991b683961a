"""Schema changes: Alembic by its Python API, one version table for the core and one for each plugin.

With a shared version table, removing a plugin breaks every later migration. Plugins follow the core, in the
order of the settings; their tables begin with their id.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from core.foundation.database import db

HOME = Path(__file__).parent.parent / "migrations"


@dataclass(frozen=True, slots=True)
class Branch:
    """Whose migrations: the core's (`owner` "") or a plugin's, and the folder that holds them."""

    owner: str
    versions: Path

    @property
    def version_table(self) -> str:
        """Where the database keeps how far they went."""
        return f"alembic_version_{self.owner}" if self.owner else "alembic_version"


CORE = Branch("", HOME / "versions")


def upgrade(branches: list[Branch]) -> None:
    """Bring every branch to its newest revision, in order. On SQLite foreign keys are checked afterwards."""
    for branch in branches:
        with db.engine.connect() as connection:
            _upgrade(connection, branch)


def _upgrade(connection: Connection, branch: Branch) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # a table rebuilt by a batch migration must not take its children's rows with it
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    command.upgrade(config(branch, connection), "head")
    if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError(f"the migrations of {branch.owner or 'the core'} left rows without their parents")
    connection.commit()
    if sqlite:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def pending(branches: list[Branch]) -> list[str]:
    """The owners ("core" or a plugin's id) whose newest revision is not in the database."""
    return [branch.owner or "core" for branch in branches if _current(branch) != _newest(branch)]


def _newest(branch: Branch) -> str | None:
    return ScriptDirectory.from_config(config(branch)).get_current_head()


def _current(branch: Branch) -> str | None:
    with db.engine.connect() as connection:
        options = {"version_table": branch.version_table}
        return MigrationContext.configure(connection, opts=options).get_current_revision()


def config(branch: Branch, connection: Connection | None = None) -> Config:
    """Alembic's configuration for a branch, without a file."""
    made = Config()
    made.set_main_option("script_location", str(HOME))
    made.set_main_option("path_separator", "newline")
    made.set_main_option("version_locations", str(branch.versions))
    made.attributes.update(connection=connection, branch=branch)
    return made

"""Run by Alembic: the connection and the branch come from core.foundation.migrations."""

from __future__ import annotations

from typing import Any

from alembic import context

from core.foundation.database import Base
from core.foundation.migrations import Branch

branch: Branch = context.config.attributes["branch"]


def ours(_thing: Any, name: str | None, kind: str, _reflected: bool, _compare: Any) -> bool:
    """A plugin's tables begin with its id; the core's are the rest that the core's models define."""
    if kind != "table" or name is None:
        return True
    if branch.owner:
        return name.startswith(f"{branch.owner}_")
    return name in Base.metadata.tables and not Base.metadata.tables[name].info.get("plugin")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=branch.version_table,
    render_as_batch=True,
    include_object=ours,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

"""On PostgreSQL, customers are found anywhere in a word by an index of trigrams.

Where the extension is not installed, or may not be created, the search reads the whole table instead: slower,
with the same results.

Revision ID: 0002
Revises: 0001
"""

import logging
from collections.abc import Sequence

from alembic import op
from sqlalchemy.exc import DBAPIError

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDEX = "ix_customer_search_text"
LOG = logging.getLogger("alembic.runtime.migration")


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            connection.exec_driver_sql(
                f"CREATE INDEX {INDEX} ON customer_search USING gin (text gin_trgm_ops)"
            )
    except DBAPIError as error:
        LOG.warning("pg_trgm is not to be had; customers are searched without an index: %s", error.orig)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP INDEX IF EXISTS {INDEX}")

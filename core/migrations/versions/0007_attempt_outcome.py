"""Room for the word "unreachable" in what became of an attempt: PostgreSQL refused its eleventh letter

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice_attempt", schema=None) as batch_op:
        batch_op.alter_column(
            "outcome", existing_type=sa.String(10), type_=sa.String(20), existing_nullable=False
        )


def downgrade() -> None:
    with op.batch_alter_table("notice_attempt", schema=None) as batch_op:
        batch_op.alter_column(
            "outcome", existing_type=sa.String(20), type_=sa.String(10), existing_nullable=False
        )

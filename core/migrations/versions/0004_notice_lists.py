"""What the pages of notices list quickly, what became of a message told once, how a channel does

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("channel_settings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("fault_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("fault", sa.String(length=500), nullable=True))

    with op.batch_alter_table("notice_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_index("ix_notice_message_status", ["status", "id"], unique=False)
        batch_op.create_index("ix_notice_message_channel", ["channel", "status", "id"], unique=False)
        batch_op.create_index("ix_notice_message_told", ["told", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice_message", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_message_told")
        batch_op.drop_index("ix_notice_message_channel")
        batch_op.drop_index("ix_notice_message_status")
        batch_op.drop_column("told")

    with op.batch_alter_table("channel_settings", schema=None) as batch_op:
        batch_op.drop_column("fault")
        batch_op.drop_column("fault_at")
        batch_op.drop_column("taken_at")

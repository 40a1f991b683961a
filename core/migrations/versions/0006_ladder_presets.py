"""Ladders to start from, as data: the regulator's, which is the default, and the manual's

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PRESETS = [
    {
        "key": "anatel",
        "name": "Anatel",
        "message_after_days": 1,
        "throttle_after_days": None,
        "suspend_after_days": 16,
        "notice_days": 15,
        "suspend_except": "friday holiday holiday_eve saturday sunday",
        "cancel_after_days": 60,
        "position": 1,
        "is_default": True,
    },
    {
        "key": "manual",
        "name": "Manual",
        "message_after_days": 1,
        "throttle_after_days": 3,
        "suspend_after_days": 10,
        "notice_days": 0,
        "suspend_except": "holiday saturday sunday",
        "cancel_after_days": 10,
        "position": 2,
        "is_default": False,
    },
]


def upgrade() -> None:
    table = op.create_table(
        "ladder_preset",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("message_after_days", sa.Integer(), nullable=True),
        sa.Column("throttle_after_days", sa.Integer(), nullable=True),
        sa.Column("suspend_after_days", sa.Integer(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("suspend_except", sa.String(length=120), nullable=False),
        sa.Column("cancel_after_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_preset")),
        sa.UniqueConstraint("key", name=op.f("uq_ladder_preset_key")),
        sa.UniqueConstraint("name", name=op.f("uq_ladder_preset_name")),
        sqlite_autoincrement=True,
    )
    op.bulk_insert(table, PRESETS)


def downgrade() -> None:
    op.drop_table("ladder_preset")

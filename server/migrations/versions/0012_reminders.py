"""Reminders by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder_settings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("wishes", sa.String(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("logged_on", sa.Date(), nullable=True),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reminder_settings_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_reminder_settings")),
    )
    op.create_index(op.f("ix_reminder_settings_due_at"), "reminder_settings", ["due_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reminder_settings_due_at"), table_name="reminder_settings")
    op.drop_table("reminder_settings")

"""Reports, blocks and what facilitators did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _to(table: str, column: str, parent: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "block",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("is_mine", sa.Boolean(), nullable=False),
        sa.Column("is_theirs", sa.Boolean(), nullable=False),
        sa.Column("blocked_at", sa.BigInteger(), nullable=True),
        _to("block", "account_id", "account"),
        _to("block", "other_id", "account"),
        sa.PrimaryKeyConstraint("account_id", "other_id", name=op.f("pk_block")),
    )
    with op.batch_alter_table("block") as batch_op:
        batch_op.create_index(batch_op.f("ix_block_other_id"), ["other_id"])
    op.create_table(
        "read_anew",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        _to("read_anew", "account_id", "account"),
        _to("read_anew", "group_id", "group"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_read_anew")),
    )
    with op.batch_alter_table("read_anew") as batch_op:
        batch_op.create_index(batch_op.f("ix_read_anew_account_id"), ["account_id"])
    op.create_table(
        "act",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("acted_at", sa.BigInteger(), nullable=False),
        _to("act", "by_id", "account", "SET NULL"),
        _to("act", "group_id", "group"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_act")),
    )
    with op.batch_alter_table("act") as batch_op:
        batch_op.create_index(batch_op.f("ix_act_by_id"), ["by_id"])
        batch_op.create_index(batch_op.f("ix_act_group_id_acted_at_id"), ["group_id", "acted_at", "id"])
    _create_reports()


def _create_reports() -> None:
    op.create_table(
        "report",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("is_care", sa.Boolean(), nullable=False),
        sa.Column("post_wire", sa.LargeBinary(), nullable=True),
        sa.Column("reply_wire", sa.LargeBinary(), nullable=True),
        sa.Column("member_name", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("outcome_words", sa.String(), nullable=True),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        _to("report", "group_id", "group"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report") as batch_op:
        batch_op.create_index(batch_op.f("ix_report_author_id"), ["author_id"])
        batch_op.create_index(batch_op.f("ix_report_group_id_state_subject_id"), ["group_id", "state", "subject_id"])
        batch_op.create_index(batch_op.f("ix_report_state_resolved_at"), ["state", "resolved_at"])
    op.create_table(
        "report_voice",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "report_id"],
            ["report.group_id", "report.id"],
            name=op.f("fk_report_voice_group_id_report_id_report"),
            ondelete="CASCADE",
        ),
        _to("report_voice", "reporter_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_report_voice")),
    )
    with op.batch_alter_table("report_voice") as batch_op:
        batch_op.create_index(batch_op.f("ix_report_voice_group_id_report_id"), ["group_id", "report_id"])
        batch_op.create_index(batch_op.f("ix_report_voice_reporter_id_said_at"), ["reporter_id", "said_at"])


def downgrade() -> None:
    for table in ("report_voice", "report", "act", "read_anew", "block"):
        op.drop_table(table)

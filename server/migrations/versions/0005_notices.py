"""Notices and how each account wants them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: rebuilding the account's table would touch every row that hangs on it.
    op.add_column("account", sa.Column("notices_revision", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "notice",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_alias", sa.String(), nullable=True),
        sa.Column("and_others", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["account.id"], name=op.f("fk_notice_actor_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "account_id"],
            ["member.group_id", "member.account_id"],
            name=op.f("fk_notice_group_id_account_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "post_id"],
            ["post.group_id", "post.id"],
            name=op.f("fk_notice_group_id_post_id_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice") as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_account_id_revision"), ["account_id", "revision"], unique=True)
        batch_op.create_index(batch_op.f("ix_notice_account_id_kind_subject"), ["account_id", "kind", "subject"])
        batch_op.create_index(batch_op.f("ix_notice_group_id_account_id"), ["group_id", "account_id"])
        batch_op.create_index(batch_op.f("ix_notice_group_id_post_id"), ["group_id", "post_id"])
        batch_op.create_index(batch_op.f("ix_notice_actor_id"), ["actor_id"])
        batch_op.create_index(batch_op.f("ix_notice_noticed_at"), ["noticed_at"])

    op.create_table(
        "notice_settings",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("wishes", sa.String(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_confirmed", sa.Boolean(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("code_ends_at", sa.BigInteger(), nullable=True),
        sa.Column("code_attempts", sa.Integer(), nullable=False),
        sa.Column("digest_at", sa.BigInteger(), nullable=True),
        sa.Column("digest_revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_notice_settings_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_notice_settings")),
    )
    with op.batch_alter_table("notice_settings") as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_settings_digest_at"), ["digest_at"])


def downgrade() -> None:
    op.drop_table("notice_settings")
    op.drop_table("notice")
    op.drop_column("account", "notices_revision")

"""The first tables: host, accounts, devices, vault records, groups, members, change log, posts, replies, reactions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("auth_hash", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("memory_kib", sa.Integer(), nullable=False),
        sa.Column("passes", sa.Integer(), nullable=False),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("recovery_hash", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("record_count", sa.BigInteger(), nullable=False),
        sa.Column("revision_sum", sa.BigInteger(), nullable=False),
        sa.Column("groups_revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("handle", name=op.f("uq_account_handle")),
    )
    op.create_table(
        "attempt",
        sa.Column("bucket", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_ends_at"), ["ends_at"])

    op.create_table(
        "group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("join_code", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("post_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
        sa.UniqueConstraint("join_code", name=op.f("uq_group_join_code")),
    )
    op.create_table(
        "host",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
    )
    op.create_table(
        "change",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_change_group_id_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "revision", name=op.f("pk_change")),
        sa.UniqueConstraint("group_id", "subject_id", name=op.f("uq_change_group_id_subject_id")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_device_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    with op.batch_alter_table("device") as batch_op:
        batch_op.create_index(batch_op.f("ix_device_account_id"), ["account_id"])

    op.create_table(
        "member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.Column("read_sequence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_member_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_member_group_id_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_member")),
    )
    with op.batch_alter_table("member") as batch_op:
        batch_op.create_index(batch_op.f("ix_member_account_id_group_id"), ["account_id", "group_id"])
        batch_op.create_index(
            batch_op.f("ix_member_group_id_joined_at_account_id"), ["group_id", "joined_at", "account_id"]
        )

    op.create_table(
        "post",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("created_digest", sa.LargeBinary(), nullable=False),
        sa.Column("wire", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_post_group_id_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_post")),
    )
    with op.batch_alter_table("post") as batch_op:
        batch_op.create_index(batch_op.f("ix_post_author_id_group_id"), ["author_id", "group_id"])
        batch_op.create_index(batch_op.f("ix_post_group_id_kind_posted_at_id"), ["group_id", "kind", "posted_at", "id"])
        batch_op.create_index(batch_op.f("ix_post_group_id_need_posted_at_id"), ["group_id", "need", "posted_at", "id"])
        batch_op.create_index(batch_op.f("ix_post_group_id_posted_at_id"), ["group_id", "posted_at", "id"])

    op.create_table(
        "vault_record",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("mutation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_vault_record_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "id", name=op.f("pk_vault_record")),
    )
    with op.batch_alter_table("vault_record") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_vault_record_account_id_revision"), ["account_id", "revision"], unique=True
        )

    op.create_table(
        "reaction",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_reaction_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "post_id"],
            ["post.group_id", "post.id"],
            name=op.f("fk_reaction_group_id_post_id_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "post_id", "account_id", name=op.f("pk_reaction")),
    )
    with op.batch_alter_table("reaction") as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_account_id"), ["account_id"])

    op.create_table(
        "reply",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("created_digest", sa.LargeBinary(), nullable=False),
        sa.Column("wire", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "post_id"],
            ["post.group_id", "post.id"],
            name=op.f("fk_reply_group_id_post_id_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_author_id_group_id"), ["author_id", "group_id"])
        batch_op.create_index(
            batch_op.f("ix_reply_group_id_post_id_posted_at_id"), ["group_id", "post_id", "posted_at", "id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("reply") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_group_id_post_id_posted_at_id"))
        batch_op.drop_index(batch_op.f("ix_reply_author_id_group_id"))

    op.drop_table("reply")
    with op.batch_alter_table("reaction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reaction_account_id"))

    op.drop_table("reaction")
    with op.batch_alter_table("vault_record") as batch_op:
        batch_op.drop_index(batch_op.f("ix_vault_record_account_id_revision"))

    op.drop_table("vault_record")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_index(batch_op.f("ix_post_group_id_posted_at_id"))
        batch_op.drop_index(batch_op.f("ix_post_group_id_need_posted_at_id"))
        batch_op.drop_index(batch_op.f("ix_post_group_id_kind_posted_at_id"))
        batch_op.drop_index(batch_op.f("ix_post_author_id_group_id"))

    op.drop_table("post")
    with op.batch_alter_table("member") as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_group_id_joined_at_account_id"))
        batch_op.drop_index(batch_op.f("ix_member_account_id_group_id"))

    op.drop_table("member")
    with op.batch_alter_table("device") as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_account_id"))

    op.drop_table("device")
    op.drop_table("change")
    op.drop_table("host")
    op.drop_table("group")
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_ends_at"))

    op.drop_table("attempt")
    op.drop_table("account")

"""Photos, kept with what they belong to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photo",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_photo_group_id_group"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["group_id", "post_id"],
            ["post.group_id", "post.id"],
            name=op.f("fk_photo_group_id_post_id_post"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", "id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo") as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_group_id_post_id"), ["group_id", "post_id"])
        batch_op.create_index(batch_op.f("ix_photo_account_id_added_at"), ["account_id", "added_at"])


def downgrade() -> None:
    op.drop_table("photo")

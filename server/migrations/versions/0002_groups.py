"""What groups grow: ways to join, invites, agreements, profiles.

The code that each group had becomes an invite without an end, and every member counts as having accepted the agreement
as it stood.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_GROUP: tuple[Callable[[], sa.Column[Any]], ...] = (
    lambda: sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"),
    lambda: sa.Column("agreement_version", sa.BigInteger(), nullable=False, server_default="1"),
    lambda: sa.Column("earlier_agreements", sa.String(), nullable=False, server_default="[]"),
    lambda: sa.Column("entry", sa.String(), nullable=False, server_default="invite"),
    lambda: sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false()),
    lambda: sa.Column("language", sa.String(), nullable=True),
    lambda: sa.Column("members_invite", sa.Boolean(), nullable=False, server_default=sa.true()),
    lambda: sa.Column("without_name_allowed", sa.Boolean(), nullable=False, server_default=sa.true()),
    lambda: sa.Column("picture", sa.String(), nullable=True),
    lambda: sa.Column("quiet_hours", sa.String(), nullable=True),
    lambda: sa.Column("archived_at", sa.BigInteger(), nullable=True),
)
_ACCOUNT = (
    lambda: sa.Column("profile", sa.String(), nullable=True),
    lambda: sa.Column("capacity", sa.String(), nullable=True),
    lambda: sa.Column("capacity_until", sa.BigInteger(), nullable=True),
)
_MEMBER = (
    lambda: sa.Column("agreement_accepted", sa.BigInteger(), nullable=False, server_default="1"),
    lambda: sa.Column("profile", sa.String(), nullable=True),
)


def upgrade() -> None:
    op.create_table(
        "invite",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("uses_max", sa.Integer(), nullable=True),
        sa.Column("uses_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("fk_invite_group_id_group"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("code", name=op.f("uq_invite_code")),
    )
    with op.batch_alter_table("invite") as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_group_id_created_at"), ["group_id", "created_at"])

    op.create_table(
        "join_request",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("agreement_version", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("declined_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_join_request_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_join_request_group_id_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_join_request")),
    )
    with op.batch_alter_table("join_request") as batch_op:
        batch_op.create_index(batch_op.f("ix_join_request_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_join_request_group_id_asked_at"), ["group_id", "asked_at"])

    # The group's own id serves as the invite's: it is there, it is unique, and nobody else has an invite of that name.
    op.execute(
        "INSERT INTO invite (id, group_id, code, created_by, created_at, uses_count) "
        'SELECT id, id, join_code, created_by, created_at, 0 FROM "group"'
    )
    with op.batch_alter_table("group") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_group_join_code"), type_="unique")
        batch_op.drop_column("join_code")
        for column in _GROUP:
            batch_op.add_column(column())
        batch_op.create_index(batch_op.f("ix_group_listed_created_at_id"), ["listed", "created_at", "id"])
    with op.batch_alter_table("account") as batch_op:
        for column in _ACCOUNT:
            batch_op.add_column(column())
    with op.batch_alter_table("member") as batch_op:
        for column in _MEMBER:
            batch_op.add_column(column())


def downgrade() -> None:
    with op.batch_alter_table("member") as batch_op:
        for column in _MEMBER:
            batch_op.drop_column(column().name)
    with op.batch_alter_table("account") as batch_op:
        for column in _ACCOUNT:
            batch_op.drop_column(column().name)
    with op.batch_alter_table("group") as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_listed_created_at_id"))
        for column in _GROUP:
            batch_op.drop_column(column().name)
        batch_op.add_column(sa.Column("join_code", sa.String(), nullable=True))
    # A group whose codes all have an end gets one that nobody was given.
    op.execute(
        'UPDATE "group" SET join_code = coalesce((SELECT min(code) FROM invite WHERE invite.group_id = "group".id '
        "AND expires_at IS NULL AND uses_max IS NULL), upper(replace(CAST(id AS VARCHAR), '-', '')))"
    )
    with op.batch_alter_table("group") as batch_op:
        batch_op.alter_column("join_code", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_group_join_code"), ["join_code"])
    with op.batch_alter_table("join_request") as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_request_group_id_asked_at"))
        batch_op.drop_index(batch_op.f("ix_join_request_account_id"))
    op.drop_table("join_request")
    with op.batch_alter_table("invite") as batch_op:
        batch_op.drop_index(batch_op.f("ix_invite_group_id_created_at"))
    op.drop_table("invite")

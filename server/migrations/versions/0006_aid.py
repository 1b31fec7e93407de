"""Promises, thanks and the queue of what waits for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _of_post(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_group_id_post_id_post")
    return sa.ForeignKeyConstraint(["group_id", "post_id"], ["post.group_id", "post.id"], name=name, ondelete="CASCADE")


def _of_member(table: str) -> sa.ForeignKeyConstraint:
    columns = ["group_id", "account_id"]
    name = op.f(f"fk_{table}_group_id_account_id_member")
    return sa.ForeignKeyConstraint(columns, [f"member.{column}" for column in columns], name=name, ondelete="CASCADE")


def _of_account(table: str, column: str = "account_id") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_account")
    return sa.ForeignKeyConstraint([column], ["account.id"], name=name, ondelete="CASCADE")


_BOARD_DAYS = 14  # as long as an ask without an end stays open
_MICROSECONDS_OF_A_DAY = 24 * 60 * 60 * 1_000_000
_OPEN = sa.text("ends_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("post", sa.Column("ends_at", sa.BigInteger(), nullable=True))
    statement = sa.text("UPDATE post SET ends_at = posted_at + :stay WHERE kind IN ('ask', 'offer')")
    op.execute(statement.bindparams(stay=_BOARD_DAYS * _MICROSECONDS_OF_A_DAY))
    op.create_index(
        op.f("ix_post_group_id_ends_at_id"),
        "post",
        ["group_id", "ends_at", "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    with op.batch_alter_table("reply") as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_author_id_posted_at"), ["author_id", "posted_at"])
    op.create_table(
        "aid_asked",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        _of_account("aid_asked"),
        _of_post("aid_asked"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "account_id", name=op.f("pk_aid_asked")),
    )
    with op.batch_alter_table("aid_asked") as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_asked_account_id_asked_at"), ["account_id", "asked_at"])
    op.create_table(
        "aid_step",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=False),
        _of_post("aid_step"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "step", name=op.f("pk_aid_step")),
    )
    op.create_table(
        "aid_promise",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("promised_at", sa.BigInteger(), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        _of_account("aid_promise"),
        _of_post("aid_promise"),
        sa.PrimaryKeyConstraint("group_id", "post_id", name=op.f("pk_aid_promise")),
    )
    with op.batch_alter_table("aid_promise") as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_promise_account_id"), ["account_id"])
    op.create_table(
        "aid_greeter",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _of_member("aid_greeter"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_aid_greeter")),
    )
    op.create_table(
        "aid_welcome",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("greeter_id", sa.Uuid(), nullable=True),
        sa.Column("greeter_asked_at", sa.BigInteger(), nullable=True),
        sa.Column("facilitators_asked_at", sa.BigInteger(), nullable=True),
        sa.Column("greeted_at", sa.BigInteger(), nullable=True),
        _of_member("aid_welcome"),
        sa.PrimaryKeyConstraint("group_id", "account_id", name=op.f("pk_aid_welcome")),
    )
    op.create_table(
        "aid_thanks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.Column("thanked_at", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_aid_thanks_group_id_group"), ondelete="CASCADE"
        ),
        _of_account("aid_thanks", "from_id"),
        _of_account("aid_thanks", "to_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_thanks")),
    )
    with op.batch_alter_table("aid_thanks") as batch_op:
        batch_op.create_index(batch_op.f("ix_aid_thanks_from_id_thanked_at"), ["from_id", "thanked_at"])
        batch_op.create_index(
            batch_op.f("ix_aid_thanks_group_id_may_show_thanked_at"), ["group_id", "may_show", "thanked_at"]
        )
        batch_op.create_index(batch_op.f("ix_aid_thanks_to_id_thanked_at_id"), ["to_id", "thanked_at", "id"])
    op.create_table(
        "aid_kept",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("keeper", sa.LargeBinary(), nullable=False),
        sa.Column("kept_in", sa.String(), nullable=False),
        _of_post("aid_kept"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "keeper", name=op.f("pk_aid_kept")),
    )
    op.create_table(
        "aid_rest",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        _of_account("aid_rest"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_aid_rest")),
    )


def downgrade() -> None:
    for table in ("rest", "kept", "thanks", "welcome", "greeter", "promise", "step", "asked"):
        op.drop_table(f"aid_{table}")
    with op.batch_alter_table("reply") as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_author_id_posted_at"))
    op.drop_index(op.f("ix_post_group_id_ends_at_id"), "post")
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("ends_at")

"""What posts grow: aliases, versions, ratings, company, search."""

import json

import sqlalchemy as sa
from alembic import op

from server.word_index import create_index, drop_index, fold_words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_POST = ("company", "pin", "post_version", "rating")  # newest last


def _of_post(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["group_id", "post_id"],
        ["post.group_id", "post.id"],
        name=op.f(f"fk_{name}_group_id_post_id_post"),
        ondelete="CASCADE",
    )


def _of_account(name: str) -> sa.ForeignKeyConstraint:
    constraint = op.f(f"fk_{name}_account_id_account")
    return sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=constraint, ondelete="CASCADE")


def upgrade() -> None:
    op.add_column("post", sa.Column("alias", sa.String(), nullable=True))
    op.add_column("reply", sa.Column("alias", sa.String(), nullable=True))
    op.create_table(
        "company",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _of_account("company"),
        _of_post("company"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "part", "account_id", name=op.f("pk_company")),
    )
    op.create_index(op.f("ix_company_account_id_group_id"), "company", ["account_id", "group_id"])
    op.create_table(
        "pin",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        _of_post("pin"),
        sa.PrimaryKeyConstraint("group_id", "post_id", name=op.f("pk_pin")),
    )
    op.create_table(
        "post_version",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wire", sa.LargeBinary(), nullable=False),
        _of_post("post_version"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "version", name=op.f("pk_post_version")),
    )
    op.create_table(
        "rating",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        _of_account("rating"),
        _of_post("rating"),
        sa.PrimaryKeyConstraint("group_id", "post_id", "account_id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_account_id"), "rating", ["account_id"])
    _create_search()


def _create_search() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reply_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        _of_post("passage"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_group_id_post_id"), "passage", ["group_id", "post_id"])
    create_index(op.get_bind())
    _fill_search(op.get_bind())


def _fill_search(connection: sa.Connection) -> None:
    """Let everything that is there be found, oldest first."""
    rows = connection.exec_driver_sql(
        "SELECT group_id, id AS post_id, NULL AS reply_id, posted_at, wire FROM post "
        "UNION ALL SELECT group_id, post_id, id, posted_at, wire FROM reply ORDER BY 4"
    )
    passage = sa.table("passage", *(sa.column(name) for name in ("group_id", "post_id", "reply_id", "words")))
    for group_id, post_id, reply_id, _, wire in rows.fetchall():
        words = json.loads(wire)
        text = " ".join(fold_words(f"{words.get('title') or ''} {words['body']}"))
        found = {"group_id": group_id, "post_id": post_id, "reply_id": reply_id, "words": text}
        connection.execute(sa.insert(passage).values(found))


def downgrade() -> None:
    drop_index(op.get_bind())
    op.drop_table("passage")
    for name in reversed(_OF_POST):
        op.drop_table(name)
    for name in ("reply", "post"):
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_column("alias")

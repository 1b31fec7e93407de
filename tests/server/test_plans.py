"""The plans of hot queries: each walks an index of its own scope, sorts nothing, and looks at no more than it gives."""

from uuid import uuid4

import pytest

from server import blocks, kept_photos, membership, sign_in
from server.aid import board, greeting, kept, thanks, waiting
from server.feed import changes, pages, replies, search
from server.notices import service as notices
from server.photos import service as photos
from server.statements import Fast
from server.transaction import Transaction
from server.vault import photos as vault_photos
from server.vault import service as vault
from tests.support.server import LocalHost

HOT: dict[str, tuple[Fast, tuple[str, ...]]] = {
    "session": (sign_in._find, ("device USING INDEX sqlite_autoindex_device_2 (token_hash=?)",)),
    "member": (membership._find, ("sqlite_autoindex_member_1 (group_id=? AND account_id=?)",)),
    "writer": (
        membership._find_writer,
        (
            "sqlite_autoindex_member_1 (group_id=? AND account_id=?)",
            "group USING INDEX sqlite_autoindex_group_1 (id=?)",
        ),
    ),
    "whom one does not see": (blocks._list, ("sqlite_autoindex_block_1 (account_id=?)",)),
    "feed": (pages.PAGES[False, False], ("ix_post_group_id_posted_at_id", "sqlite_autoindex_reaction_1")),
    "feed by kind": (pages.PAGES[True, False], ("ix_post_group_id_kind_posted_at_id", "sqlite_autoindex_reaction_1")),
    "feed by need": (pages.PAGES[False, True], ("ix_post_group_id_need_posted_at_id", "sqlite_autoindex_reaction_1")),
    "replies": (replies.PAGE, ("ix_reply_group_id_post_id_posted_at_id",)),
    "group changes": (
        changes.PAGE,
        ("sqlite_autoindex_change_1 (group_id=? AND revision>?)", "post_1", "reply_1", "reaction_1"),
    ),
    "vault changes": (vault._list_after, ("ix_vault_record_account_id_revision (account_id=? AND revision>?)",)),
    "notices": (
        notices.PAGE,
        ("ix_notice_account_id_revision (account_id=? AND revision>?)", "sqlite_autoindex_account"),
    ),
    "photo": (photos.FIND, ("sqlite_autoindex_photo_1 (group_id=? AND id=?)", "sqlite_autoindex_post_1")),
    "photos of one account": (kept_photos.COUNT, ("COVERING INDEX ix_photo_account_id_added_at (account_id=?",)),
    "queue": (
        waiting.QUEUE,
        (
            "ix_post_group_id_posted_at_id (group_id=? AND posted_at>?)",
            "CORRELATED SCALAR SUBQUERY",
            "ix_reply_group_id_post_id_posted_at_id (group_id=? AND post_id=?)",
            "CORRELATED SCALAR SUBQUERY",
            "sqlite_autoindex_company_1 (group_id=? AND post_id=? AND part=?)",
        ),
    ),
    "who waits": (
        waiting.UNANSWERED,
        (
            "ix_post_group_id_posted_at_id (group_id=? AND posted_at>?)",
            "CORRELATED SCALAR SUBQUERY",
            "ix_reply_group_id_post_id_posted_at_id (group_id=? AND post_id=?)",
            "CORRELATED SCALAR SUBQUERY",
            "sqlite_autoindex_company_1 (group_id=? AND post_id=? AND part=?)",
        ),
    ),
    "newcomers": (
        greeting.NEW,
        (
            "sqlite_autoindex_group_1 (id=?)",
            "ix_member_group_id_joined_at_account_id (group_id=? AND joined_at>?)",
            "CORRELATED SCALAR SUBQUERY",
            "ix_post_author_id_group_id (author_id=? AND group_id=?)",
            "CORRELATED SCALAR SUBQUERY",
            "ix_reply_group_id_post_id_posted_at_id (group_id=? AND post_id=? AND posted_at>?)",
            "sqlite_autoindex_aid_welcome_1 (group_id=? AND account_id=?)",
        ),
    ),
    "what ended": (
        board.JUST_ENDED,
        (
            "ix_post_group_id_ends_at_id (group_id=? AND ends_at>? AND ends_at<?)",
            "CORRELATED SCALAR SUBQUERY",
            "sqlite_autoindex_aid_step_1 (group_id=? AND post_id=? AND step=?)",
        ),
    ),
    "thanks": (
        thanks.MINE,
        ("ix_aid_thanks_to_id_thanked_at_id (to_id=? AND (thanked_at,id)<(?,?))", "sqlite_autoindex_account_1 (id=?)"),
    ),
    "journal photo": (vault_photos.READ, ("sqlite_autoindex_vault_photo_1 (account_id=? AND id=?)",)),
    "room for journal photos": (
        vault_photos.ADD_UP,
        ("COVERING INDEX ix_vault_photo_account_id_id_size (account_id=?)",),
    ),
    "list of journal photos": (
        vault_photos.LIST,
        ("COVERING INDEX ix_vault_photo_account_id_id_size (account_id=? AND id>?)",),
    ),
    "vault record": (vault._find, ("sqlite_autoindex_vault_record_1 (account_id=? AND id=?)",)),
}
# Short lists that no index has in the order in which they are shown: what is open in all one's groups, what one month
# of one group left on its page, which of one person's own cards were kept this month.
SORTED: dict[str, tuple[Fast, tuple[str, ...]]] = {
    "pinned": (
        pages.PINNED,
        (
            "sqlite_autoindex_post_1 (group_id=? AND id=?)",
            "LIST SUBQUERY",
            "sqlite_autoindex_pin_1 (group_id=?)",
            "sqlite_autoindex_reaction_1",
            "TEMP B-TREE FOR ORDER BY",  # of three
        ),
    ),
    "board": (
        board.PAGE,
        (
            "ix_member_account_id_group_id (account_id=?)",
            "ix_post_group_id_ends_at_id (group_id=? AND ends_at>?)",
            "TEMP B-TREE FOR ORDER BY",
        ),
    ),
    "gratitude": (
        thanks.SHOWN,
        (
            "ix_aid_thanks_group_id_may_show_thanked_at (group_id=? AND may_show=? AND thanked_at>? AND thanked_at<?)",
            "TEMP B-TREE FOR ORDER BY",
        ),
    ),
    "ripple": (
        kept.RIPPLES,
        (
            "ix_post_author_id_group_id (author_id=?)",
            "sqlite_autoindex_member_1 (group_id=? AND account_id=?)",
            "sqlite_autoindex_aid_kept_1 (group_id=? AND post_id=?)",
            "TEMP B-TREE FOR GROUP BY",
            "TEMP B-TREE FOR ORDER BY",
        ),
    ),
}


async def test_search_walks_the_index_of_words_from_its_end(here: LocalHost) -> None:
    def explain(tx: Transaction) -> list[str]:
        sql = search.SQLITE.text(tx)
        return [row[3] for row in tx.driver.execute(f"EXPLAIN QUERY PLAN {sql}", ["x"] * sql.count("?"))]

    index, *rest = await here.host.database.read_aside(explain)
    assert index.startswith("SCAN passage_index VIRTUAL TABLE INDEX")  # asked for words, in the order of ids
    assert [step.split(" USING ")[0] for step in rest] == ["SEARCH passage", "SEARCH post", "SEARCH reply"]


@pytest.mark.parametrize("name", [*HOT, *SORTED])
async def test_plan(here: LocalHost, name: str) -> None:
    statement, expected = {**HOT, **SORTED}[name]

    def explain(tx: Transaction) -> list[str]:
        sql = statement.text(tx)
        values = [str(uuid4())] * sql.count("?")
        return [row[3] for row in tx.driver.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

    plan = await here.host.database.read(explain)
    assert len(plan) == len(expected), plan
    for step, part in zip(plan, expected, strict=True):
        assert part in step, plan
        assert "SCAN" not in step
        assert "TEMP B-TREE" not in step or name in SORTED

"""What becomes of reports at the end of an account that they are about, or that made them."""

from typing import Any
from uuid import UUID

from sqlmodel import col, delete, or_, select, update

from api_client.wire.feed import FORMER_MEMBER, Post, Reply
from server.moderation.tables import ReportRow, ReportVoiceRow
from server.schema import names_account
from server.tables import NOBODY
from server.transaction import Transaction


def end_reports(tx: Transaction, account_id: UUID, keeps_posts: bool) -> None:
    """Let no report name the account. One about the person goes, and one about words that go, with the copy it keeps;
    what the account itself reported about others stays, without who said it."""
    about = col(ReportRow.subject_id) == account_id
    gone = about if keeps_posts else or_(about, col(ReportRow.author_id) == account_id)
    tx.connection.execute(delete(ReportRow).where(gone))
    said = update(ReportVoiceRow).where(col(ReportVoiceRow.reporter_id) == account_id)
    tx.connection.execute(said.values(reporter_id=None, digest=b""))
    resolved = update(ReportRow).where(col(ReportRow.resolved_by) == account_id)
    tx.connection.execute(resolved.values(resolved_by=None))
    written = update(ReportRow).where(col(ReportRow.author_id) == account_id)
    tx.connection.execute(written.values(author_id=NOBODY))
    _rewrite_copies(tx, account_id, keeps_posts)
    tx.erases = True


def _rewrite_copies(tx: Transaction, account_id: UUID, keeps_posts: bool) -> None:
    copies = (col(ReportRow.post_wire), col(ReportRow.reply_wire))
    names_it = or_(*(names_account(tx.connection, copy, account_id) for copy in copies))
    rows = select(col(ReportRow.group_id), col(ReportRow.id), *copies).where(names_it).with_for_update()
    for group_id, report_id, post_wire, reply_wire in tx.connection.execute(rows).all():
        post = None if post_wire is None else Post.model_validate_json(post_wire)
        reply = None if reply_wire is None else Reply.model_validate_json(reply_wire)
        if post is not None and post.author.account_id == account_id and not keeps_posts:
            post = None  # it is there beside a reply of somebody else
        tx.connection.execute(
            update(ReportRow)
            .where(col(ReportRow.group_id) == group_id, col(ReportRow.id) == report_id)
            .values(post_wire=_as_former(post, account_id), reply_wire=_as_former(reply, account_id))
        )


def _as_former(words: Post | Reply | None, account_id: UUID) -> bytes | None:
    if words is None:
        return None
    changes: dict[str, Any] = {"mentions": tuple(id_ for id_ in words.mentions if id_ != account_id)}
    if words.author.account_id == account_id:
        changes["author"] = FORMER_MEMBER
    if isinstance(words, Post):
        changes["company"] = tuple(one for one in words.company if one.account_id != account_id)
        if words.check_by is not None and words.check_by.account_id == account_id:
            changes["check_by"] = None
    return words.model_copy(update=changes).model_dump_json().encode()

"""What becomes of the notices that somebody gave, at the end of the account; those it was given go with its row."""

from uuid import UUID

from sqlmodel import col, delete, update

from api_client.wire.feed import FORMER_MEMBER
from server.notices.service import rename_actor
from server.tables import NoticeRow
from server.transaction import Transaction


def end_acting(tx: Transaction, account_id: UUID, _keeps_posts: bool) -> None:
    """Let what the account did be a former member's doing. A notice that is about the person alone goes."""
    tx.connection.execute(delete(NoticeRow).where(col(NoticeRow.subject).contains(str(account_id))))
    rename_actor(tx, account_id, FORMER_MEMBER.display_name)
    given = update(NoticeRow).where(col(NoticeRow.actor_id) == account_id)
    tx.connection.execute(given.values(actor_id=None, actor_alias=FORMER_MEMBER.display_name))

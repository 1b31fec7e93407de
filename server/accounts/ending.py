"""The end of an account: what the host keeps for it is gone in one transaction.

Its handle stays taken, as a keyed hash: else somebody could come back under the name that others knew.
"""

import hmac
from uuid import UUID

from sqlmodel import col, delete, insert, select

from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.host import Ending
from server.sign_in import end_other_sessions
from server.tables import AccountRow, RetiredHandleRow
from server.transaction import Transaction


def delete_account(
    tx: Transaction, account_id: UUID, endings: tuple[Ending, ...], secret: bytes, *, keeps_posts: bool
) -> None:
    """Take the account away with all that is its own; `endings` are what the slices do before. Every device is signed
    out. Raise Refusal(last_facilitator) while a group has nobody else to look after it."""
    handle = tx.connection.scalar(select(col(AccountRow.handle)).where(col(AccountRow.id) == account_id))
    if handle is None:  # another device was faster
        raise Refusal(ProblemCode.SIGN_IN_REQUIRED)
    for end in endings:
        end(tx, account_id, keeps_posts)
    end_other_sessions(tx, account_id, None)
    tx.connection.execute(insert(RetiredHandleRow).values(mark=_mark(handle, secret)))
    tx.connection.execute(delete(AccountRow).where(col(AccountRow.id) == account_id))  # the rest goes by cascade
    tx.erases = True


def is_retired(tx: Transaction, handle: str, secret: bytes) -> bool:
    """Return whether an account that ended had this handle."""
    found = select(col(RetiredHandleRow.mark)).where(col(RetiredHandleRow.mark) == _mark(handle, secret))
    return tx.connection.scalar(found) is not None


def _mark(handle: str, secret: bytes) -> bytes:
    return hmac.digest(secret, b"handle\0" + handle.encode(), "sha256")

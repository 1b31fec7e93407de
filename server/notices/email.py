"""The address for mails: nothing goes there before its owner has typed the code that was sent to it."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from api_client.wire import notices as wire
from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.mail import Mail
from server.notices.settings import find_settings, keep_settings
from server.rate_limits import Counter
from server.tables import NoticeSettingsRow
from server.transaction import Transaction

CODE_DIGITS = 6
CODE_LASTS = timedelta(hours=1)
CODE_ATTEMPTS = 5
MAILS_PER_DAY = 5  # with codes, per account and per address: nobody is to be pestered from here


def set_email(tx: Transaction, account_id: UUID, secret: bytes, name: str, request: wire.SetEmail) -> Mail:
    """Keep an address that is not confirmed yet; return the mail that goes there."""
    counter = Counter("notice_code", MAILS_PER_DAY, timedelta(days=1), secret)
    counter.take(tx, str(account_id))
    counter.take(tx, request.email.lower())
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    keep_settings(
        tx,
        account_id,
        email=request.email,
        email_confirmed=False,
        code_hash=_hash(secret, account_id, request.email, code),
        code_ends_at=tx.now + CODE_LASTS,
        code_attempts=0,
    )
    tx.erases = True  # the address before
    text = (
        f"Your code for {name}:\n\n    {code}\n\n"
        "Type it where you were asked for it. It holds for an hour.\n"
        "If you asked for nothing, do nothing: no other mail will come.\n"
    )
    return Mail(request.email, f"{name}: {code} is your code", text)


def confirm_email(tx: Transaction, account_id: UUID, secret: bytes, request: wire.ConfirmEmail) -> bool:
    """Confirm the address by its code; return whether the code was right. A wrong one is counted."""
    mine = col(NoticeSettingsRow.account_id) == account_id
    found = tx.connection.execute(
        select(
            col(NoticeSettingsRow.email),
            col(NoticeSettingsRow.email_confirmed),
            col(NoticeSettingsRow.code_hash),
            col(NoticeSettingsRow.code_ends_at),
            col(NoticeSettingsRow.code_attempts),
        )
        .where(mine)
        .with_for_update()
    ).first()
    if found is None or found.email is None or found.code_ends_at is None or found.code_ends_at <= tx.now:
        return False
    if found.code_attempts >= CODE_ATTEMPTS:
        raise Refusal(ProblemCode.RATE_LIMITED, retry_after=int((found.code_ends_at - tx.now).total_seconds()) + 1)
    typed = "".join(character for character in request.code if character.isdigit())
    if not hmac.compare_digest(found.code_hash, _hash(secret, account_id, found.email, typed)):
        tx.connection.execute(update(NoticeSettingsRow).where(mine).values(code_attempts=found.code_attempts + 1))
        return False
    if not found.email_confirmed:
        keep_settings(tx, account_id, email_confirmed=True)
    return True


def remove_email(tx: Transaction, account_id: UUID) -> None:
    """Forget the address; no mail goes out from then on. Forgetting it again changes nothing."""
    if find_settings(tx, account_id, True).email is not None:
        keep_settings(tx, account_id, email=None, email_confirmed=False, code_hash=None, code_ends_at=None)
        tx.erases = True


def _hash(secret: bytes, account_id: UUID, email: str, code: str) -> bytes:
    return hmac.digest(secret, b"notice_code\0" + account_id.bytes + email.encode() + b"\0" + code.encode(), "sha256")

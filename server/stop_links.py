"""Links in mails that end such mails at one tap: they name an account and an address, and can do nothing else."""

import base64
import binascii
import hmac
from uuid import UUID

_SIGNATURE_BYTES = 16


def make_stop_token(secret: bytes, purpose: bytes, account_id: UUID, email: str) -> str:
    """Return what ends the mails of one purpose to one address of one account."""
    return base64.urlsafe_b64encode(account_id.bytes + _sign(secret, purpose, account_id, email)).decode()


def account_named(token: str) -> UUID | None:
    """Return whose mails a token is about, None where it cannot be one; whether it holds says `is_stop_token`."""
    try:
        raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == 16 + _SIGNATURE_BYTES else None


def is_stop_token(token: str, secret: bytes, purpose: bytes, account_id: UUID, email: str) -> bool:
    """Whether a token was made for just this."""
    return hmac.compare_digest(token.encode(), make_stop_token(secret, purpose, account_id, email).encode())


def _sign(secret: bytes, purpose: bytes, account_id: UUID, email: str) -> bytes:
    signed = purpose + b"\0" + account_id.bytes + email.encode()
    return hmac.digest(secret, signed, "sha256")[:_SIGNATURE_BYTES]

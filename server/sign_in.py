"""Who is asking: opaque tokens, one per device. Only a token's SHA-256 is stored, which is enough for 256 random bits.

A session ends after 30 days without use and after 180 days in any case. That stops sync and nothing else.
"""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

from fastapi import Depends, Request
from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from server.errors import Refusal
from server.host import Host, address_of
from server.statements import fast
from server.tables import DeviceRow
from server.transaction import SessionEnded, Transaction

P = ParamSpec("P")
T = TypeVar("T")

TOKEN_PREFIX = "kith_s_"  # lets secret scanners recognise a leaked one
TOKEN_LENGTH = len(TOKEN_PREFIX) + 43
IDLE = timedelta(days=limits.SESSION_IDLE_DAYS)
ABSOLUTE = timedelta(days=limits.SESSION_ABSOLUTE_DAYS)

_find = fast(
    select(col(DeviceRow.id), col(DeviceRow.account_id), col(DeviceRow.created_at), col(DeviceRow.seen_on)).where(
        col(DeviceRow.token_hash) == bindparam("token_hash")
    )
)
_insert = fast(insert(DeviceRow))
_touch = fast(update(DeviceRow).where(col(DeviceRow.id) == bindparam("of")).values(seen_on=bindparam("today")))


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in account on one of its devices. `read` and `write` run a service function for this account."""

    host: Host
    account_id: UUID
    device_id: UUID
    expires_at: datetime
    address: str

    async def read(self, fn: Callable[Concatenate[Transaction, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `fn(transaction, account_id, ...)`, run as one reading transaction."""
        return await self.host.database.read(fn, self.account_id, *args, **kwargs)

    async def read_aside(
        self, fn: Callable[Concatenate[Transaction, UUID, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `read`, for what may take longer than a look; nobody else waits for it."""
        return await self.host.database.read_aside(fn, self.account_id, *args, **kwargs)

    async def write(self, fn: Callable[Concatenate[Transaction, UUID, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return `fn(transaction, account_id, ...)`, run as one writing transaction, once it is committed."""
        return await self.host.database.write(fn, self.account_id, *args, **kwargs)


async def require_caller(request: Request) -> Caller:
    """Return who sent `request`; raise Refusal(sign_in_required) when the token is missing, unknown or too old."""
    host: Host = request.app.state.host
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or len(token) != TOKEN_LENGTH or not token.startswith(TOKEN_PREFIX):
        raise Refusal(ProblemCode.SIGN_IN_REQUIRED)
    device_id, account_id, expires_at, is_new_day = await host.database.look(find_session, hash_token(token))
    if is_new_day:
        with suppress(Refusal):  # a full or busy disk is no reason to turn a reader away
            await host.database.write(touch_session, device_id)
    return Caller(host, account_id, device_id, expires_at, address_of(request))


SignedIn = Annotated[Caller, Depends(require_caller)]


def hash_token(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def find_session(tx: Transaction, token_hash: bytes) -> tuple[UUID, UUID, datetime, bool]:
    """Return device, account, when the session ends at the latest, and whether this is its first use of the day."""
    found = _find.first(tx, token_hash=token_hash)
    if found is None:
        raise Refusal(ProblemCode.SIGN_IN_REQUIRED)
    device_id, account_id, created_at, seen_on = found
    today = tx.now.date()
    if tx.now - created_at >= ABSOLUTE or today - seen_on > IDLE:
        raise Refusal(ProblemCode.SIGN_IN_REQUIRED)
    idle_until = datetime.combine(today + IDLE + timedelta(days=1), time(), UTC)
    return device_id, account_id, min(created_at + ABSOLUTE, idle_until), seen_on != today


def touch_session(tx: Transaction, device_id: UUID) -> None:
    """Note that the device was here today."""
    _touch.run(tx, of=device_id, today=tx.now.date())


def open_session(tx: Transaction, account_id: UUID, device_name: str) -> tuple[UUID, str]:
    """Sign one more device in and return its id and token; the account's expired sessions are cleared away."""
    too_old = or_(col(DeviceRow.created_at) <= tx.now - ABSOLUTE, col(DeviceRow.seen_on) < (tx.now - IDLE).date())
    tx.connection.execute(delete(DeviceRow).where(col(DeviceRow.account_id) == account_id, too_old))
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    device_id = uuid4()
    _insert.run(
        tx,
        id=device_id,
        account_id=account_id,
        name=device_name,
        token_hash=hash_token(token),
        created_at=tx.now,
        seen_on=tx.now.date(),
    )
    return device_id, token


def end_session(tx: Transaction, account_id: UUID, device_id: UUID) -> bool:
    """Sign one device of the account out; return whether there was one."""
    found = delete(DeviceRow).where(col(DeviceRow.id) == device_id, col(DeviceRow.account_id) == account_id)
    if tx.connection.execute(found).rowcount == 0:
        return False
    tx.announce(SessionEnded(account_id, device_id))
    return True


def end_other_sessions(tx: Transaction, account_id: UUID, kept_id: UUID | None) -> None:
    """Sign every device of the account out, except `kept_id`."""
    ids = tx.connection.scalars(select(col(DeviceRow.id)).where(col(DeviceRow.account_id) == account_id)).all()
    for device_id in ids:
        if device_id != kept_id:
            end_session(tx, account_id, device_id)

"""The live streams of this process, and who may hear what.

A hint says that a scope moved on, never what happened there. Hints wait per scope, the newest replacing the one
before; a stream whose reader stopped reading is dropped after so many, and its device compares cursors on return.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from uuid import UUID

from api_client.wire import limits
from api_client.wire.live import ACCOUNT_SCOPE, GROUP_SCOPE, NOTICES_SCOPE, VAULT_SCOPE, Hint
from server.transaction import Announcement, GroupMoved, MembershipChanged, NoticesMoved, SessionEnded, VaultMoved


class Stream:
    """One device's open stream. It ends when closed; iterating gives hints, or None when it is time for a ping."""

    def __init__(self, account_id: UUID, device_id: UUID, expires_at: datetime) -> None:
        self.account_id = account_id
        self.device_id = device_id
        self.expires_at = expires_at
        self.group_ids: set[UUID] = set()
        self.left_ids: set[UUID] = set()  # left while the list of groups was being read
        self.is_closed = False
        self._waiting: dict[str, int] = {}
        self._unread_count = 0
        self._woken = asyncio.Event()

    def offer(self, scope: str, cursor: int) -> bool:
        """Let a hint wait for the reader; return False when the reader is too far behind to be worth waiting for."""
        self._waiting[scope] = max(cursor, self._waiting.get(scope, 0))
        self._unread_count += 1
        self._woken.set()
        return self._unread_count <= limits.LIVE_HINTS_WAITING_MAX

    def forget(self, scope: str) -> None:
        """Drop a hint that the reader may no longer see."""
        self._waiting.pop(scope, None)

    def close(self) -> None:
        """End the stream after what was already taken."""
        self.is_closed = True
        self._waiting.clear()
        self._woken.set()

    async def listen(self, ping_seconds: float) -> AsyncIterator[Hint | None]:
        """Give each hint as it comes, and None after `ping_seconds` of silence."""
        while not self.is_closed:
            try:
                async with asyncio.timeout(ping_seconds):
                    await self._woken.wait()
            except TimeoutError:
                yield None
                continue
            self._woken.clear()
            while self._waiting:  # one by one: what must be forgotten while a slow reader takes its time is still here
                scope = next(iter(self._waiting))
                yield Hint(scope=scope, cursor=self._waiting.pop(scope))
            self._unread_count = 0


class Hub:
    """All open streams. Everything here runs on the event loop, so nothing needs a lock."""

    def __init__(self) -> None:
        self._by_account: dict[UUID, set[Stream]] = {}
        self._by_group: dict[UUID, set[Stream]] = {}
        self._is_closed = False

    @property
    def stream_count(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._by_account.values()))

    def open(self, account_id: UUID, device_id: UUID, expires_at: datetime) -> Stream:
        """Register a stream, before its groups are read: what changes in between is then not missed."""
        stream = Stream(account_id, device_id, expires_at)
        if self._is_closed:
            stream.close()
        self._by_account.setdefault(account_id, set()).add(stream)
        return stream

    def follow(self, stream: Stream, group_ids: Iterable[UUID]) -> None:
        """Let `stream` hear of these groups, except those left since it was opened."""
        for group_id in set(group_ids) - stream.left_ids:
            stream.group_ids.add(group_id)
            self._by_group.setdefault(group_id, set()).add(stream)

    def leave(self, stream: Stream) -> None:
        """Forget a stream whose reader is gone."""
        stream.close()
        self._discard(self._by_account, stream.account_id, stream)
        for group_id in stream.group_ids:
            self._discard(self._by_group, group_id, stream)
        stream.group_ids.clear()

    def announce(self, announcements: list[Announcement]) -> None:
        """Pass on what a committed transaction announced."""
        for announcement in announcements:
            match announcement:
                case GroupMoved(group_id, revision):
                    self._offer(self._by_group.get(group_id, ()), f"{GROUP_SCOPE}{group_id}", revision)
                case VaultMoved(account_id, revision):
                    self._offer(self._by_account.get(account_id, ()), VAULT_SCOPE, revision)
                case NoticesMoved(account_id, revision):
                    self._offer(self._by_account.get(account_id, ()), NOTICES_SCOPE, revision)
                case MembershipChanged():
                    self._change_membership(announcement)
                case SessionEnded(account_id, device_id):
                    for stream in self._by_account.get(account_id, ()):
                        if stream.device_id == device_id:
                            stream.close()

    def close(self) -> None:
        """End every stream, now and from now on; the host is stopping."""
        self._is_closed = True
        for streams in self._by_account.values():
            for stream in streams:
                stream.close()

    def _change_membership(self, change: MembershipChanged) -> None:
        streams = self._by_account.get(change.account_id, set())
        for stream in streams:
            if change.follows:
                stream.left_ids.discard(change.group_id)
                self.follow(stream, (change.group_id,))
            else:
                stream.left_ids.add(change.group_id)
                stream.group_ids.discard(change.group_id)
                stream.forget(f"{GROUP_SCOPE}{change.group_id}")
                self._discard(self._by_group, change.group_id, stream)
        self._offer(streams, ACCOUNT_SCOPE, change.revision)

    def _offer(self, streams: Iterable[Stream], scope: str, cursor: int) -> None:
        for stream in list(streams):
            if not stream.offer(scope, cursor):
                stream.close()

    @staticmethod
    def _discard(index: dict[UUID, set[Stream]], key: UUID, stream: Stream) -> None:
        streams = index.get(key)
        if streams is not None:
            streams.discard(stream)
            if not streams:
                del index[key]

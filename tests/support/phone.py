"""A whole phone for tests: the services of a device over a folder, with a clock in hand and a network of one's choice.

A phone can be closed as an app is, or killed: then nothing is finished, and it comes back from its files alone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from uuid import UUID

import httpx

from api_client.wire.feed import CreatePost, CreateReply, Need, PostKind
from api_client.wire.groups import CreateGroup
from mobile.device import new_shared_id
from mobile.secrets import MemorySecretStore, SecretStore
from mobile.services import Services, open_services
from mobile.vault.values import Value
from tests.support.server import LocalHost

PASSPHRASE = "seven quiet herons wade at dusk"
NEW_PASSPHRASE = "four loud geese argue before dawn"
URL = "http://kith.test"


@dataclass
class PhoneClock:
    """A device's clock: it stands still until a test moves it, may be wrong, and keeps to one zone."""

    moment: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)
    offset: timedelta = timedelta(hours=1)

    def now(self) -> datetime:
        """Return the moment as the device sees it."""
        return self.moment.astimezone(timezone(self.offset))

    def today(self) -> date:
        """Return the civil date on the device."""
        return self.now().date()

    def zone(self) -> str:
        """Return the zone's name."""
        return "Europe/Berlin"

    def move(self, **step: float) -> None:
        """Let time pass: `clock.move(days=3)`."""
        self.moment += timedelta(**step)


@dataclass
class Phone:
    """One device. `services` is open between `start` and `close` or `kill`."""

    folder: Path
    server_url: str = URL
    transport: httpx.AsyncBaseTransport | None = None
    clock: PhoneClock = field(default_factory=PhoneClock)
    secrets: SecretStore = field(default_factory=MemorySecretStore)
    inline: bool = False
    live: bool = False
    seed: int = 0
    opened: Services | None = None

    @property
    def services(self) -> Services:
        """The services of the running app."""
        assert self.opened is not None, "the app is not running"
        return self.opened

    async def start(self) -> Services:
        """Start the app."""
        self.opened = await open_services(
            self.folder,
            server_url=self.server_url,
            secrets=self.secrets,
            clock=self.clock,
            transport=self.transport,
            inline=self.inline,
            live=self.live,
            random=Random(self.seed),
        )
        return self.opened

    async def close(self) -> None:
        """Close the app as a person does."""
        if self.opened is not None:
            await self.opened.close()
            self.opened = None

    async def kill(self) -> None:
        """End the app as the system does: what is under way is not finished and nothing is told to anybody."""
        if self.opened is not None:
            await self.opened.sync.stop()
            self.opened.database.abandon()
            self.opened.folder_lock.release()
            self.opened = None

    async def restart(self) -> Services:
        """Close the app and start it again."""
        await self.close()
        return await self.start()

    async def sync(self) -> None:
        """Sync once, and fail if that fails."""
        await self.services.sync.sync_once()

    async def sign_up(self, handle: str = "sam", display_name: str = "Sam", passphrase: str = PASSPHRASE) -> str:
        """Make an account and return its recovery code."""
        return await self.services.account.sign_up(self.server_url, handle, display_name, passphrase)

    async def sign_in(self, handle: str = "sam", passphrase: str = PASSPHRASE) -> None:
        """Sign in."""
        await self.services.account.sign_in(self.server_url, handle, passphrase)

    async def write_entry(self, note: str = "", level: int = 3) -> UUID:
        """Save an entry."""
        fields: dict[str, Value] = {"level": level, "felt_on": self.clock.today().isoformat(), "note": note or None}
        return await self.services.documents.save(None, "entry", fields)

    def notes(self) -> list[str]:
        """Return every note in the journal, sorted, versions written apart each on its own."""
        found: list[str] = []
        for document in self.services.documents.list("entry"):
            found += document.versions.get("note") or [str(document.fields.get("note", ""))]
        return sorted(found)

    async def start_group(self, name: str = "Night Owls") -> UUID:
        """Queue a new group and return its id."""
        group_id = new_shared_id()
        request = CreateGroup(id=group_id, name=name)
        await self.services.outbox.add("groups.create_group", {}, request, subject=f"group:{group_id}")
        return group_id

    async def write_post(self, group_id: UUID, body: str = "Anyone awake?", kind: PostKind = PostKind.SHARE) -> UUID:
        """Queue a post and return its id."""
        post_id = new_shared_id()
        request = CreatePost(id=post_id, kind=kind, need=Need.LISTEN, body=body)
        arguments = {"group_id": str(group_id)}
        await self.services.outbox.add("feed.create_post", arguments, request, subject=f"group:{group_id}")
        return post_id

    async def write_reply(self, group_id: UUID, post_id: UUID, body: str = "I am here.") -> UUID:
        """Queue a reply and return its id."""
        reply_id = new_shared_id()
        arguments = {"group_id": str(group_id), "post_id": str(post_id)}
        request = CreateReply(id=reply_id, body=body)
        await self.services.outbox.add("feed.create_reply", arguments, request, subject=f"group:{group_id}")
        return reply_id

    async def posts(self, group_id: UUID) -> list[str]:
        """Return the bodies of the newest posts, newest first."""
        return [cached.post.body for cached in await self.services.cache.list_posts(group_id)]

    async def replies(self, post_id: UUID) -> list[str]:
        """Return the bodies of the replies to a post, oldest first."""
        return [cached.reply.body for cached in await self.services.cache.list_replies(post_id)]

    async def join_code(self, group_id: UUID) -> str:
        """Return the code that lets others into a group."""
        membership = await self.services.cache.get_membership(group_id)
        assert membership is not None
        return membership.group.join_code


@asynccontextmanager
async def phone(folder: Path, host: LocalHost | None = None, **settings: object) -> AsyncIterator[Phone]:
    """Run one phone until the block ends. It reaches `host` without a socket, or by its address if that listens."""
    device = Phone(folder, **settings)  # type: ignore[arg-type]
    if host is not None and device.transport is None and host.url is None:
        device.transport = httpx.ASGITransport(host.app, raise_app_exceptions=False)
    if host is not None and host.url is not None and device.server_url == URL:
        device.server_url = host.url
    await device.start()
    try:
        yield device
    finally:
        await device.close()

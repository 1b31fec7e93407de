"""One device in a simulated world: the whole app below its screens, used at random, killed between any two steps."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import ApiError, Unauthorized
from api_client.wire.feed import PostKind, ReactionKind
from api_client.wire.live import VAULT_SCOPE
from mobile.storage.cursors import Cursor, read_cursor
from mobile.vault.records import Edit
from mobile.vault.registers import Registers
from mobile.vault.values import Value
from tests.mobile.sync.simulation.oracle import TEXTS, Violation
from tests.mobile.sync.simulation.template import Template
from tests.support.faults import FaultyTransport, Odds
from tests.support.phone import Phone, PhoneClock
from tests.support.virtual_time import START

if TYPE_CHECKING:
    from tests.mobile.sync.simulation.world import World

T = TypeVar("T")

SKEWS = (0, 0, 0, -86_400, 86_400, -3, 7 * 86_400)  # seconds; a wrong clock is a phone's daily life

TAPS = ("feed.set_reaction", "feed.remove_reaction", "feed.join_company", "feed.leave_company")


class Killed(BaseException):
    """The process is no more; nothing of it may run on, so this is not an Exception."""


@dataclass
class WorldClock(PhoneClock):
    """A device's clock in virtual time, `skew` seconds wrong."""

    skew: float = 0.0

    def now(self) -> Any:
        """Return the moment as the device sees it."""
        loop_time = asyncio.get_running_loop().time()
        self.moment = self.moment.fromtimestamp(loop_time + self.skew, self.moment.tzinfo)
        return super().now()


@dataclass
class SimulatedDevice:
    """A phone that lives by chance."""

    world: "World"
    name: str
    phone: Phone
    network: FaultyTransport
    random: Random
    kill_odds: float
    dead: bool = False
    committed: bool = False
    last: tuple[UUID, Registers, Registers] | None = None
    furthest: Cursor = field(default_factory=Cursor)
    syncing: "asyncio.Task[None] | None" = None

    @classmethod
    async def start(cls, world: "World", name: str, template: Template, folder: Path) -> "SimulatedDevice":
        """Start the app from the files of the template."""
        random = Random(f"{world.seed}-{name}")
        odds = Odds(drop_request=0.1, drop_response=0.12, duplicate=0.08, truncate=0.04, delay=world.plan.delay)
        network = FaultyTransport(world.transport(), seed=random.getrandbits(32), odds=odds)
        phone = Phone(
            folder,
            transport=network,
            clock=WorldClock(skew=random.choice(SKEWS)),
            secrets=template.copy_device(name, folder),
            inline=True,
            seed=world.seed,
        )
        device = cls(world, name, phone, network, random, world.plan.kill_odds)
        await device.start_app()
        return device

    async def start_app(self) -> None:
        """Start the app and put a hand on every step of its storage."""
        self.dead, self.syncing = False, None
        services = await self.phone.start()
        self._watch_storage()
        self._watch_edits()
        if not self.world.plan.digest:
            services.sync._digest_due = float("inf")

    async def live(self, seconds: float) -> None:
        """Use the app until the time is over."""
        end = START + seconds
        loop = asyncio.get_running_loop()
        while loop.time() < end:
            await asyncio.sleep(self.random.expovariate(1 / 30))
            with contextlib.suppress(Killed):
                self._step()
                await self._act(self.random.random())
            if self.dead:
                await self._come_back()
        if self.syncing is not None:
            await asyncio.gather(self.syncing, return_exceptions=True)
        if self.dead:
            await self._come_back()

    def calm(self) -> None:
        """From now on the network is good and nobody is killed."""
        self.network.odds, self.network.online, self.kill_odds = Odds(), True, 0.0

    def client(self) -> ApiClient:
        """The app's own client."""
        client = self.phone.services.account.client
        if client is None:
            raise Unauthorized("signed out")
        return client

    async def unsent(self) -> int:
        """Return how much waits to be sent and did not fail."""
        pending, _ = await self.phone.services.documents.records.count()
        waiting, _ = await self.phone.services.outbox.count()
        return pending + waiting

    async def place(self) -> Cursor:
        """Return how far the vault was read."""
        return await self.phone.services.database.read(lambda session: read_cursor(session, VAULT_SCOPE))

    def shown(self) -> dict[UUID, dict[str, set[Value]]]:
        """Return what a member sees: document -> field -> the values that stand there."""
        documents = self.phone.services.documents
        return {
            document.id: {
                name: set(document.versions.get(name, (value,))) if name in TEXTS else {value}
                for name, value in document.fields.items()
            }
            for document in (*documents.list("entry"), *documents.list_trashed("entry"))
        }

    async def _act(self, chance: float) -> None:
        if chance < 0.2:
            self._sync_in_background()
        elif chance < (0.25 if self.network.online else 0.6):
            self.network.online = not self.network.online
        else:
            writes_to_group = self.name == "p" or (not self.world.plan.edits_only and self.random.random() < 0.35)
            await (self._write_to_group() if writes_to_group else self._write_to_journal())
            if self.random.random() < 0.5:
                self._sync_in_background()  # as the app does after each tap, when it is in the foreground

    def _sync_in_background(self) -> None:
        if self.syncing is None or self.syncing.done():
            self.syncing = asyncio.create_task(self._sync())

    async def _sync(self) -> None:
        with contextlib.suppress(ApiError, Killed):
            await self.phone.services.sync.sync_once()
            place = await self.place()
            if place.epoch == self.furthest.epoch and place.position < self.furthest.position:
                raise Violation(f"{self.world.seed} {self.name}: the cursor went back")
            self.furthest = place

    async def _write_to_journal(self) -> None:
        """Edit, erase or begin an entry, and read one's own write."""
        documents = self.phone.services.documents
        known = sorted((document.id for document in documents.list("entry")), key=str)
        chance = self.random.random()
        document_id = self.random.choice(known) if known else None
        if document_id is None or (len(self.world.document_ids) < self.world.plan.documents_max and chance < 0.3):
            document_id = None
        if document_id is not None and chance > 0.9:
            await self._noting(documents.erase(document_id))
            return
        field_name = self.random.choice(["level", "note", "note", "tags.work"])
        value: Value = (
            self.world.words("note") if field_name == "note" else self.world.counter + self.random.randrange(9)
        )
        saved = await self._noting(documents.save(document_id, "entry", {field_name: value}))
        if saved not in self.world.document_ids:
            self.world.document_ids.append(saved)
        shown = documents.get(saved)
        if shown is None or shown.fields.get(field_name) != value:
            raise Violation(f"{self.world.seed} {self.name} does not read its own {field_name}")

    async def _noting(self, act: Any) -> Any:
        """Run an edit; whether it is answered or killed, note it exactly if it reached the disk."""
        self.committed, self.last = False, None
        try:
            return await act
        finally:
            if self.committed and self.last is not None:
                self.world.oracle.note_edit(*self.last)

    async def _write_to_group(self) -> None:
        cached = await self.phone.services.cache.list_posts(self.world.group_id)
        chance = self.random.random()
        if not cached or chance < 0.4:
            body = self.world.words("post")
            self._remember(self.world.posts, body, await self.phone.write_post(self.world.group_id, body, PostKind.ASK))
            return
        post = self.random.choice(cached).post
        if chance < 0.8:
            body = self.world.words("reply")
            reply_id = await self.phone.write_reply(self.world.group_id, post.id, body)
            self._remember(self.world.replies, body, reply_id)
            return
        operation = self.random.choice(TAPS)
        arguments = {"group_id": str(post.group_id), "post_id": str(post.id)}
        if operation.endswith("_reaction"):
            arguments["kind"] = ReactionKind.ME_TOO.value
        await self.phone.services.outbox.add(operation, arguments, None, subject=f"group:{post.group_id}")

    def _remember(self, written: dict[UUID, str], body: str, made: UUID) -> None:
        written[made] = body

    async def _come_back(self) -> None:
        """Start the app again after a kill, from its files alone."""
        if self.syncing is not None:
            self.syncing.cancel()
            await asyncio.gather(self.syncing, return_exceptions=True)
        await self.phone.kill()
        await self.start_app()

    def _step(self) -> None:
        """Die here, by chance; the dead do nothing."""
        if self.dead or self.random.random() < self.kill_odds:
            self.dead = True
            raise Killed

    def _watch_storage(self) -> None:
        database = self.phone.services.database
        write, read = database.write, database.read

        async def watched_write(change: Callable[[Session], T]) -> T:
            self._step()
            result = await write(change)
            self.committed = True
            self._step()
            return result

        async def watched_read(query: Callable[[Session], T]) -> T:
            if self.dead:
                raise Killed
            return await read(query)

        database.write = watched_write  # type: ignore[method-assign]
        database.read = watched_read  # type: ignore[method-assign]

    def _watch_edits(self) -> None:
        records = self.phone.services.documents.records
        edit = records.edit

        async def watched(edits: Sequence[tuple[UUID, Edit]]) -> None:
            await edit([(document_id, self._spy(document_id, change)) for document_id, change in edits])

        records.edit = watched  # type: ignore[method-assign]

    def _spy(self, document_id: UUID, change: Edit) -> Edit:
        def spied(kind: str | None, old: Registers) -> tuple[str, Registers]:
            new_kind, new = change(kind, old)
            self.last, self.committed = (document_id, old, new), False
            return new_kind, new

        return spied

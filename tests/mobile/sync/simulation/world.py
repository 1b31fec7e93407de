"""One small world in virtual time: the real host, a few devices of one member and one of another, and a bad network.

Everything that happens is drawn from the seed: edits, deletions, posts, lost and repeated and late requests, wrong
clocks, kills between any two steps, a host that serves old records again, a host restored from an old backup.
"""

import asyncio
import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import httpx

from api_client.wire.feed import Post
from mobile.storage.cursors import Cursor
from server.host import Host
from tests.mobile.sync.simulation.device import SimulatedDevice
from tests.mobile.sync.simulation.host import running_host
from tests.mobile.sync.simulation.oracle import Oracle, Violation
from tests.mobile.sync.simulation.template import Template

CANARY = "CANARY"
_ROUNDS_MAX = 40


@dataclass(frozen=True)
class Plan:
    """How a world goes; None leaves it to the seed. Only planted bugs do without digests or a new epoch."""

    seconds: float = 420.0
    edits_only: bool = False
    documents_max: int = 3
    restore: bool | None = None
    replay: bool | None = None
    lose_phone: bool | None = None
    delay: float = 6.0  # of a request, in seconds at most
    kill_odds: float = 0.012  # at each step of storage, before and after
    digest: bool = True
    rotate_epoch: bool = True


@dataclass
class World:
    """What the devices of one world share."""

    seed: int
    plan: Plan
    host: Host
    app: object
    group_id: UUID
    oracle: Oracle = field(default_factory=Oracle)
    document_ids: list[UUID] = field(default_factory=list)
    posts: dict[UUID, str] = field(default_factory=dict)
    replies: dict[UUID, str] = field(default_factory=dict)
    lost_with_the_backup: set[UUID] = field(default_factory=set)
    counter: int = 0
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def words(self, kind: str) -> str:
        """Return words that were never written before."""
        self.counter += 1
        return f"{CANARY}-{kind} {self.seed}-{self.counter}"

    def transport(self) -> httpx.AsyncBaseTransport:
        """Return the way to the host, before faults."""
        return httpx.ASGITransport(self.app, raise_app_exceptions=True)  # type: ignore[arg-type]


def now() -> datetime:
    """Return the world's time."""
    return datetime.fromtimestamp(asyncio.get_running_loop().time(), UTC)


async def live(seed: int, template: Template, folder: Path, plan: Plan) -> str:
    """Live through one world and hold it against the oracles; return a trace that is the same for the same seed."""
    random = Random(seed)
    template.copy_host(folder / "host")
    async with running_host(folder / "host", now) as (app, host):
        world = World(seed, plan, host, app, template.group_id)
        names = ["a", "b", "c"][: random.choice([2, 2, 3])] + ([] if plan.edits_only else ["p"])
        devices: list[SimulatedDevice] = []
        try:
            for name in names:
                devices.append(await SimulatedDevice.start(world, name, template, folder / name))
            trace = await _pass(world, random, list(devices), folder)
        finally:
            for device in devices:
                await device.phone.kill()
    _check_files(folder)
    return trace


async def _pass(world: World, random: Random, devices: list[SimulatedDevice], folder: Path) -> str:
    """Let the world's time pass, bring it to rest and check it."""
    seed, plan = world.seed, world.plan
    restore = plan.restore if plan.restore is not None else seed % 4 == 0
    replay = plan.replay if plan.replay is not None else seed % 4 == 1
    lose_phone = plan.lose_phone if plan.lose_phone is not None else seed % 4 == 2
    lives = [asyncio.create_task(device.live(plan.seconds)) for device in devices[lose_phone:]]
    if lose_phone:
        lives.append(asyncio.create_task(_lose_for_good(devices.pop(0), plan.seconds * random.uniform(0.3, 0.8))))
    if restore:
        lives.append(asyncio.create_task(_restore_from_backup(world, folder)))
    if replay:
        lives.append(asyncio.create_task(_serve_old_records(world)))
    await asyncio.gather(*lives)
    await _calm_down(world, devices)
    return await _check(world, devices)


async def _lose_for_good(device: SimulatedDevice, seconds: float) -> None:
    """Use a phone, let it send all it has, and lose it: what the host acknowledged must be enough."""
    await device.live(seconds)
    device.calm()
    for _ in range(_ROUNDS_MAX):
        await device.phone.sync()
        if not await device.unsent():
            break
    await device.phone.close()


async def _restore_from_backup(world: World, folder: Path) -> None:
    """Take a backup, go on for a while, and put it back with a new epoch, as the restore tool does."""
    await asyncio.sleep(world.plan.seconds * world.random.uniform(0.2, 0.4))
    writer = world.host.database._writer
    assert writer is not None
    backup = sqlite3.connect(folder / "backup")
    writer._driver.backup(backup)
    settled = await _stored_ids(world)
    await asyncio.sleep(world.plan.seconds * world.random.uniform(0.2, 0.4))
    world.lost_with_the_backup |= await _stored_ids(world) - settled
    backup.backup(writer._driver)
    backup.close()
    if world.plan.rotate_epoch:
        writer._driver.execute("UPDATE host SET epoch = ?", (uuid4().hex,))


async def _stored_ids(world: World) -> set[UUID]:
    writer = world.host.database._writer
    assert writer is not None
    return {
        UUID(found) for table in ("post", "reply") for (found,) in writer._driver.execute(f"SELECT id FROM {table}")
    }


async def _serve_old_records(world: World) -> None:
    """Be a hostile host: now and then serve an older version of a record as if it were new."""
    writer = world.host.database._writer
    assert writer is not None
    driver = writer._driver
    seen: list[tuple[bytes, str, str]] = []
    for _ in range(12):
        await asyncio.sleep(world.plan.seconds / 12)
        seen += driver.execute("SELECT sealed, account_id, id FROM vault_record").fetchall()
        if not seen or world.random.random() < 0.4:
            continue
        sealed, account_id, record_id = world.random.choice(seen)
        found = driver.execute(
            "SELECT revision FROM vault_record WHERE account_id = ? AND id = ?", (account_id, record_id)
        ).fetchone()
        if found is None:
            continue
        (revision,) = driver.execute(
            "UPDATE account SET revision = revision + 1, revision_sum = revision_sum + revision + 1 - ? WHERE id = ?"
            " RETURNING revision",
            (found[0], account_id),
        ).fetchone()
        driver.execute(
            "UPDATE vault_record SET sealed = ?, revision = ?, mutation_id = ? WHERE account_id = ? AND id = ?",
            (sealed, revision, uuid4().hex, account_id, record_id),
        )


async def _calm_down(world: World, devices: list[SimulatedDevice]) -> None:
    """Let the network be good and everybody sync until nothing moves any more, each app started anew."""
    for device in devices:
        device.calm()
        await device.phone.close()
        await device.start_app()
        await asyncio.sleep(1)
    quiet_rounds, unsent, places = 0, [0], set[Cursor]()
    for _ in range(_ROUNDS_MAX):
        for device in devices:
            await device.phone.sync()
        unsent = [await device.unsent() for device in devices]
        places = {await device.place() for device in devices if device.name != "p"}
        quiet_rounds = quiet_rounds + 1 if not any(unsent) and len(places) == 1 else 0
        if quiet_rounds == 2:  # the second, for those who synced before the last one wrote
            return
    raise Violation(f"{world.seed}: no rest, {unsent} unsent, at {places}")


async def _check(world: World, devices: list[SimulatedDevice]) -> str:
    """Hold every device and the host against what must be true."""
    journals = [device for device in devices if device.name != "p"]
    for device in journals:
        world.oracle.check(f"{world.seed} {device.name}", device.shown())
    digest = await journals[0].client().vault.get_digest()
    for device in journals:
        _, count, total = await device.phone.services.documents.records.read_digest()
        if (count, total) != (digest.record_count, digest.revision_sum):
            raise Violation(f"{world.seed} {device.name}: the digest says {digest}, this device {(count, total)}")
    await _check_feed(world, devices)
    shown = sorted((str(key), sorted(map(str, value.items()))) for key, value in journals[0].shown().items())
    faults = [sorted(device.network.counts.items()) for device in devices]
    return str((shown, faults, [await device.place() for device in devices], len(world.posts), len(world.replies)))


async def _check_feed(world: World, devices: list[SimulatedDevice]) -> None:
    writer = world.host.database._writer
    assert writer is not None
    stored = {
        kind: [
            (UUID(key), body)
            for key, body in writer._driver.execute(
                f"SELECT id, json_extract(CAST(wire AS TEXT), '$.body') FROM {kind}"
            )
        ]
        for kind in ("post", "reply")
    }
    for kind, written in (("post", world.posts), ("reply", world.replies)):
        bodies = [body for _, body in stored[kind]]
        if len(bodies) != len(set(bodies)):
            raise Violation(f"{world.seed}: a {kind} is there twice")
        missing = set(written) - {key for key, _ in stored[kind]} - world.lost_with_the_backup
        missing -= {reply for reply in missing if world.replies.get(reply) and _parent_lost(world, devices)}
        if missing:
            raise Violation(f"{world.seed}: {len(missing)} of {len(written)} {kind}s never arrived")
        if any(dict(stored[kind]).get(key, body) != body for key, body in written.items()):
            raise Violation(f"{world.seed}: a {kind} has other words")
    whole = {UUID(key): wire for key, wire in writer._driver.execute("SELECT id, CAST(wire AS TEXT) FROM post")}
    for device in devices:
        for cached in await device.phone.services.cache.list_posts(world.group_id, limit=1000):
            there = whole.get(cached.post.id)
            if there is not None and cached.post != Post.model_validate_json(there):
                raise Violation(f"{world.seed} {device.name} shows another post than the host has")
        posts = {cached.post.id for cached in await device.phone.services.cache.list_posts(world.group_id, limit=1000)}
        if posts != {key for key, _ in stored["post"]}:
            raise Violation(f"{world.seed} {device.name} shows {len(posts)} posts of {len(stored['post'])}")
        cache = device.phone.services.cache
        replies = {cached.reply.id for post_id in posts for cached in await cache.list_replies(post_id)}
        if replies != {key for key, _ in stored["reply"]}:
            raise Violation(f"{world.seed} {device.name} shows {len(replies)} replies of {len(stored['reply'])}")


def _parent_lost(world: World, devices: list[SimulatedDevice]) -> bool:
    """A reply to a post that the backup did not have is refused, and stays with its writer as failed."""
    return bool(world.lost_with_the_backup)


def _check_files(folder: Path) -> None:
    """No word of a journal lies open on the host or on a device; posts lie open on the host alone."""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            on_host = "host" in path.relative_to(folder).parts[0] or path.name.startswith("backup")
            if f"{CANARY}-note".encode() in content or (not on_host and CANARY.encode() in content):
                raise Violation(f"words lie open in {path.relative_to(folder)}")

"""The journal's photos on their way: each arrives once, whole, however the network fails, and none is ever lost to
another device's tidying."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from api_client.errors import ApiError, InvalidResponse, Unreachable
from api_client.wire import limits
from mobile.storage.database import FILE_NAME
from mobile.sync.journal_photos import UNUSED_DAYS
from mobile.vault.journal_photos import NoRoomForPhotos, PhotoRoom
from server.tables import HostRow
from server.transaction import Transaction
from server.vault.tables import RecordRow, VaultPhotoRow
from tests.mobile.sync.test_engine import status_when
from tests.support.faults import ChaosProxy, FaultyTransport, LyingHost
from tests.support.phone import PASSPHRASE, Phone, phone
from tests.support.photos import as_taken, jpeg
from tests.support.server import LocalHost, local_host, stored_bytes

CONTENT = jpeg()


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


@pytest.fixture
async def sam(tmp_path: Path, host: LocalHost) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "sam", host) as device:
        await device.sign_up()
        yield device


@pytest.fixture
async def tablet(tmp_path: Path, host: LocalHost, sam: Phone) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "tablet", host) as device:
        await device.sign_in()
        yield device


async def write(device: Phone, content: bytes = CONTENT, entry_id: UUID | None = None) -> tuple[UUID, UUID]:
    """Save an entry with a photo."""
    photo_id, value = await device.services.journal_photos.add_ready(content)
    fields: dict[str, str | int] = {"level": 4, "felt_on": "2026-03-01", f"photos.{photo_id}": value}
    return await device.services.documents.save(entry_id, "entry", fields), UUID(photo_id)


async def see(device: Phone, photo_id: UUID) -> bytes | None:
    return await device.services.journal_photos.get(photo_id)


async def at_host(host: LocalHost) -> set[UUID]:
    def ask(tx: Transaction) -> set[UUID]:
        return set(tx.connection.execute(select(col(VaultPhotoRow.id))).scalars())

    return await host.host.database.read(ask)


class Between(httpx.AsyncBaseTransport):
    """A network in which something happens elsewhere just before the first request of a kind arrives."""

    def __init__(self, inner: httpx.AsyncBaseTransport, method: str, happens: Callable[[], Awaitable[None]]) -> None:
        self.inner, self.method, self.happens = inner, method, happens
        self.passed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == self.method and "/vault/photos/" in request.url.path:
            self.passed += 1
            if self.passed == 1:
                await self.happens()
        return await self.inner.handle_async_request(request)


class Older(httpx.AsyncBaseTransport):
    """A host of an earlier version, as long as `is_older`."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner, self.is_older = inner, True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_older and "/vault/photos" in request.url.path:
            request.url = request.url.copy_with(path="/api/v1/of-tomorrow")
        return await self.inner.handle_async_request(request)


async def offline() -> None:
    raise httpx.ConnectError("offline")


def through(device: Phone, network: type[Any], *more: Any) -> Any:
    """Put a network between a device and its host; the device must be started anew."""
    device.transport = network(device.transport, *more)
    return device.transport


async def nudging(device: Phone) -> None:
    """Start a device that is nudged while its first photo is on its way."""

    async def nudge() -> None:
        device.services.sync.nudge()

    through(device, Between, "PUT", nudge)
    await device.start()


async def after_a_day(device: Phone, days: float = 1) -> None:
    device.clock.move(days=days)
    await device.sync()


async def test_a_photo_on_the_phone_is_seen_on_the_tablet_and_is_there_offline(
    tmp_path: Path, sam: Phone, tablet: Phone
) -> None:
    _, photo_id = await write(sam)
    assert await sam.services.journal_photos.list_unsent() == [photo_id]
    await sam.sync()
    assert await sam.services.journal_photos.list_unsent() == []
    await tablet.sync()
    assert await tablet.services.journal_photos.missing() == {photo_id}
    assert await tablet.services.journal_photos.get_local(photo_id) is None
    assert await see(tablet, photo_id) == CONTENT
    network = through(tablet, FaultyTransport)
    network.online = False
    await tablet.restart()
    assert await see(tablet, photo_id) == CONTENT


async def test_neither_host_nor_device_holds_a_picture_or_tells_which_it_is(
    tmp_path: Path, host: LocalHost, sam: Phone
) -> None:
    await write(sam, CONTENT)
    await sam.services.journal_photos.add(as_taken())
    await sam.sync()
    await sam.close()
    host.host.database.close()
    for folder in ("sam", "host"):
        stored = stored_bytes(tmp_path / folder)
        for canary in (CONTENT[-60:], CONTENT[200:260], b"JFIF", b"canary-camera", b"image/jpeg"):
            assert canary not in stored


@pytest.mark.parametrize("fault", ["drop_request", "drop_response", "duplicate", "truncate"])
async def test_a_photo_arrives_once_however_the_network_fails(host: LocalHost, sam: Phone, fault: str) -> None:
    await sam.close()
    network = through(sam, FaultyTransport)
    await sam.start()
    await sam.sync()
    _, photo_id = await write(sam)
    for request in range(8):  # of the push, of each that follows, of the photo itself
        network.planned = [""] * request + [fault]
        try:
            await sam.sync()
        except ApiError:
            assert fault != "duplicate"
        await sam.kill()
        await sam.start()
    network.planned = []
    await sam.sync()
    assert await at_host(host) == {photo_id}
    assert await sam.services.journal_photos.list_unsent() == []
    assert await sam.services.journal_photos.get_local(photo_id) == CONTENT


async def test_an_upload_that_is_cut_in_its_middle_is_made_again(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", listening=True) as host:
        port = urlsplit(str(host.url)).port
        assert port is not None
        async with (
            ChaosProxy(port, seed=3) as proxy,
            phone(tmp_path / "sam", inline=True, server_url=proxy.base_url) as sam,
        ):
            await sam.sign_up()
            proxy.cut()
            proxy._odds_of_cut, proxy._random = 1.0, Random(2)
            written: set[UUID] = set()
            while proxy.counts["cut"] < 5 and len(written) < 30:
                written.add((await write(sam, jpeg(800, 600, f"#{len(written):06x}")))[1])
                try:
                    await sam.sync()
                except Unreachable:
                    continue
            assert proxy.counts["cut"] >= 5
            proxy._odds_of_cut = 0.0
            await sam.sync()
            assert await at_host(host) == written


async def test_a_photo_waits_for_the_entry_that_names_it(host: LocalHost, sam: Phone) -> None:
    photo_id, value = await sam.services.journal_photos.add_ready(CONTENT)  # chosen, and the check-in is not saved yet
    await sam.sync()
    assert await at_host(host) == set() and sam.services.sync.status.pending_count == 0
    await sam.services.documents.save(None, "entry", {"level": 3, f"photos.{photo_id}": value})
    await sam.sync()
    assert await at_host(host) == {UUID(photo_id)}


async def test_many_photos_let_what_is_more_urgent_pass(host: LocalHost, sam: Phone) -> None:
    for colour in ("#111111", "#222222", "#333333"):
        await write(sam, jpeg(colour=colour))
    await sam.close()
    await nudging(sam)
    await sam.sync()
    assert len(await at_host(host)) == 1
    assert len(await sam.services.journal_photos.list_unsent()) == 2
    await sam.sync()
    assert len(await at_host(host)) == 3


async def test_what_the_host_has_is_let_go_of_and_what_it_lacks_never(sam: Phone) -> None:
    photos = sam.services.journal_photos
    photos.kept_bytes_max = 0
    ids = [(await write(sam, jpeg(colour=colour)))[1] for colour in ("#111111", "#222222")]
    assert None not in [await photos.get_local(one) for one in ids]
    await sam.sync()
    assert [await photos.get_local(one) for one in ids] == [None, None]
    assert await see(sam, ids[0]) == jpeg(colour="#111111")
    assert (await photos.read_room()).count == 2


async def test_adding_a_picture_again_offers_it_again(host: LocalHost, sam: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await host.host.database.write(lambda tx: tx.connection.execute(delete(VaultPhotoRow)))
    await write(sam)
    await sam.sync()
    assert await at_host(host) == {photo_id}


async def test_a_restored_host_gets_what_it_lacks(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await tablet.sync()

    def restore(tx: Transaction) -> None:
        tx.connection.execute(delete(VaultPhotoRow))
        tx.connection.execute(update(HostRow).values(epoch=uuid4()))

    await host.host.database.write(restore)
    await sam.sync()
    await sam.sync()
    assert await at_host(host) == {photo_id}
    await tablet.sync()
    assert await see(tablet, photo_id) == CONTENT


async def test_what_the_host_lost_is_noticed_within_a_day(host: LocalHost, sam: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await host.host.database.write(lambda tx: tx.connection.execute(delete(VaultPhotoRow)))
    await sam.sync()
    assert await at_host(host) == set()
    await after_a_day(sam)
    assert await at_host(host) == {photo_id}


async def test_a_photo_that_nothing_names_goes_after_a_month_here_and_at_the_host(host: LocalHost, sam: Phone) -> None:
    entry_id, photo_id = await write(sam)
    await sam.sync()
    await sam.services.documents.trash(entry_id)
    await after_a_day(sam, UNUSED_DAYS + 2)
    await after_a_day(sam, UNUSED_DAYS + 2)
    assert await at_host(host) == {photo_id}  # the bin still names it
    await sam.services.documents.erase(entry_id)
    await after_a_day(sam)
    await after_a_day(sam, UNUSED_DAYS - 1)
    assert await at_host(host) == {photo_id}
    await after_a_day(sam)
    assert await at_host(host) == set()
    assert await sam.services.journal_photos.read_room() == PhotoRoom(0, 0)


async def test_a_photo_in_a_draft_is_not_taken_for_unused(sam: Phone) -> None:
    photo_id, value = await sam.services.journal_photos.add_ready(CONTENT)
    await sam.services.drafts.put("entry:new", {"photos": {photo_id: value}})
    for _ in range(3):
        await after_a_day(sam, UNUSED_DAYS + 1)
    assert await sam.services.journal_photos.get_local(photo_id) == CONTENT
    await sam.services.drafts.remove("entry:new")
    for _ in range(3):
        await after_a_day(sam, UNUSED_DAYS + 1)
    assert await sam.services.journal_photos.get_local(photo_id) is None


async def test_a_photo_is_not_removed_while_another_device_names_it(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    """The tablet, offline, puts the same picture into an entry of its own while the phone finds it unused."""
    entry_id, photo_id = await write(sam)
    await sam.sync()
    await tablet.sync()
    await sam.services.documents.erase(entry_id)
    await after_a_day(sam)
    await write(tablet)  # not sent yet
    await after_a_day(sam, UNUSED_DAYS + 1)
    assert await at_host(host) == set()  # nobody could know
    await tablet.sync()
    assert await at_host(host) == {photo_id}
    await sam.sync()
    assert await see(sam, photo_id) == CONTENT


async def test_a_removal_is_refused_when_an_entry_came_in_between(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    """The tablet's entry and its photo arrive after the phone read the vault and before it removes the photo."""
    entry_id, photo_id = await write(sam)
    await sam.sync()
    await tablet.sync()
    await sam.services.documents.erase(entry_id)
    await after_a_day(sam)
    await write(tablet)
    await sam.close()
    network = through(sam, Between, "DELETE", tablet.sync)
    await sam.start()
    await after_a_day(sam, UNUSED_DAYS + 1)
    assert network.passed == 1
    assert await at_host(host) == {photo_id}
    for _ in range(2):
        await after_a_day(sam, UNUSED_DAYS + 1)
    assert await at_host(host) == {photo_id} and await see(sam, photo_id) == CONTENT


async def test_an_entry_that_names_a_photo_while_it_is_removed_gets_it_back(host: LocalHost, sam: Phone) -> None:
    """Undo, on this very device, while the removal is on its way."""
    entry_id, photo_id = await write(sam)
    await sam.sync()
    await sam.services.documents.save(entry_id, "entry", {f"photos.{photo_id}": None})
    await after_a_day(sam)

    async def undo() -> None:
        await sam.services.documents.save(entry_id, "entry", {f"photos.{photo_id}": "image/jpeg 320x240"})

    await sam.close()
    through(sam, Between, "DELETE", undo)
    await sam.start()
    await after_a_day(sam, UNUSED_DAYS + 1)
    await sam.sync()
    assert await at_host(host) == {photo_id} and await see(sam, photo_id) == CONTENT


async def test_nothing_is_removed_while_a_record_does_not_open(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    entry_id, photo_id = await write(sam)
    await sam.sync()
    await sam.services.documents.erase(entry_id)
    other = await tablet.write_entry("An entry of a newer Kith, or one that was spoilt")
    await tablet.sync()
    spoilt = update(RecordRow).where(col(RecordRow.id) == other).values(sealed=b"spoilt")
    await host.host.database.write(lambda tx: tx.connection.execute(spoilt))
    for _ in range(3):
        await after_a_day(sam, UNUSED_DAYS + 1)
    assert await at_host(host) == {photo_id}


async def test_a_host_that_swaps_photos_is_noticed_and_an_honest_one_heals_it(
    host: LocalHost, sam: Phone, tablet: Phone
) -> None:
    _, one = await write(sam, jpeg(colour="#111111"))
    _, other = await write(sam, jpeg(colour="#222222"))
    await sam.sync()
    await tablet.close()
    sealed: dict[str, str] = {}

    def swap(answer: dict[str, Any]) -> dict[str, Any]:
        sealed[answer["id"]] = answer["sealed"]
        return {**answer, "sealed": sealed[str(other)]}

    lies = {str(one): swap, str(other): swap}
    network = through(tablet, LyingHost, lies)
    await tablet.start()
    await tablet.sync()
    assert await see(tablet, other) == jpeg(colour="#222222")
    with pytest.raises(InvalidResponse):
        await see(tablet, one)
    assert await tablet.services.journal_photos.get_local(one) is None
    network.lies.clear()
    assert await see(tablet, one) == jpeg(colour="#111111")


async def test_a_photo_that_was_spoilt_on_this_device_is_fetched_again(sam: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await sam.close()
    with sqlite3.connect(sam.folder / FILE_NAME) as connection:
        connection.execute("UPDATE journal_photo SET sealed = zeroblob(size)")
    connection.close()
    await sam.start()
    assert await see(sam, photo_id) == CONTENT
    assert await sam.services.journal_photos.get_local(photo_id) == CONTENT


async def test_a_photo_that_nobody_has_is_none_and_offline_is_said(sam: Phone) -> None:
    assert await see(sam, uuid4()) is None
    await sam.close()
    network = through(sam, FaultyTransport)
    await sam.start()
    network.online = False
    with pytest.raises(Unreachable):
        await see(sam, uuid4())


async def test_a_photo_of_the_host_is_seen_on_a_full_disk_too(sam: Phone, tablet: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await tablet.sync()

    def limit(session: Session) -> None:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 1")  # no page more than there are

    await tablet.services.database.read(limit)
    large = jpeg(1_000, 800)
    _, other = await write(sam, large)
    await sam.sync()
    assert await see(tablet, other) == large
    assert await tablet.services.journal_photos.get_local(other) is None
    assert photo_id in await tablet.services.journal_photos.missing()


async def test_a_full_account_is_said_and_everything_else_goes_on(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    account_id, other = sam.services.account.state.account_id, uuid4()
    _, photo_id = await write(sam)
    row = {"account_id": account_id, "id": other, "size": limits.JOURNAL_PHOTO_BYTES_MAX, "sealed": b"x"}
    await host.host.database.write(lambda tx: tx.connection.execute(insert(VaultPhotoRow).values(**row)))
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "idle" and status.problem == "photos_full")
    assert sam.services.sync.status.pending_count == 1
    with pytest.raises(NoRoomForPhotos):  # from now on it is known before anything is added
        await write(sam, jpeg(colour="#111111"))
    await sam.write_entry("Words go on")
    await sam.sync()
    await tablet.sync()
    assert "Words go on" in tablet.notes()
    await host.host.database.write(lambda tx: tx.connection.execute(delete(VaultPhotoRow)))
    sam.clock.move(days=1)
    sam.services.sync.nudge()
    await status_when(sam, lambda status: status.pending_count == 0 and status.problem is None)
    assert await at_host(host) == {photo_id}


async def test_a_host_that_knows_no_photos_stops_nothing(host: LocalHost, sam: Phone) -> None:
    await sam.close()
    network = through(sam, Older)
    await sam.start()
    await write(sam)
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "idle" and status.problem == "photos_unknown")
    assert sam.services.sync.status.pending_count == 1
    network.is_older = False
    sam.clock.move(days=1)
    sam.services.sync.nudge()
    await status_when(sam, lambda status: status.pending_count == 0 and status.problem is None)
    assert len(await at_host(host)) == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"more": True},
        {"photos": [], "more": True},
        {"photos": [{"id": str(uuid4()), "size": -1}]},
        {"photos": [{"id": str(uuid4()), "size": 2**62}]},
    ],
    ids=["the same page for ever", "no end", "a size below nothing", "a size beyond all"],
)
async def test_a_list_that_makes_no_sense_is_refused(sam: Phone, lie: dict[str, Any]) -> None:
    await write(sam)
    await sam.sync()
    await sam.close()
    network = through(sam, LyingHost, {"/vault/photos": lambda answer: {**answer, **lie}})
    await sam.start()
    with pytest.raises(InvalidResponse):
        await sam.sync()
    assert network.paths.count("/api/v1/vault/photos") <= 2


async def test_a_journal_that_began_alone_takes_its_photos_into_the_account(
    tmp_path: Path, host: LocalHost, sam: Phone
) -> None:
    async with phone(tmp_path / "old", host) as old:
        await old.services.account.start_writing()
        _, photo_id = await write(old)
        await old.sign_in()  # another key: what is here is sealed anew
        assert await see(old, photo_id) == CONTENT
        await old.sync()
    await sam.sync()
    assert await sam.services.journal_photos.missing() == {photo_id}
    assert await see(sam, photo_id) == CONTENT
    _, again = await write(sam)
    assert again != photo_id  # named under the account's own key; it is kept twice, and both are seen
    assert await see(sam, again) == CONTENT


async def test_signing_up_keeps_every_photo_as_it_is(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "new", host) as device:
        await device.services.account.start_writing()
        _, photo_id = await write(device)
        await device.sign_up("noor")
        await device.sync()
        assert await at_host(host) == {photo_id}
        assert (await write(device))[1] == photo_id


async def test_signing_out_leaves_no_photo_here_and_counts_what_would_be_lost(sam: Phone) -> None:
    await write(sam)
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.pending_count == 0 and status.state == "idle")
    await sam.services.sync.stop()
    await write(sam, jpeg(colour="#111111"))
    assert len(await sam.services.journal_photos.list_unsent()) == 1
    await sam.services.account.sign_out()
    assert await sam.services.journal_photos.read_room() == PhotoRoom(0, 0)
    assert await sam.services.journal_photos.missing() == set()
    await sam.sign_in()
    await sam.sync()
    assert len(await sam.services.journal_photos.missing()) == 1


async def test_leaving_with_the_journal_takes_every_photo_along(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    _, photo_id = await write(sam)
    await sam.sync()
    await tablet.sync()
    tablet.services.journal_photos.kept_bytes_max = 0
    await tablet.services.account.delete_account(PASSPHRASE, keep_posts=False, keep_journal=True)
    assert await at_host(host) == set()
    assert await tablet.services.journal_photos.get_local(photo_id) == CONTENT
    assert await tablet.services.journal_photos.missing() == set()
    await tablet.sign_up("noor")
    await tablet.sync()
    assert await at_host(host) == {photo_id}


async def test_leaving_waits_while_photos_cannot_be_fetched(host: LocalHost, sam: Phone, tablet: Phone) -> None:
    await write(sam)
    await sam.sync()
    await tablet.sync()
    await tablet.close()
    through(tablet, Between, "GET", offline)
    await tablet.start()
    with pytest.raises(Unreachable):
        await tablet.services.account.delete_account(PASSPHRASE, keep_posts=False, keep_journal=True)
    assert tablet.services.account.state.phase == "signed_in" and len(await at_host(host)) == 1

"""The engine: when it syncs, how it rests, and what it says of each way to fail."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from sqlmodel import Session, select

from api_client.wire.limits import PROTOCOL_VERSION
from mobile.storage.intake import forget_feeds
from mobile.storage.tables import PostRow
from mobile.sync.backoff import LONGEST_SECONDS, Backoff
from mobile.sync.calls import send_calls
from mobile.sync.status import SyncStatus
from tests.support.faults import FaultyTransport, LyingHost
from tests.support.phone import NEW_PASSPHRASE, PASSPHRASE, Phone, phone
from tests.support.server import LocalHost, local_host


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


@pytest.fixture
async def sam(tmp_path: Path, host: LocalHost) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "sam", host) as device:
        yield device


async def status_when(device: Phone, fits: Callable[[SyncStatus], bool]) -> SyncStatus:
    """Wait for a status, as a screen does: by the signal."""
    changed = asyncio.Event()
    dispose = device.services.signal.subscribe(lambda scope: changed.set())
    try:
        async with asyncio.timeout(20):
            while not fits(device.services.sync.status):
                changed.clear()
                await changed.wait()
    finally:
        dispose()
    return device.services.sync.status


class Answering(httpx.AsyncBaseTransport):
    """A network in which one answer comes for every request, or the real host's when it is None."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.answer: Callable[[], httpx.Response] | None = None
        self.count = 0
        self.sizes: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        self.sizes.append(len(await request.aread()))
        return self.answer() if self.answer else await self.inner.handle_async_request(request)


def problem(status: int, code: str, **headers: str) -> Callable[[], httpx.Response]:
    body = {"type": "about:blank", "title": "No.", "status": status, "code": code, "fields": {}}
    known = {"Content-Type": "application/problem+json", "Kith-Version": str(PROTOCOL_VERSION)}
    return lambda: httpx.Response(
        status, json=body, headers={**known, **{k.replace("_", "-"): v for k, v in headers.items()}}
    )


async def through(device: Phone) -> Answering:
    """Restart the device behind a network that a test answers for."""
    await device.close()
    assert device.transport is not None
    network = Answering(device.transport)
    device.transport = network
    await device.start()
    return network


async def test_it_syncs_by_itself_after_a_nudge(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "idle")
    await sam.write_entry("Nudged")
    assert (await status_when(sam, lambda status: status.pending_count == 1)).pending_count == 1
    sam.services.sync.nudge()
    status = await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)
    assert status.last_synced_at == sam.clock.now()
    assert sam.services.account.state.pending_count == 0


async def test_what_is_written_is_sent_at_once(sam: Phone, host: LocalHost, tmp_path: Path) -> None:
    await sam.sign_up()
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "idle")
    await sam.write_entry("Nobody asks for it to be sent")
    await status_when(sam, lambda status: status.pending_count == 1)
    await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.sync()
        assert tablet.notes() == ["Nobody asks for it to be sent"]


async def test_what_is_written_does_not_hurry_a_host_that_asked_for_time(sam: Phone) -> None:
    await sam.sign_up()
    network = await through(sam)
    network.answer = problem(429, "rate_limited", Retry_After="600")
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "offline")
    asked = network.count
    await sam.write_entry("Later")
    await status_when(sam, lambda status: status.pending_count == 1)
    assert network.count == asked and not sam.services.sync._wake.is_set()


async def test_without_an_account_it_waits_and_counts(sam: Phone) -> None:
    await sam.services.sync.start()
    await sam.write_entry("Alone")
    status = await status_when(sam, lambda status: status.pending_count == 1)
    assert status.state == "signed_out"
    await sam.sign_up()
    await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)


async def test_offline_is_said_and_nothing_is_lost(sam: Phone) -> None:
    await sam.sign_up()
    await sam.close()
    assert sam.transport is not None
    network = FaultyTransport(sam.transport)
    network.online = False
    sam.transport = network
    await sam.start()
    await sam.write_entry("Written offline")
    await sam.services.sync.start()
    await status_when(sam, lambda status: status.state == "offline")
    network.online = True
    sam.services.sync.nudge()
    await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)


@pytest.mark.parametrize(
    ("answer", "state", "trouble"),
    [
        (problem(426, "incompatible"), "incompatible", None),
        (problem(503, "busy", Retry_After="7"), "offline", None),
        (problem(429, "rate_limited", Retry_After="7"), "offline", None),
        (lambda: httpx.Response(200, json={"no": "sense"}, headers={"Kith-Version": "1"}), "paused", "host_answer"),
        (lambda: httpx.Response(200, text="<html>Welcome to the hotel</html>"), "offline", None),
    ],
    ids=["incompatible", "busy", "rate limited", "nonsense", "hotel"],
)
async def test_each_failure_has_its_state_and_keeps_everything(
    sam: Phone, answer: Callable[[], httpx.Response], state: str, trouble: str | None
) -> None:
    await sam.sign_up()
    network = await through(sam)
    network.answer = answer
    await sam.write_entry("Kept")
    await sam.services.sync.start()
    status = await status_when(sam, lambda status: status.state == state and status.pending_count == 1)
    assert status.problem == trouble
    assert sam.notes() == ["Kept"]
    network.answer = None
    sam.services.sync.nudge()
    await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)


async def test_an_ended_session_asks_to_sign_in_and_goes_on_after(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    await sam.services.sync.start()
    await sam.write_entry("After the session ended")
    await status_when(sam, lambda status: status.state == "signed_out")
    assert sam.services.account.state.phase == "signed_out_remotely"
    assert sam.notes() == ["After the session ended"]
    await sam.restart()
    assert sam.services.account.state.phase == "signed_out_remotely"
    await sam.services.sync.start()
    await sam.sign_in(passphrase=NEW_PASSPHRASE)
    await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)
    assert sam.notes() == ["After the session ended"]


async def test_nothing_new_is_one_small_question(sam: Phone) -> None:
    await sam.sign_up()
    await sam.write_entry("Once")
    network = await through(sam)
    await sam.sync()
    before = network.count
    await sam.sync()
    assert network.count == before + 1
    assert network.sizes[-1] < 500


async def test_a_clock_that_is_a_day_off_is_noticed_and_harms_nothing(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", listening=True) as host, phone(tmp_path / "sam", host) as sam:
        sam.clock.moment = datetime.now(UTC) - timedelta(days=1)
        await sam.sign_up()
        await sam.write_entry("Yesterday, as the phone has it")
        await sam.services.sync.start()
        status = await status_when(sam, lambda status: status.state == "idle" and status.pending_count == 0)
        assert status.clock_skew_seconds == pytest.approx(86_400, abs=60)


async def test_a_host_that_lost_records_is_given_them_again(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.write_entry("One")
    await sam.write_entry("Two")
    await sam.sync()
    writer = host.host.database.engine
    with writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM vault_record")
        connection.exec_driver_sql("UPDATE account SET record_count = 0, revision_sum = 0")
    await sam.restart()
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.sync()
        assert tablet.notes() == ["One", "Two"]


async def test_a_log_that_is_cut_short_is_shown(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.write_entry("One")
    await sam.write_entry("Two")
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.close()
        assert tablet.transport is not None
        cut = {"/vault/changes": lambda answer: {**answer, "records": answer["records"][:1]}}
        tablet.transport = LyingHost(tablet.transport, cut)
        await tablet.start()
        await tablet.services.sync.start()
        status = await status_when(tablet, lambda status: status.problem is not None)
        assert status.problem == "history_incomplete"


async def test_a_cursor_that_goes_back_is_refused(sam: Phone) -> None:
    await sam.sign_up()
    await sam.write_entry("One")
    await sam.sync()
    await sam.close()
    assert sam.transport is not None
    lies = {
        "/vault/changes": lambda answer: {**answer, "cursor": 0},
        "/live/check": lambda answer: {**answer, "behind": [{"scope": "vault", "cursor": 9}]},
    }
    sam.transport = LyingHost(sam.transport, lies)
    await sam.start()
    await sam.services.sync.start()
    status = await status_when(sam, lambda status: status.state == "paused")
    assert status.problem == "host_answer"


async def test_a_full_disk_pauses_sync_and_says_so(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        documents = tablet.services.documents
        await documents.save_all([(None, "entry", {"note": "x" * 5_000}) for _ in range(60)])
        await tablet.sync()

    def fill(session: Session, more: int) -> None:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")

    await sam.services.database.read(lambda session: fill(session, 2))
    await sam.services.sync.start()
    status = await status_when(sam, lambda status: status.state == "paused")
    assert status.problem == "storage_full"
    await sam.services.database.read(lambda session: fill(session, 10_000))
    sam.services.sync.nudge()
    await status_when(sam, lambda status: status.state == "idle")
    assert len(sam.services.documents.list("entry")) == 60


async def test_signing_out_during_a_sync_ends_it(sam: Phone) -> None:
    await sam.sign_up()
    await sam.services.sync.start()
    await sam.services.documents.save_all([(None, "entry", {"level": 3}) for _ in range(200)])
    sam.services.sync.nudge()
    await sam.services.account.sign_out()
    assert sam.services.account.state.phase == "new"
    await status_when(sam, lambda status: status.state == "signed_out")


async def test_posts_of_a_group_that_was_joined_elsewhere_come_here(
    sam: Phone, tmp_path: Path, host: LocalHost
) -> None:
    await sam.sign_up()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        group_id = await tablet.start_group()
        post_id = await tablet.write_post(group_id, "From the tablet")
        await tablet.write_reply(group_id, post_id, "A reply")
        await tablet.sync()
        await sam.sync()
        assert await sam.posts(group_id) == ["From the tablet"]
        assert await sam.replies(post_id) == ["A reply"]
        rows = await sam.services.database.read(lambda session: session.exec(select(PostRow.replies_whole)).all())
        assert rows == [True]


async def test_a_post_sent_before_the_first_page_gets_its_replies(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    group_id = await sam.start_group()
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.sync()
        await sam.services.database.write(forget_feeds)  # what a host with a new history makes a device do
        post_id = await sam.write_post(group_id, "Sent just before the app was killed")
        assert sam.services.account.client is not None
        await send_calls(sam.services.account.client, sam.services.sync._local)
        await sam.kill()
        await tablet.sync()
        await tablet.write_reply(group_id, post_id, "Answered meanwhile")
        await tablet.sync()
        await sam.start()
        await sam.sync()
        assert await sam.replies(post_id) == ["Answered meanwhile"]


async def test_older_pages_come_when_asked_for(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    group_id = await sam.start_group()
    for number in range(70):
        await sam.write_post(group_id, f"Post {number}")
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        await tablet.sync()
        shown = await tablet.services.cache.list_posts(group_id, limit=100)
        assert len(shown) == 30
        assert await tablet.services.cache.has_older(group_id)
        assert await tablet.services.groups.load_older(group_id)
        assert not await tablet.services.groups.load_older(group_id)
        shown = await tablet.services.cache.list_posts(group_id, limit=100)
        assert [cached.post.body for cached in shown] == [f"Post {number}" for number in range(69, -1, -1)]


def test_waiting_grows_within_bounds_and_never_undercuts_the_host() -> None:
    backoff = Backoff(Random(1))
    waits = [backoff.next_seconds() for _ in range(200)]
    assert all(0 <= wait <= min(LONGEST_SECONDS, 2**number) for number, wait in enumerate(waits))
    assert max(waits) > LONGEST_SECONDS / 2
    assert backoff.next_seconds(retry_after=1_000) == 1_000
    backoff.reset()
    assert backoff.next_seconds() <= 1

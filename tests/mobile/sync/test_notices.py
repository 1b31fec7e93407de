"""Notices on devices: pulled once, marked read on one and read on all, and never kept longer than the host does."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from api_client.wire import limits
from api_client.wire.feed import Author
from api_client.wire.notices import MarkNoticesRead, Notice, NoticeKind, NoticeSettings, UpdateNoticeSettings
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.calls import send_calls
from mobile.sync.notices import NOTICE, NOTICE_SETTINGS, marked
from server.notify import notify
from tests.support.faults import FaultyTransport
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, Person, local_host


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
    """Sam's second device."""
    async with phone(tmp_path / "tablet", host) as device:
        await device.sign_in()
        yield device


@pytest.fixture
async def ada(host: LocalHost) -> Person:
    return await host.sign_up("ada", "Ada")


async def tell(host: LocalHost, device: Phone, by: Person, *, group_id: UUID | None = None, **details: object) -> None:
    account_id = device.services.account.state.account_id
    assert account_id is not None
    actor = Author(account_id=by.id, display_name="Ada")
    await host.host.database.write(
        lambda tx: notify(tx, account_id, NoticeKind.THANKED, group_id, actor=actor, **details)  # type: ignore[arg-type]
    )


async def notices(device: Phone) -> tuple[Notice, ...]:
    return await device.services.shared.list(NOTICE, Notice)


async def mark(device: Phone, request: MarkNoticesRead) -> None:
    await device.services.outbox.add("notices.mark_read", {}, request, subject="notices")


async def test_notices_come_once_and_in_their_order(host: LocalHost, sam: Phone, ada: Person) -> None:
    for number in range(limits.PAGE_MAX + 5):
        await tell(host, sam, ada, key=str(number))
    await sam.sync()
    found = await notices(sam)
    assert len(found) == limits.PAGE_MAX + 5
    assert [one.revision for one in found] == sorted((one.revision for one in found), reverse=True)
    await tell(host, sam, ada, key="0")
    await sam.sync()
    newest, *_ = await notices(sam)
    assert (newest.count, len(await notices(sam))) == (2, limits.PAGE_MAX + 5)


async def test_what_is_read_on_one_device_is_read_on_the_other(
    host: LocalHost, sam: Phone, tablet: Phone, ada: Person
) -> None:
    await tell(host, sam, ada, key="one")
    await tell(host, sam, ada, key="two")
    for device in (sam, tablet):
        await device.sync()
    two, one = await notices(sam)
    await mark(sam, MarkNoticesRead(up_to=two.revision, ids=(one.id,)))
    await mark(tablet, MarkNoticesRead(up_to=two.revision, ids=(two.id,)))
    for device in (sam, tablet, sam):
        await device.sync()
    assert await notices(sam) == await notices(tablet)
    assert all(found.read_at is not None for found in await notices(sam))


async def test_a_mark_made_offline_leaves_what_grew_meanwhile_unread(host: LocalHost, sam: Phone, ada: Person) -> None:
    await tell(host, sam, ada, key="one")
    await sam.sync()
    (seen,) = await notices(sam)
    await mark(sam, MarkNoticesRead(up_to=seen.revision))
    (mutation,) = await sam.services.outbox.list()
    assert marked((seen,), mutation)[0].read_at is not None
    await tell(host, sam, ada, key="one")
    await sam.sync()
    (grown,) = await notices(sam)
    assert (grown.count, grown.read_at) == (2, None)


async def test_a_settled_mark_stays_until_the_host_tells_it_back(host: LocalHost, sam: Phone, ada: Person) -> None:
    """The call is settled, and then the line is cut: what was read does not come back as unread."""
    await tell(host, sam, ada, key="one")
    await sam.sync()
    await sam.close()
    assert sam.transport is not None
    network = FaultyTransport(sam.transport)
    sam.transport = network
    await sam.start()
    (seen,) = await notices(sam)
    await mark(sam, MarkNoticesRead(up_to=seen.revision))
    client = sam.services.account.client
    assert client is not None
    await send_calls(client, sam.services.sync._local)
    network.online = False
    assert await sam.services.outbox.list() == ()
    assert (await notices(sam))[0].read_at is not None


async def test_settings_set_on_one_device_hold_on_the_other(sam: Phone, tablet: Phone) -> None:
    wishes = UpdateNoticeSettings(zone="Europe/Berlin", digest_weekday=3)
    await sam.services.outbox.add("notices.update_settings", {}, wishes, subject="notice-settings")
    await sam.sync()
    await tablet.sync()
    found = [await device.services.shared.get(NOTICE_SETTINGS, SETTINGS_ID, NoticeSettings) for device in (sam, tablet)]
    assert found[0] == found[1]
    assert found[0] is not None and (found[0].zone, found[0].digest_weekday) == ("Europe/Berlin", 3)


async def test_leaving_a_group_takes_its_notices_from_the_device(host: LocalHost, sam: Phone, ada: Person) -> None:
    group = (await ada.start_group())["group"]
    await sam.services.groups.join(group["join_code"])
    await tell(host, sam, ada, group_id=UUID(group["id"]))
    await tell(host, sam, ada)
    await sam.sync()
    assert len(await notices(sam)) == 2
    await ada.call("DELETE", f"/groups/{group['id']}", expect=204)
    await sam.sync()
    (left,) = await notices(sam)
    assert left.group_id is None


async def test_old_notices_are_forgotten_here_too(host: LocalHost, sam: Phone, ada: Person) -> None:
    await tell(host, sam, ada, key="old")
    await sam.sync()
    (old,) = await notices(sam)
    sam.clock.moment = old.noticed_at
    sam.clock.move(days=limits.NOTICE_UNREAD_DAYS + 1)
    await tell(host, sam, ada, key="new")
    await sam.sync()
    assert [one.id for one in await notices(sam) if one.id == old.id] == []

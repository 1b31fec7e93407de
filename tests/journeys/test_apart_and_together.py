"""Whole stories of one member with two devices: written apart, lost, a week away."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.faults import FaultyTransport
from tests.support.phone import NEW_PASSPHRASE, PASSPHRASE, Phone, phone
from tests.support.server import LocalHost, local_host


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


async def go_offline(device: Phone) -> FaultyTransport:
    """Put a switch into the network of a device that is running."""
    assert device.transport is not None
    network = FaultyTransport(device.transport)
    await device.close()
    device.transport = network
    await device.start()
    network.online = False
    return network


async def test_two_devices_that_both_wrote_offline_come_to_the_same_journal(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "mobile", host) as mobile, phone(tmp_path / "tablet", host) as tablet:
        await mobile.sign_up()
        shared = await mobile.write_entry("Slow start", level=2)
        await mobile.sync()
        await tablet.sign_in()
        await tablet.sync()
        networks = [await go_offline(mobile), await go_offline(tablet)]
        await mobile.services.documents.save(shared, "entry", {"level": 3, "note": "Slow start, better later"})
        await mobile.write_entry("Only on the phone")
        doomed = await tablet.write_entry("Written and thrown away")
        await tablet.services.documents.erase(doomed)
        await tablet.services.documents.save(shared, "entry", {"tags.work": True, "note": "Slow start. Tea helped"})
        await tablet.write_entry("Only on the tablet")
        for network in networks:
            network.online = True
        for device in (mobile, tablet, mobile, tablet):
            await device.sync()
        assert mobile.notes() == tablet.notes()
        assert mobile.notes() == [
            "Only on the phone",
            "Only on the tablet",
            "Slow start, better later",
            "Slow start. Tea helped",
        ]
        both = mobile.services.documents.get(shared)
        assert both is not None
        assert (both.fields["level"], both.fields["tags.work"]) == (3, True)
        resolved = "Slow start. Tea helped, better later"
        await tablet.services.documents.save(shared, "entry", {"note": resolved})
        for device in (tablet, mobile):
            await device.sync()
        assert resolved in mobile.notes() and len(mobile.notes()) == 3


async def test_a_lost_phone_costs_nothing_but_the_phone(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "lost", host) as lost:
        code = await lost.sign_up()
        group_id = await lost.start_group()
        await lost.write_entry("From before")
        await lost.write_post(group_id, "Posted before")
        await lost.sync()
        async with phone(tmp_path / "new", host) as new:
            with pytest.raises(Exception, match="sign_in_failed"):
                await new.sign_in(passphrase="not remembered any more")
            new_code = await new.services.account.recover(new.server_url, "sam", code, NEW_PASSPHRASE)
            await new.sync()
            assert new.notes() == ["From before"]
            assert await new.posts(group_id) == ["Posted before"]
            assert new_code != code
            devices = await new.services.account.list_devices()
            assert [device.this_device for device in devices] == [True]  # recovering signed the lost one out
        with pytest.raises(Exception, match="sign_in_required"):
            await lost.sync()


async def test_a_week_offline_loses_and_doubles_nothing(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        await sam.sign_up()
        group_id = await sam.start_group()
        await sam.sync()
        await priya.sign_up("priya", "Priya")
        await priya.services.groups.join(await sam.join_code(group_id))
        first = await priya.write_post(group_id, "Who is coming on Friday?")
        await priya.sync()
        await sam.sync()
        network = await go_offline(sam)
        written = []
        for day in range(7):
            sam.clock.move(days=1)
            await sam.write_entry(f"Day {day}")
            written.append(f"Post of day {day}")
            await sam.write_post(group_id, written[-1])
            await sam.restart()
            with pytest.raises(Exception, match="ConnectError"):
                await sam.sync()
        await sam.write_reply(group_id, first, "I am, if the train runs.")
        await priya.write_post(group_id, "Meanwhile, in the group")
        await priya.sync()
        assert await sam.posts(group_id) == ["Who is coming on Friday?"]
        assert len(await sam.services.outbox.list()) == 8
        network.online = True
        await sam.sync()
        await priya.sync()
        assert await sam.services.outbox.list() == ()
        everything = [*reversed(written), "Meanwhile, in the group", "Who is coming on Friday?"]
        assert await sam.posts(group_id) == await priya.posts(group_id) == everything
        assert await priya.replies(first) == ["I am, if the train runs."]
        assert len(sam.notes()) == 7


async def test_a_passphrase_changed_on_another_device_ends_sync_and_not_the_journal(
    tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "mobile", host) as mobile, phone(tmp_path / "tablet", host) as tablet:
        await mobile.sign_up()
        await mobile.write_entry("On both")
        await mobile.sync()
        await tablet.sign_in()
        await tablet.sync()
        await tablet.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)

        await mobile.services.sync.start()
        await mobile.write_entry("Not yet sent")
        with pytest.raises(Exception, match="sign_in_required"):
            await mobile.sync()
        await mobile.services.account.note_session_ended()
        assert mobile.services.account.state.phase == "signed_out_remotely"
        assert mobile.notes() == ["Not yet sent", "On both"]

        await mobile.restart()
        assert mobile.notes() == ["Not yet sent", "On both"]
        with pytest.raises(Exception, match="sign_in_failed"):
            await mobile.sign_in()
        await mobile.sign_in(passphrase=NEW_PASSPHRASE)
        await mobile.sync()
        await tablet.sync()
        assert tablet.notes() == ["Not yet sent", "On both"]


async def test_a_locked_device_opens_with_the_passphrase_that_was_set_elsewhere(
    tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "mobile", host) as mobile, phone(tmp_path / "tablet", host) as tablet:
        await mobile.sign_up()
        await mobile.write_entry("Locked away")
        await mobile.sync()
        await mobile.services.account.lock()
        await tablet.sign_in()
        await tablet.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
        await mobile.services.account.unlock(NEW_PASSPHRASE)
        assert mobile.services.account.state.phase == "signed_in"
        await mobile.sync()
        assert mobile.notes() == ["Locked away"]


async def test_what_was_written_before_signing_up_is_all_there_afterwards(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam:
        await sam.services.account.start_writing()
        ids = [await sam.write_entry(f"Entry {number}") for number in range(12)]
        await sam.services.documents.trash(ids[3])
        await sam.services.drafts.put("entry:new", {"note": "half"})
        await sam.kill()
        await sam.start()
        await sam.sign_up()
        await sam.sync()
        assert len(sam.notes()) == 11
        assert await sam.services.drafts.get("entry:new") == {"note": "half"}
        async with phone(tmp_path / "tablet", host) as tablet:
            await tablet.sign_in()
            await tablet.sync()
            assert tablet.notes() == sam.notes()
            assert [found.id for found in tablet.services.documents.list_trashed("entry")] == [ids[3]]

"""Leaving whole, from a device: what stays here, and what its other devices and the other members see of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from api_client.errors import Rejected, Unauthorized, Unreachable
from mobile.account.service import WrongPassphrase
from tests.support.faults import FaultyTransport
from tests.support.phone import NEW_PASSPHRASE, PASSPHRASE, Phone, phone
from tests.support.server import LocalHost, local_host, stored_bytes


@dataclass
class Together:
    """Priya, who looks after a group, and Sam in it, whose device reaches the host over `network`."""

    folder: Path
    host: LocalHost
    sam: Phone
    priya: Phone
    network: FaultyTransport
    group_id: UUID
    post_id: UUID


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Together]:
    async with local_host(tmp_path / "host") as host:
        network = FaultyTransport(httpx.ASGITransport(host.app, raise_app_exceptions=False))
        async with phone(tmp_path / "sam", transport=network) as sam, phone(tmp_path / "priya", host) as priya:
            await priya.sign_up("priya", "Priya")
            group_id = await priya.start_group()
            await priya.sync()
            await sam.sign_up()
            await sam.services.groups.join(await priya.join_code(group_id))
            await sam.write_entry("Only for me")
            post_id = await sam.write_post(group_id, "Up again at three")
            await sam.sync()
            await priya.write_reply(group_id, post_id, "I hear you")
            await priya.sync()
            yield Together(tmp_path, host, sam, priya, network, group_id, post_id)


async def leave(device: Phone, *, keep_posts: bool = True, keep_journal: bool = True, **more: bool) -> None:
    keeps = {"keep_posts": keep_posts, "keep_journal": keep_journal, **more}
    await device.services.account.delete_account(PASSPHRASE, **keeps)


async def test_kept_posts_are_a_former_members_on_the_other_devices(here: Together) -> None:
    await leave(here.sam, keep_posts=True)
    await here.priya.sync()
    (cached,) = await here.priya.services.cache.list_posts(here.group_id)
    assert (cached.post.body, cached.post.author.display_name) == ("Up again at three", "Former member")
    assert cached.post.author.account_id is None
    assert [one.display_name for one in await here.priya.services.cache.list_members(here.group_id)] == ["Priya"]


async def test_deleted_posts_go_from_the_other_devices(here: Together) -> None:
    await leave(here.sam, keep_posts=False)
    await here.priya.sync()
    assert await here.priya.posts(here.group_id) == [] and await here.priya.replies(here.post_id) == []


async def test_the_journal_stays_as_before_there_was_an_account(here: Together) -> None:
    await here.sam.services.drafts.put("entry:new", {"note": "half a sentence"})
    await here.sam.services.drafts.put(f"reply:{here.post_id}", {"body": "half a reply"})
    await here.sam.write_post(here.group_id, "Never sent")
    before = here.sam.services.account.state.account_id
    await leave(here.sam)
    state = here.sam.services.account.state
    assert state.phase == "local" and state.account_id != before
    assert state.handle is None and state.display_name is None
    await here.sam.restart()
    assert here.sam.services.account.state.phase == "local"
    assert here.sam.notes() == ["Only for me"]
    assert await here.sam.services.drafts.get("entry:new") == {"note": "half a sentence"}
    assert await here.sam.services.drafts.get(f"reply:{here.post_id}") is None
    assert await here.sam.services.outbox.list() == ()
    assert await here.sam.services.cache.list_memberships() == ()
    await here.sam.sign_up("sam.again", "Sam")  # a new account takes the whole journal along
    await here.sam.sync()
    async with phone(here.folder / "new", here.host) as new:
        await new.sign_in("sam.again")
        await new.sync()
        assert new.notes() == ["Only for me"]


async def test_without_the_journal_the_device_forgets_everything(here: Together) -> None:
    await leave(here.sam, keep_journal=False)
    assert (here.sam.services.account.state.phase, here.sam.notes()) == ("new", [])
    await here.sam.restart()
    assert (here.sam.services.account.state.phase, here.sam.notes()) == ("new", [])


async def test_the_leavers_other_devices_are_signed_out(here: Together) -> None:
    async with phone(here.folder / "tablet", here.host) as tablet:
        await tablet.sign_in()
        await tablet.sync()
        await leave(here.sam)
        with pytest.raises(Unauthorized):
            await tablet.sync()
        await tablet.services.account.note_session_ended()
        assert tablet.services.account.state.phase == "signed_out_remotely"
        with pytest.raises(WrongPassphrase):  # nothing tells it from a changed passphrase, so nothing is thrown away
            await leave(tablet)
        assert tablet.notes() == ["Only for me"]


async def test_the_last_facilitator_stays_with_everything(here: Together) -> None:
    with pytest.raises(Rejected) as refused:
        await leave(here.priya)
    assert refused.value.fields == {f"groups.{here.group_id}": "last_facilitator"}
    assert here.priya.services.account.state.phase == "signed_in"
    await here.priya.sync()


async def test_what_fails_changes_nothing_here(here: Together) -> None:
    with pytest.raises(WrongPassphrase):
        await here.sam.services.account.delete_account(NEW_PASSPHRASE, keep_posts=True, keep_journal=True)
    here.network.online = False
    with pytest.raises(Unreachable):
        await leave(here.sam)
    here.network.online = True
    assert here.sam.services.account.state.phase == "signed_in" and here.sam.notes() == ["Only for me"]
    await here.sam.sync()


async def test_a_lost_answer_is_found_out_by_asking_again(here: Together) -> None:
    here.network.planned = ["", "drop_response"]
    with pytest.raises(Unreachable):
        await leave(here.sam)
    assert here.sam.services.account.state.phase == "signed_in"
    await leave(here.sam, asked_before=True)
    assert here.sam.services.account.state.phase == "local" and here.sam.notes() == ["Only for me"]


async def test_a_revoked_device_that_asked_before_ends_what_is_still_there(here: Together) -> None:
    here.network.planned = ["", "drop_request"]
    with pytest.raises(Unreachable):
        await leave(here.sam)
    await here.sam.services.account.note_session_ended()
    await leave(here.sam, asked_before=True)
    await here.priya.sync()
    (cached,) = await here.priya.services.cache.list_posts(here.group_id)
    assert cached.post.author.account_id is None


async def test_nothing_of_the_journal_is_left_at_the_host(here: Together) -> None:
    rows = await here.sam.services.database.read(
        lambda session: session.connection().exec_driver_sql("SELECT sealed FROM document").scalars().all()
    )
    disk = stored_bytes(here.folder / "host")
    assert any(sealed in disk for sealed in rows)
    await leave(here.sam)
    here.host.host.database.close()
    disk = stored_bytes(here.folder / "host")
    assert not any(sealed in disk for sealed in rows)

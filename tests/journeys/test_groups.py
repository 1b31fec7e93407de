"""Whole stories of two people in one group: refused words, a cut line, a group that is gone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from api_client.wire.feed import CreatePost, Need, PostKind, UpdatePost
from api_client.wire.groups import MarkRead
from mobile.storage.outbox import GROUP_ENDED, PARENT_FAILED
from tests.support.faults import ChaosProxy
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, local_host

SECONDS_MAX = 40


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


async def two_in_a_group(sam: Phone, priya: Phone) -> UUID:
    """Sign both up and put them into one group."""
    await sam.sign_up()
    group_id = await sam.start_group()
    await sam.sync()
    await priya.sign_up("priya", "Priya")
    await priya.services.groups.join(await sam.join_code(group_id))
    return group_id


async def becomes(device: Phone, read: Callable[[], Awaitable[object]], wanted: object) -> None:
    """Wait until the device shows `wanted`, as a screen does: by the signal."""
    changed = asyncio.Event()
    dispose = device.services.signal.subscribe(lambda scope: changed.set())
    try:
        async with asyncio.timeout(SECONDS_MAX):
            while await read() != wanted:
                changed.clear()
                await changed.wait()
    finally:
        dispose()


async def test_a_refused_post_is_kept_with_its_reason_edited_and_sent(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        post_id = await sam.write_post(group_id, "First words")
        await sam.sync()
        # The same id with other words: what a device would send after a restored backup of its own.
        arguments = {"group_id": str(group_id)}
        twin = CreatePost(id=post_id, kind=PostKind.ASK, need=Need.LISTEN, body="Other words")
        await sam.services.outbox.add("feed.create_post", arguments, twin, subject=f"group:{group_id}")
        reply_to_twin = await sam.write_reply(group_id, post_id, "A reply to it")
        await sam.write_post(group_id, "Not held up by it")
        await sam.sync()
        refused, child = await sam.services.outbox.list()
        assert (refused.state, refused.error_code) == ("failed", "id_taken")
        assert (child.error_code, child.request and getattr(child.request, "id", None)) == (
            PARENT_FAILED,
            reply_to_twin,
        )
        assert isinstance(refused.request, CreatePost) and refused.request.body == "Other words"
        assert (await sam.posts(group_id))[0] == "Not held up by it"
        fresh = CreatePost(id=UUID(int=refused.request.id.int + 1), kind=PostKind.ASK, body="Other words, again")
        await sam.services.outbox.replace(refused.id, fresh)
        await sam.sync()
        assert await sam.services.outbox.list() == ()
        await priya.sync()
        assert await priya.posts(group_id) == ["Other words, again", "Not held up by it", "First words"]


async def test_a_refused_edit_is_kept_and_can_be_discarded(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        post_id = await sam.write_post(group_id, "As it was")
        await sam.sync()
        await priya.sync()
        arguments = {"group_id": str(group_id), "post_id": str(post_id)}
        change = UpdatePost(base_version=1, kind=PostKind.SHARE, need=Need.LISTEN, body="Not hers to change")
        await priya.services.outbox.add("feed.update_post", arguments, change, subject=f"group:{group_id}")
        await priya.sync()
        (refused,) = await priya.services.outbox.list()
        assert (refused.state, refused.error_code) == ("failed", "not_allowed")
        assert await priya.posts(group_id) == ["As it was"]
        await priya.services.outbox.discard(refused.id)
        assert await priya.services.outbox.list() == ()


async def test_everything_two_people_do_to_each_others_words_arrives(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        post_id = await sam.write_post(group_id, "Frist words")
        await sam.sync()
        await priya.sync()
        arguments = {"group_id": str(group_id), "post_id": str(post_id)}
        subject = f"group:{group_id}"
        reply_id = await priya.write_reply(group_id, post_id, "I hear you.")
        await priya.services.outbox.add("feed.set_reaction", {**arguments, "kind": "me_too"}, None, subject=subject)
        await priya.sync()
        change = UpdatePost(base_version=1, kind=PostKind.SHARE, need=Need.LISTEN, body="First words")
        await sam.services.outbox.add("feed.update_post", arguments, change, subject=subject)
        await sam.sync()
        await priya.sync()
        cached = await priya.services.cache.get_post(group_id, post_id)
        assert cached is not None
        assert (cached.post.body, cached.post.reply_count, set(cached.my_reactions)) == ("First words", 1, {"me_too"})
        assert await sam.replies(post_id) == ["I hear you."]
        removal = {**arguments, "reply_id": str(reply_id)}
        await priya.services.outbox.add("feed.remove_reply", removal, None, subject=subject)
        await priya.services.outbox.add("feed.remove_reaction", {**arguments, "kind": "me_too"}, None, subject=subject)
        await priya.sync()
        await sam.sync()
        assert await sam.replies(post_id) == []
        seen = await sam.services.cache.get_post(group_id, post_id)
        assert seen is not None and (seen.post.reactions, seen.post.reply_count) == ({}, 0)
        await sam.services.outbox.add("feed.remove_post", arguments, None, subject=subject)
        await sam.sync()
        await priya.sync()
        assert await priya.posts(group_id) == []


async def test_a_group_that_is_gone_takes_its_cache_along_and_keeps_what_was_not_sent(
    tmp_path: Path, host: LocalHost
) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        await sam.write_post(group_id, "Soon gone")
        await sam.sync()
        await priya.sync()
        await sam.services.outbox.add(
            "groups.remove_group", {"group_id": str(group_id)}, None, subject=f"group:{group_id}"
        )
        await sam.sync()
        assert await sam.services.cache.list_memberships() == ()
        post_id = await priya.write_post(group_id, "Words for nobody")
        await priya.write_reply(group_id, post_id, "And to them")
        await priya.sync()
        assert await priya.services.cache.list_memberships() == ()
        assert await priya.posts(group_id) == []
        kept = await priya.services.outbox.list()
        assert [mutation.state for mutation in kept] == ["failed", "failed"]
        assert kept[0].error_code in ("not_found", GROUP_ENDED)
        assert isinstance(kept[0].request, CreatePost) and kept[0].request.body == "Words for nobody"


async def test_a_removed_member_keeps_nothing_of_the_group(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        await sam.write_post(group_id, "For members")
        await sam.sync()
        await priya.sync()
        removed = priya.services.account.state.account_id
        arguments = {"group_id": str(group_id), "account_id": str(removed)}
        await sam.services.outbox.add("groups.remove_member", arguments, None, subject=f"group:{group_id}")
        await sam.sync()
        await priya.sync()
        assert await priya.services.cache.list_memberships() == ()
        await sam.sync()
        assert len(await sam.services.cache.list_members(group_id)) == 1


async def test_words_of_one_stand_in_the_other_device_at_once_also_after_the_line_was_cut(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", listening=True) as host:
        assert host.url is not None
        port = urlsplit(host.url).port
        assert port is not None
        async with (
            ChaosProxy(port) as proxy,
            phone(tmp_path / "sam", host, live=True) as sam,
            phone(tmp_path / "priya", host, server_url=proxy.base_url, live=True) as priya,
        ):
            group_id = await two_in_a_group(sam, priya)
            for device in (sam, priya):
                await device.services.sync.start()

            async def what_priya_sees() -> list[str]:
                return await priya.posts(group_id)

            await sam.write_post(group_id, "One")
            sam.services.sync.nudge()
            await becomes(priya, what_priya_sees, ["One"])

            proxy.cut()
            await sam.write_post(group_id, "Two")
            sam.services.sync.nudge()
            await becomes(priya, what_priya_sees, ["Two", "One"])

            proxy.refusing = True
            proxy.cut()
            await sam.write_post(group_id, "Three")
            sam.services.sync.nudge()
            await priya.write_post(group_id, "Four, written without a line")
            priya.services.sync.nudge()

            async def priya_is_offline() -> str:
                return priya.services.sync.status.state

            await becomes(priya, priya_is_offline, "offline")
            assert await what_priya_sees() == ["Two", "One"]
            proxy.refusing = False
            priya.services.sync.nudge()
            await becomes(priya, what_priya_sees, ["Four, written without a line", "Three", "Two", "One"])

            async def what_sam_sees() -> list[str]:
                return await sam.posts(group_id)

            await becomes(sam, what_sam_sees, ["Four, written without a line", "Three", "Two", "One"])
            assert await priya.services.outbox.list() == ()


async def test_what_was_read_on_one_device_is_read_on_the_other(tmp_path: Path, host: LocalHost) -> None:
    async with phone(tmp_path / "sam", host) as sam, phone(tmp_path / "priya", host) as priya:
        group_id = await two_in_a_group(sam, priya)
        async with phone(tmp_path / "tablet", host) as tablet:
            await tablet.sign_in()
            await priya.write_post(group_id, "Anyone awake?")
            for device in (priya, sam, tablet):
                await device.sync()
            assert await tablet.services.cache.unread_count(group_id) == 1
            arguments = {"group_id": str(group_id)}
            await sam.services.outbox.add(
                "groups.mark_read", arguments, MarkRead(sequence=1), subject=f"group:{group_id}"
            )
            await sam.sync()
            await tablet.sync()
            assert await tablet.services.cache.unread_count(group_id) == 0


async def test_words_still_come_at_once_after_signing_out_and_in_again(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host", listening=True) as host,
        phone(tmp_path / "sam", host, live=True) as sam,
        phone(tmp_path / "priya", host, live=True) as priya,
    ):
        group_id = await two_in_a_group(sam, priya)
        for device in (sam, priya):
            await device.services.sync.start()
        await priya.services.account.sign_out()
        await priya.sign_in("priya")

        async def what_priya_sees() -> list[str]:
            return await priya.posts(group_id)

        async def whether_she_listens() -> bool:
            return priya.services.sync.status.state == "idle"

        await becomes(priya, whether_she_listens, True)
        await sam.write_post(group_id, "Welcome back")
        sam.services.sync.nudge()
        await becomes(priya, what_priya_sees, ["Welcome back"])

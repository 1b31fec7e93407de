"""Stored calls: kept sealed, in order, with their children, and exact about what failed and why."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from api_client.wire.feed import CreatePost, CreateReply, PostKind
from api_client.wire.groups import CreateGroup, MarkRead
from mobile.device import new_shared_id
from mobile.storage.outbox import PARENT_FAILED
from mobile.sync.calls import lanes_of
from tests.support.phone import Phone, phone

GROUP = UUID(int=7)
OTHER = UUID(int=8)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


async def states(device: Phone) -> list[tuple[str, str, str | None]]:
    return [(m.operation.split(".")[1], m.state, m.error_code) for m in await device.services.outbox.list()]


async def test_a_call_survives_a_restart_with_all_its_words(device: Phone) -> None:
    post_id = await device.write_post(GROUP, "CANARY words")
    await device.restart()
    (mutation,) = await device.services.outbox.list()
    assert mutation.operation == "feed.create_post"
    assert mutation.arguments == {"group_id": str(GROUP)}
    assert isinstance(mutation.request, CreatePost)
    assert (mutation.request.id, mutation.request.body) == (post_id, "CANARY words")
    assert (mutation.state, mutation.group_id) == ("queued", str(GROUP))
    assert mutation.created_at == device.clock.now()


async def test_no_word_of_a_call_lies_open_on_the_disk(device: Phone, tmp_path: Path) -> None:
    await device.write_post(GROUP, "CANARY words")
    assert not any(b"CANARY" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


async def test_a_call_that_the_client_does_not_offer_is_refused_at_once(device: Phone) -> None:
    outbox = device.services.outbox
    with pytest.raises(ValueError, match="no such call"):
        await outbox.add("feed.creat_post", {}, None, subject="x")
    with pytest.raises(ValueError, match="no such call"):
        await outbox.add("feed.create_post", {"group_id": str(GROUP)}, MarkRead(sequence=1), subject="x")
    with pytest.raises(ValueError, match="no such call"):
        await outbox.add("feed.create_post", {"group_id": str(GROUP)}, None, subject="x")


async def test_what_is_about_a_refused_post_fails_with_it_and_comes_back_with_it(device: Phone) -> None:
    outbox = device.services.outbox
    post_id = await device.write_post(GROUP)
    await device.write_reply(GROUP, post_id)
    await device.write_post(GROUP, "Unrelated")
    parent = (await outbox.list())[0]
    await outbox.mark_failed(parent.id, "invalid", {"body": "string_too_long"})
    assert await states(device) == [
        ("create_post", "failed", "invalid"),
        ("create_reply", "failed", PARENT_FAILED),
        ("create_post", "queued", None),
    ]
    assert (await outbox.list())[0].error_fields == {"body": "string_too_long"}
    assert await outbox.count() == (1, 2)
    shorter = CreatePost(id=post_id, kind=PostKind.ASK, body="Shorter")
    await outbox.replace(parent.id, shorter)
    assert [state for _, state, _ in await states(device)] == ["queued"] * 3
    assert (await outbox.list())[0].request == shorter


async def test_a_failed_call_is_tried_again_or_thrown_away_with_its_children(device: Phone) -> None:
    outbox = device.services.outbox
    post_id = await device.write_post(GROUP)
    await device.write_reply(GROUP, post_id)
    parent = (await outbox.list())[0]
    await outbox.mark_failed(parent.id, "not_allowed", {})
    await outbox.retry(parent.id)
    assert [state for _, state, _ in await states(device)] == ["queued", "queued"]
    await outbox.mark_failed(parent.id, "not_allowed", {})
    await outbox.discard(parent.id)
    assert await outbox.list() == ()
    with pytest.raises(KeyError):
        await outbox.replace(parent.id, CreatePost(id=post_id, kind=PostKind.ASK, body="x"))


async def test_a_discarded_call_is_not_sent_any_more(device: Phone) -> None:
    await device.write_post(GROUP)
    (mutation,) = await device.services.outbox.list()
    assert await device.services.outbox.mark_sending(mutation.id)
    await device.services.outbox.discard(mutation.id)
    assert not await device.services.outbox.mark_sending(mutation.id)


async def test_ids_are_never_used_twice(device: Phone) -> None:
    first = await device.services.outbox.add("groups.list_groups", {}, None, subject="x")
    await device.services.outbox.discard(first)
    assert await device.services.outbox.add("groups.list_groups", {}, None, subject="x") > first


async def test_lanes_keep_the_order_of_a_subject_and_let_the_rest_go_side_by_side(device: Phone) -> None:
    outbox = device.services.outbox
    group_id = new_shared_id()
    await outbox.add("groups.create_group", {}, CreateGroup(id=group_id, name="New"), subject="groups")
    await device.write_post(GROUP, "one")
    await device.write_post(OTHER, "two")
    await device.write_post(GROUP, "three")
    await device.write_post(group_id, "in the new group")
    lanes = lanes_of(await outbox.list())
    assert [[mutation.id for mutation in lane] for lane in lanes] == [[1, 5], [2, 4], [3]]
    for mutation in (await outbox.list())[1:4]:
        await outbox.mark_failed(mutation.id, "invalid", {})
    assert [[mutation.id for mutation in lane] for lane in lanes_of(await outbox.list())] == [[1, 5]]


async def test_a_reply_waits_for_its_post_whatever_its_subject(device: Phone) -> None:
    post_id = await device.write_post(GROUP)
    arguments = {"group_id": str(GROUP), "post_id": str(post_id)}
    request = CreateReply(id=new_shared_id(), body="words")
    await device.services.outbox.add("feed.create_reply", arguments, request, subject="another subject")
    assert len(lanes_of(await device.services.outbox.list())) == 1

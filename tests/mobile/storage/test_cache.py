"""Groups as this device last saw them: sealed, paged without holes, and never older than what was there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from api_client.wire.feed import Author, Need, Post, PostKind, PostPage, ReactionKind, Reply
from api_client.wire.groups import Group, MarkRead, Member, Membership, Role
from mobile.storage.cache import CachedPost
from mobile.storage.intake import Intake, extend_feed, prepare, remove_group
from mobile.storage.overlay import overlay_post
from tests.support.phone import Phone, phone

GROUP = UUID(int=7)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PRIYA = Author(account_id=UUID(int=99), display_name="Priya")


def post(number: int, *, revision: int | None = None, **changes: object) -> Post:
    known = {
        "id": UUID(int=1000 + number),
        "group_id": GROUP,
        "sequence": number,
        "revision": revision or number,
        "version": 1,
        "kind": PostKind.SHARE,
        "need": Need.LISTEN,
        "title": None,
        "body": f"Post {number}",
        "content_note": None,
        "from_journal": False,
        "author": PRIYA,
        "posted_at": START + timedelta(minutes=number),
        "edited_at": None,
        "reply_count": 0,
        "reactions": {},
    }
    return Post.model_validate({**known, **changes})


def reply(number: int, **changes: object) -> Reply:
    known = {
        "id": UUID(int=2000 + number),
        "group_id": GROUP,
        "post_id": UUID(int=1001),
        "revision": number,
        "version": 1,
        "body": f"Reply {number}",
        "author": PRIYA,
        "posted_at": START + timedelta(minutes=number),
        "edited_at": None,
    }
    return Reply.model_validate({**known, **changes})


def membership(name: str = "Night Owls", *, group_id: UUID = GROUP, post_count: int = 0, read: int = 0) -> Membership:
    group = Group(
        id=group_id,
        name=name,
        description="",
        agreement=(),
        join_code="ABCDE",
        member_count=1,
        revision=post_count,
        post_count=post_count,
        created_at=START,
    )
    return Membership(group=group, role=Role.MEMBER, read_sequence=read, joined_at=START)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


async def take_in(device: Phone, intake: Intake, page: PostPage | None = None) -> None:
    write = await prepare(device.services.outbox._keyring, intake)
    await device.services.database.write(write)
    if page is not None:
        await device.services.database.write(lambda session: extend_feed(session, GROUP, page))


def page_of(posts: list[Post], *, more: bool) -> PostPage:
    return PostPage(posts=tuple(posts), my_reactions={}, cursor="cursor" if posts else None, more=more)


async def bodies(device: Phone, **filters: object) -> list[str]:
    found = await device.services.cache.list_posts(GROUP, **filters)  # type: ignore[arg-type]
    return [cached.post.body for cached in found]


async def test_pages_follow_each_other_newest_first(device: Phone) -> None:
    posts = [post(number) for number in range(1, 8)]
    await take_in(device, Intake(posts=posts), page_of(posts[::-1], more=False))
    first = await device.services.cache.list_posts(GROUP, limit=3)
    assert [cached.post.sequence for cached in first] == [7, 6, 5]
    last = first[-1].post
    assert await bodies(device, limit=3, before=(last.posted_at, last.id)) == ["Post 4", "Post 3", "Post 2"]
    assert not await device.services.cache.has_older(GROUP)


async def test_filters_choose_by_kind_and_need(device: Phone) -> None:
    posts = [post(1, kind=PostKind.ASK), post(2, kind=PostKind.WIN), post(3, kind=PostKind.ASK, need=Need.IDEAS)]
    await take_in(device, Intake(posts=posts))
    assert await bodies(device, kind=PostKind.ASK) == ["Post 3", "Post 1"]
    assert await bodies(device, kind=PostKind.ASK, need=Need.IDEAS) == ["Post 3"]


async def test_an_old_post_that_was_edited_does_not_show_before_those_between_are_here(device: Phone) -> None:
    newest = [post(9), post(8)]
    await take_in(device, Intake(posts=newest), page_of(newest, more=True))
    await take_in(device, Intake(posts=[post(2, revision=20)]))
    assert await bodies(device) == ["Post 9", "Post 8"]
    assert await device.services.cache.has_older(GROUP)
    assert await device.services.cache.get_post(GROUP, UUID(int=1002)) is not None
    older = [post(number) for number in range(7, 0, -1)]
    await take_in(device, Intake(posts=older), page_of(older, more=False))
    assert len(await bodies(device)) == 9
    kept = await device.services.cache.get_post(GROUP, UUID(int=1002))
    assert kept is not None and kept.post.revision == 20  # an older answer that came later changed nothing


async def test_my_reactions_stay_when_a_post_comes_again_without_them(device: Phone) -> None:
    await take_in(device, Intake(posts=[post(1)], my_reactions={UUID(int=1001): ["me_too", "from_tomorrow"]}))
    await take_in(device, Intake(posts=[post(1, revision=2, body="Edited")]))
    cached = await device.services.cache.get_post(GROUP, UUID(int=1001))
    assert cached is not None
    assert (cached.post.body, cached.my_reactions) == ("Edited", {ReactionKind.ME_TOO})


async def test_removing_a_post_takes_its_replies_along(device: Phone) -> None:
    await take_in(device, Intake(posts=[post(1), post(2)], replies=[reply(1), reply(2)]))
    assert [found.reply.body for found in await device.services.cache.list_replies(UUID(int=1001))] == [
        "Reply 1",
        "Reply 2",
    ]
    await take_in(device, Intake(removed_replies=[UUID(int=2001)]))
    assert [found.reply.body for found in await device.services.cache.list_replies(UUID(int=1001))] == ["Reply 2"]
    await take_in(device, Intake(removed_posts=[UUID(int=1001)]))
    assert await bodies(device) == ["Post 2"]
    assert await device.services.cache.list_replies(UUID(int=1001)) == ()


async def test_members_are_replaced_as_a_whole(device: Phone) -> None:
    def member(number: int) -> Member:
        return Member(account_id=UUID(int=number), display_name=str(number), role=Role.MEMBER, joined_at=START)

    await take_in(device, Intake(members={GROUP: [member(1), member(2)]}))
    await take_in(device, Intake(members={GROUP: [member(2), member(3)]}))
    assert [found.display_name for found in await device.services.cache.list_members(GROUP)] == ["2", "3"]


async def test_what_was_read_here_is_read_at_once(device: Phone) -> None:
    await take_in(device, Intake(memberships=[membership(post_count=5, read=2)]))
    assert await device.services.cache.unread_count(GROUP) == 3
    request, arguments = MarkRead(sequence=5), {"group_id": str(GROUP)}
    await device.services.outbox.add("groups.mark_read", arguments, request, subject=f"group:{GROUP}")
    assert await device.services.cache.unread_count(GROUP) == 0
    assert (await device.services.cache.list_memberships())[0].read_sequence == 5


async def test_groups_are_listed_by_name_and_one_that_ended_is_gone(device: Phone) -> None:
    other = UUID(int=8)
    await take_in(
        device, Intake(memberships=[membership("owls"), membership("Carers", group_id=other)], posts=[post(1)])
    )
    assert [found.group.name for found in await device.services.cache.list_memberships()] == ["Carers", "owls"]
    await device.services.database.write(lambda session: remove_group(session, GROUP, f"group:{GROUP}"))
    assert [found.group.name for found in await device.services.cache.list_memberships()] == ["Carers"]
    assert await bodies(device) == []
    assert await device.services.cache.get_membership(GROUP) is None


async def test_no_word_of_a_group_lies_open_on_the_disk(device: Phone, tmp_path: Path) -> None:
    await take_in(
        device,
        Intake(memberships=[membership("CANARY")], posts=[post(1, body="CANARY")], replies=[reply(1, body="CANARY")]),
    )
    assert not any(b"CANARY" in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


async def test_waiting_reactions_are_laid_over_what_is_confirmed(device: Phone) -> None:
    cached = CachedPost(post(1, reactions={"me_too": 2}), frozenset({ReactionKind.ME_TOO}))
    arguments = {"group_id": str(GROUP), "post_id": str(cached.post.id)}
    outbox = device.services.outbox
    for operation, kind in (
        ("feed.set_reaction", "hear_you"),
        ("feed.remove_reaction", "me_too"),
        ("feed.set_reaction", "hear_you"),
    ):
        await outbox.add(operation, {**arguments, "kind": kind}, None, subject="x")
    await outbox.add(
        "feed.set_reaction", {**arguments, "post_id": str(UUID(int=5)), "kind": "me_too"}, None, subject="x"
    )
    shown = overlay_post(cached, await outbox.list(), None)
    assert shown.my_reactions == {ReactionKind.HEAR_YOU}
    assert shown.post.reactions == {ReactionKind.HEAR_YOU: 1, ReactionKind.ME_TOO: 1}
    for mutation in await outbox.list():
        await outbox.mark_failed(mutation.id, "not_found", {})
    assert overlay_post(cached, await outbox.list(), None) == cached

"""A post without a name: a leaf and an alias for everybody, and You with a quiet line for who wrote it."""

from pathlib import Path
from uuid import UUID

import flet as ft
import pytest

from api_client.wire.feed import Author, Post, Reply
from mobile import paths
from mobile.device import new_shared_id
from mobile.storage.intake import Intake, prepare
from tests.mobile.circle import Circle, circle

ALIAS = Author(account_id=None, display_name="Quiet Heron")


async def nameless(place: Circle, *, mine: bool) -> UUID:
    """Let a post and a reply under an alias arrive on the phone; return the post's id."""
    post_id = await place.priya_posts("Words without a name", kind="ask")
    await place.priya.reply(place.group["id"], str(post_id), "Still me")
    await place.device.sync()
    services = place.device.services
    cached = await services.cache.get_post(place.group_id, post_id)
    replies = await services.cache.list_replies(post_id)
    assert cached is not None
    post = cached.post.model_copy(update={"author": ALIAS})
    masked: list[Reply] = [one.reply.model_copy(update={"author": ALIAS}) for one in replies]
    own = [post.id, *(one.id for one in masked)] if mine else []
    await services.database.write(await prepare(services.outbox._keyring, Intake([], [post], {}, own, [], masked)))
    services.signal.emit(f"group:{place.group_id}")
    return post_id


async def test_alias_of_another_has_a_leaf_and_no_initial(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await nameless(place, mine=False)
        async with place.drawn(paths.TODAY) as app:
            await app.see("Quiet Heron")
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Words without a name")
            await app.see("Still me")
            assert app.words().count("Quiet Heron") == 2
            assert app.words().count("without a name") == 2
            assert "Q" not in app.words()
            leaves = [one for one in app.top if isinstance(one, ft.Icon) and one.icon == ft.Icons.ECO_OUTLINED]
            assert len(leaves) == 2
        async with place.drawn(paths.GROUPS) as app:
            await app.see("Quiet Heron: Words without a name")


async def test_own_alias_is_you_with_what_others_see(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id = await nameless(place, mine=True)
        async with place.drawn(paths.thread(place.group_id, post_id)) as app:
            await app.see("Still me")
            assert app.words().count("You") == 2
            assert app.says("without your name, as Quiet Heron")
            assert app.offers("Delete")
        async with place.drawn(paths.TODAY) as app:
            await app.see("You have read everything")


@pytest.mark.parametrize("mine", [True, False])
async def test_what_is_mine_is_sealed_beside_the_words_of_the_host(tmp_path: Path, mine: bool) -> None:
    async with circle(tmp_path) as place:
        post_id = await nameless(place, mine=mine)
        await place.device.restart()
        cache = place.device.services.cache
        cached = await cache.get_post(place.group_id, post_id)
        (reply,) = await cache.list_replies(post_id)
        assert cached is not None
        assert (cached.is_mine, reply.is_mine) == (mine, mine)
        assert type(cached.post) is Post
        assert await cache.get_reply(reply.reply.id) == reply
        assert await cache.get_reply(new_shared_id()) is None

"""Photos on their way: once, whole, through every interruption; and kept here as far as they are wanted."""

from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from sqlmodel import col, select

from api_client.errors import ApiError, Rejected, Unreachable
from api_client.wire.feed import CreatePost, PostKind
from api_client.wire.photos import PhotoContent, SetPhoto
from mobile.device import new_shared_id
from mobile.feed.unsent import state_sentence
from mobile.storage.photos import KIND, find_photo, prepare_photo
from mobile.storage.tables import SharedRow
from tests.mobile.circle import Circle, circle
from tests.support.faults import ChaosProxy, LyingHost
from tests.support.phone import Phone, phone
from tests.support.photos import as_taken, jpeg, new_photo
from tests.support.server import Person, local_host, stored_bytes

BYTES = jpeg(200, 150)
SEED_OF_CUTS_ON_THE_WAY_UP = 18


async def write(device: Phone, group_id: UUID, content: bytes = BYTES) -> tuple[UUID, UUID]:
    """Queue a post with a photo; return both ids."""
    post_id, photo = new_shared_id(), SetPhoto(id=uuid4(), description="A lake", content=content)
    request = CreatePost(id=post_id, kind=PostKind.SHARE, body="Look.", photo=photo)
    arguments = {"group_id": str(group_id)}
    await device.services.outbox.add("feed.create_post", arguments, request, subject=f"group:{group_id}")
    return post_id, photo.id


async def kept(device: Phone) -> list[UUID]:
    """Return the photos that lie on the device, newest first."""
    statement = select(SharedRow.id).where(SharedRow.kind == KIND).order_by(col(SharedRow.position).desc())
    return list(await device.services.database.read(lambda session: session.exec(statement).all()))


async def posts_of(person: Person, group_id: UUID) -> list[dict[str, object]]:
    posts: list[dict[str, object]] = (await person.call("GET", f"/groups/{group_id}/posts", expect=200)).json()["posts"]
    return posts


@pytest.mark.parametrize("fault", ["drop_request", "drop_response", "duplicate", "truncate"])
async def test_a_post_and_its_photo_arrive_once_however_the_network_fails(tmp_path: Path, fault: str) -> None:
    async with circle(tmp_path) as place:
        post_id, photo_id = await write(place.device, place.group_id)
        place.network.planned = [fault]
        if fault != "duplicate":
            with pytest.raises(Unreachable):
                await place.device.sync()
            await place.device.kill()
            await place.device.start()
        await place.device.sync()
        await place.device.sync()
        (post,) = await posts_of(place.priya, place.group_id)
        assert post["id"] == str(post_id)
        at = f"/groups/{place.group_id}/photos/{photo_id}"
        answer = await place.priya.call("GET", at, expect=200)
        assert PhotoContent.model_validate_json(answer.content).content == BYTES


async def test_an_upload_that_is_cut_in_its_middle_leaves_nothing_and_is_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with local_host(tmp_path / "host", listening=True) as host:
        priya = await host.sign_up("priya", "Priya")
        group = (await priya.start_group())["group"]
        port = urlsplit(str(host.url)).port
        assert port is not None
        async with (
            ChaosProxy(port, seed=3) as proxy,
            phone(tmp_path / "sam", inline=True, server_url=proxy.base_url) as sam,
        ):
            await sam.sign_up()
            await sam.services.groups.join(group["join_code"])
            await sam.sync()
            await write(sam, UUID(group["id"]))
            proxy.cut()
            proxy._odds_of_cut, proxy._random = 1.0, Random(SEED_OF_CUTS_ON_THE_WAY_UP)
            for _ in range(3):
                with pytest.raises(Unreachable):
                    await sam.sync()
            assert proxy.counts["cut"] >= 3
            assert await posts_of(priya, UUID(group["id"])) == []
            assert [record for record in caplog.records if record.levelname == "ERROR"] == []
            proxy._odds_of_cut = 0.0
            await sam.sync()
            assert len(await posts_of(priya, UUID(group["id"]))) == 1


async def test_what_this_device_sent_is_shown_without_being_fetched(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id, photo_id = await write(place.device, place.group_id)
        await place.device.sync()
        place.network.online = False
        assert await place.device.services.photos.load(place.group_id, photo_id, post_id=post_id) == BYTES


async def test_a_photo_of_others_is_fetched_once_and_is_there_offline_sealed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        photo = new_photo(BYTES)
        post_id = await place.priya_posts(photo=photo)
        await place.device.sync()
        photo_id = UUID(photo["id"])
        place.network.online = False
        with pytest.raises(Unreachable):
            await place.device.services.photos.load(place.group_id, photo_id, post_id=post_id)
        place.network.online = True
        assert await place.device.services.photos.load(place.group_id, photo_id, post_id=post_id) == BYTES
        place.network.online = False
        await place.device.restart()
        assert await place.device.services.photos.load(place.group_id, photo_id, post_id=post_id) == BYTES
        await place.device.close()
        assert BYTES[-100:] not in stored_bytes(tmp_path / "sam")


async def seen(place: Circle) -> tuple[UUID, UUID]:
    """Let Priya post a photo and Sam's phone show it; return the ids of both."""
    photo = new_photo(BYTES)
    post_id = await place.priya_posts(photo=photo)
    await place.device.sync()
    await place.device.services.photos.load(place.group_id, UUID(photo["id"]), post_id=post_id)
    return post_id, UUID(photo["id"])


async def test_a_removed_post_and_a_left_group_take_their_photos_from_the_device(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        post_id, _ = await seen(place)
        await place.priya.call("DELETE", f"/groups/{place.group_id}/posts/{post_id}", expect=204)
        await place.device.sync()
        assert await kept(place.device) == []
        await seen(place)
        await place.priya.call("DELETE", f"/groups/{place.group_id}", expect=204)
        await place.device.sync()
        assert await kept(place.device) == []


async def test_a_photo_that_was_taken_out_of_a_post_leaves_the_device_too(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        (other_id, other_photo), (post_id, _) = await seen(place), await seen(place)
        edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Words alone."}
        await place.priya.call("PATCH", f"/groups/{place.group_id}/posts/{post_id}", edit, expect=200)
        same = {**edit, "photo": {"id": str(other_photo), "description": "Described"}}
        await place.priya.call("PATCH", f"/groups/{place.group_id}/posts/{other_id}", same, expect=200)
        await place.device.sync()
        assert await kept(place.device) == [other_photo]


async def test_the_oldest_photos_make_room(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        services, ids = place.device.services, [uuid4() for _ in range(4)]
        for photo_id in ids:
            photo = PhotoContent(id=photo_id, content=BYTES)
            place.device.clock.move(minutes=1)
            keep = await prepare_photo(
                services.outbox._keyring,
                photo,
                now=place.device.clock.now(),
                group_id=place.group_id,
                post_id=None,
                kept=4 * len(BYTES),
            )
            await services.database.write(keep)
        found = await kept(place.device)
        assert found == ids[::-1][: len(found)] and 1 < len(found) < 4
        assert await find_photo(services.shared, ids[0]) is None


async def test_a_host_that_answers_another_file_is_not_believed(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        photo = new_photo(BYTES)
        post_id = await place.priya_posts(photo=photo)
        await place.device.sync()
        await place.device.close()
        worse = new_photo(as_taken())["content"]
        lie = {f"/photos/{photo['id']}": lambda answer: {**answer, "content": worse}}
        place.device.transport = LyingHost(httpx.ASGITransport(place.host.app), lie)
        await place.device.start()
        with pytest.raises(ApiError):
            await place.device.services.photos.load(place.group_id, UUID(photo["id"]), post_id=post_id)
        assert await kept(place.device) == []


async def test_a_photo_that_is_gone_says_so(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        with pytest.raises(Rejected) as caught:
            await place.device.services.photos.load(place.group_id, uuid4())
        assert caught.value.code == "not_found"


class Refusing(httpx.AsyncBaseTransport):
    """A way to the host on which something in between takes no large body, until it is told to."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.bytes_max: int | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.bytes_max is not None and len(await request.aread()) > self.bytes_max:
            return httpx.Response(413, text="<html>Request Entity Too Large</html>")
        return await self.inner.handle_async_request(request)


async def test_a_photo_that_is_too_large_on_the_way_keeps_everything_and_can_be_sent_later(tmp_path: Path) -> None:
    async with circle(tmp_path) as place:
        await place.device.close()
        way = place.device.transport = Refusing(httpx.ASGITransport(place.host.app, raise_app_exceptions=False))
        await place.device.start()
        way.bytes_max = 1_000
        await write(place.device, place.group_id)
        await place.device.write_post(place.group_id, "Words alone")
        await place.device.sync()
        (failed,) = [m for m in await place.device.services.outbox.list() if m.state == "failed"]
        assert isinstance(failed.request, CreatePost) and failed.request.photo is not None
        assert (failed.error_code, failed.request.photo.content) == ("too_large", BYTES)
        assert "The photo is too large for the host." in state_sentence(failed, "idle")
        assert [post["body"] for post in await posts_of(place.priya, place.group_id)] == ["Words alone"]
        way.bytes_max = None
        await place.device.services.outbox.retry(failed.id)
        await place.device.sync()
        assert len(await posts_of(place.priya, place.group_id)) == 2

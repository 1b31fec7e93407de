"""The journal's photos at the host: sealed bytes by an id, each account's own, within limits that both ends know."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from api_client.wire import limits
from server.transaction import Transaction
from server.vault.tables import VaultPhotoRow
from tests.support.server import LocalHost, MovedClock, Person, local_host, random64, record, stored_bytes


def at(photo_id: UUID | str) -> str:
    return f"/vault/photos/{photo_id}"


async def put(person: Person, photo_id: UUID | None = None, size: int = 300, *, expect: int = 204) -> tuple[UUID, str]:
    photo_id, sealed = photo_id or uuid4(), random64(size)
    await person.call("PUT", at(photo_id), {"sealed": sealed}, expect=expect)
    return photo_id, sealed


async def listed(person: Person, rest: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = (await person.call("GET", f"/vault/photos{rest}", expect=200)).json()
    return answer


async def remove(person: Person, photo_id: UUID, *, expect: int = 204, **other: str) -> None:
    digest = (await person.call("GET", "/vault/digest", expect=200)).json()
    query = {"epoch": digest["epoch"], "revision": digest["revision"], **other}
    path = f"{at(photo_id)}?" + "&".join(f"{name}={value}" for name, value in query.items())
    await person.call("DELETE", path, expect=expect)


async def test_a_photo_comes_back_as_it_was_given_to_its_owner_alone(ada: Person, bob: Person) -> None:
    photo_id, sealed = await put(ada, size=limits.SEALED_PHOTO_BYTES_MAX)
    answer = await ada.call("GET", at(photo_id), expect=200)
    assert answer.json() == {"id": str(photo_id), "sealed": sealed}
    assert answer.headers["cache-control"] == "no-store"
    stranger, unknown = await bob.call("GET", at(photo_id), expect=404), await bob.call("GET", at(uuid4()), expect=404)
    assert stranger.content == unknown.content
    assert await listed(bob) == {"photos": [], "more": False}


async def test_a_repeat_changes_nothing_whatever_it_holds(ada: Person) -> None:
    photo_id, sealed = await put(ada)
    await put(ada, photo_id)  # the same picture, sealed by another device
    assert (await ada.call("GET", at(photo_id), expect=200)).json()["sealed"] == sealed
    assert len((await listed(ada))["photos"]) == 1


async def test_the_same_id_in_two_accounts_is_two_photos(ada: Person, bob: Person) -> None:
    photo_id, sealed = await put(ada)
    _, other = await put(bob, photo_id)
    assert (await ada.call("GET", at(photo_id), expect=200)).json()["sealed"] == sealed
    await remove(ada, photo_id)
    assert (await bob.call("GET", at(photo_id), expect=200)).json()["sealed"] == other


async def test_the_list_pages_in_the_order_of_ids_and_tells_sizes(ada: Person) -> None:
    given = sorted([str((await put(ada, size=100 + n))[0]) for n in range(5)])
    seen: list[dict[str, Any]] = []
    page = await listed(ada, "?limit=2")
    while page["more"]:
        seen += page["photos"]
        page = await listed(ada, f"?limit=2&after={page['photos'][-1]['id']}")
    seen += page["photos"]
    assert [one["id"] for one in seen] == given
    assert sorted(one["size"] for one in seen) == [100, 101, 102, 103, 104]


async def test_a_removal_holds_only_where_the_caller_looked(ada: Person) -> None:
    photo_id, _ = await put(ada)
    await ada.push(record())
    await remove(ada, photo_id, expect=409, revision="0")  # another device pushed something that may name it
    await remove(ada, photo_id, expect=409, epoch=str(uuid4()))
    await ada.call("GET", at(photo_id), expect=200)
    await remove(ada, photo_id)
    await remove(ada, photo_id)
    await ada.call("GET", at(photo_id), expect=404)
    await put(ada, photo_id)


async def test_a_removed_photo_is_gone_from_the_disk(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock) as here:
        ada = await here.sign_up("ada")
        photo_id, sealed = await put(ada, size=9_000)
        await remove(ada, photo_id)
        here.host.database.close()
        assert base64.b64decode(sealed)[-100:] not in stored_bytes(tmp_path)


@pytest.mark.parametrize("body", [{}, {"sealed": ""}, {"sealed": "?"}, {"sealed": None}, {"sealed": "QUE=", "id": "x"}])
async def test_what_is_no_photo_is_refused(ada: Person, body: dict[str, Any]) -> None:
    await ada.call("PUT", at(uuid4()), body, expect=422)
    await ada.call("PUT", at("nonsense"), {"sealed": "QUE="}, expect=422)


async def test_one_photo_has_a_limit_and_nothing_else_may_be_as_large(ada: Person) -> None:
    await put(ada, size=limits.SEALED_PHOTO_BYTES_MAX + 1, expect=422)
    await put(ada, size=limits.SEALED_PHOTO_BYTES_MAX + 1_000, expect=413)
    await ada.call("POST", "/live/check", {"scopes": {}, "x": "x" * limits.BODY_BYTES_MAX}, expect=413)
    await ada.call("POST", at(uuid4()), {"sealed": random64(limits.BODY_BYTES_MAX)}, expect=413)


@pytest.fixture(params=["count", "bytes"])
def full(request: pytest.FixtureRequest) -> Iterator[list[int]]:
    """The sizes of photos after which exactly one small one more fits."""
    if request.param == "count":
        yield [1] * (limits.JOURNAL_PHOTOS_MAX - 1)
    else:
        yield [limits.JOURNAL_PHOTO_BYTES_MAX - 300]


async def test_an_account_has_a_limit_that_repeats_do_not_touch(
    here: LocalHost, ada: Person, bob: Person, full: list[int]
) -> None:
    def fill(tx: Transaction) -> None:
        of = {"account_id": ada.id, "sealed": b"x"}
        tx.connection.execute(insert(VaultPhotoRow), [{"id": uuid4(), "size": size, **of} for size in full])

    await here.host.database.write(fill)
    last, _ = await put(ada)
    answer = await ada.call("PUT", at(uuid4()), {"sealed": random64(300)}, expect=409)
    assert answer.json()["code"] == "no_room"
    await put(ada, last)
    await put(bob)
    await remove(ada, last)
    await put(ada)

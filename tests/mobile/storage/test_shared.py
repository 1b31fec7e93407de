"""Shared things of any kind: sealed, in their order, and gone with their group and their post."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from api_client.wire.live import Hint
from api_client.wire.notices import Notice, NoticeKind
from mobile.storage.intake import Intake, forget_feeds, prepare, remove_group
from mobile.storage.shared import SharedThing, clear_shared, prepare_shared, remove_shared
from mobile.storage.tables import SharedRow
from tests.support.phone import Phone, phone

GROUP, OTHER, POST = UUID(int=7), UUID(int=8), UUID(int=9)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


def notice(number: int, words: str = "words") -> Notice:
    return Notice(
        id=UUID(int=number),
        revision=number,
        kind=NoticeKind.REPLIED,
        group_id=GROUP,
        words=words,
        noticed_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    )


def thing(number: int, *, kind: str = "notice", group_id: UUID | None = GROUP, **more: UUID) -> SharedThing:
    return SharedThing(kind, UUID(int=number), notice(number), position=number, group_id=group_id, **more)


async def keep(device: Phone, *things: SharedThing) -> None:
    await device.services.database.write(await prepare_shared(device.services.outbox._keyring, things))


async def numbers(device: Phone, kind: str = "notice", **of: UUID) -> list[int]:
    return [one.revision for one in await device.services.shared.list(kind, Notice, **of)]


async def test_things_are_listed_by_kind_and_group_highest_first(device: Phone) -> None:
    await keep(device, thing(2), thing(3), thing(1), thing(4, kind="thanks"), thing(5, group_id=OTHER))
    assert await numbers(device) == [5, 3, 2, 1]
    assert await numbers(device, group_id=GROUP) == [3, 2, 1]
    assert await numbers(device, "thanks") == [4]
    assert await device.services.shared.get("notice", UUID(int=2), Notice) == notice(2)
    assert await device.services.shared.get("thanks", UUID(int=2), Notice) is None


async def test_a_thing_replaces_the_one_before_and_what_does_not_fit_is_left_out(device: Phone) -> None:
    await keep(device, thing(1))
    await keep(device, SharedThing("notice", UUID(int=1), notice(1, "newer"), position=9))
    assert [one.words for one in await device.services.shared.list("notice", Notice)] == ["newer"]
    await keep(device, SharedThing("notice", UUID(int=2), Hint(scope="vault", cursor=1)))
    assert await numbers(device) == [1]


async def test_words_are_sealed_and_bound_to_their_place(device: Phone) -> None:
    await keep(device, SharedThing("notice", UUID(int=1), notice(1, "CANARY")), thing(2))

    def swap(session: Session) -> None:
        one, two = device_rows(session)
        one.sealed, two.sealed = two.sealed, one.sealed

    def device_rows(session: Session) -> list[SharedRow]:
        return list(session.exec(select(SharedRow).order_by(col(SharedRow.id))))

    rows = await device.services.database.read(device_rows)
    assert all(b"CANARY" not in row.sealed for row in rows)
    await device.services.database.write(swap)
    assert await numbers(device) == []


async def test_things_go_with_their_group_their_post_and_their_host(device: Phone) -> None:
    database = device.services.database
    await keep(device, thing(1), thing(2, group_id=OTHER, post_id=POST), thing(3, group_id=OTHER), thing(4))
    await database.write(await prepare(device.services.outbox._keyring, Intake(removed_posts=[POST])))
    assert await numbers(device) == [4, 3, 1]
    await database.write(lambda session: remove_group(session, GROUP, f"group:{GROUP}"))
    assert await numbers(device) == [3]
    await database.write(forget_feeds)
    assert await numbers(device) == []


async def test_single_things_and_whole_lists_can_be_forgotten(device: Phone) -> None:
    await keep(device, thing(1), thing(2), thing(3), thing(4, group_id=OTHER), thing(5, kind="thanks"))
    await device.services.database.write(lambda session: remove_shared(session, "notice", [UUID(int=1), UUID(int=5)]))
    assert await numbers(device) == [4, 3, 2]
    await device.services.database.write(lambda session: clear_shared(session, "notice", group_id=GROUP))
    assert await numbers(device) == [4]
    await device.services.database.write(lambda session: clear_shared(session, "notice"))
    assert (await numbers(device), await numbers(device, "thanks")) == ([], [5])

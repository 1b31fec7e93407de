"""A tag is given to, taken from and merged in many check-ins at once, can be undone, and agrees on two devices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest

from mobile import vocabulary_changes
from mobile.entries.document import entry_from_document
from mobile.entries.search import Filters
from mobile.journal.finding import naming, open_search
from mobile.journal.tag_changes import count_tags, merge, plan_adding, plan_removing, write
from mobile.vault.values import Value
from mobile.vocabulary import Vocabulary, open_vocabulary
from tests.support.phone import Phone, phone
from tests.support.server import local_host


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as running:
        yield running


async def save(device: Phone, *tags: str) -> UUID:
    fields: dict[str, Value] = {"felt_on": "2026-02-10", "level": 3}
    fields |= {f"tags.{tag}": True for tag in tags}
    return await device.services.documents.save(None, "entry", fields)


def tags(device: Phone, entry_id: UUID) -> set[str]:
    document = device.services.documents.get(entry_id)
    assert document is not None
    return set(entry_from_document(document).tags)


def words(device: Phone) -> Vocabulary:
    return open_vocabulary(device.services.documents)


async def test_a_tag_is_given_to_those_that_lack_it_and_taken_back_from_them_alone(device: Phone) -> None:
    without, with_it = await save(device, "work"), await save(device, "family")
    plan = plan_adding(device.services.documents, words(device), [without, with_it], "family")
    count, undo = await write(device.services, plan)
    assert (count, tags(device, without), tags(device, with_it)) == (1, {"work", "family"}, {"family"})
    await undo()
    assert (tags(device, without), tags(device, with_it)) == ({"work"}, {"family"})


async def test_a_tag_is_taken_from_those_that_have_it_and_given_back(device: Phone) -> None:
    one, other = await save(device, "work", "family"), await save(device, "family")
    untouched = await save(device, "work")
    count, undo = await write(
        device.services, plan_removing(device.services.documents, words(device), [one, other], "work")
    )
    assert (count, tags(device, one), tags(device, other), tags(device, untouched)) == (
        1,
        {"family"},
        {"family"},
        {"work"},
    )
    await undo()
    assert tags(device, one) == {"work", "family"}


async def test_merging_rewrites_check_ins_reads_the_old_tag_as_the_new_and_can_be_undone(device: Phone) -> None:
    meer = await vocabulary_changes.add_tag(device.services, "Am Meer")
    sea = await vocabulary_changes.add_tag(device.services, "Sea")
    old, both, neither = await save(device, meer), await save(device, meer, sea), await save(device, "work")
    count, undo = await merge(device.services, meer, sea)
    assert count == 2
    assert (tags(device, old), tags(device, both), tags(device, neither)) == ({sea}, {sea}, {"work"})
    later = await save(device, meer)  # as it comes from a device that does not know yet
    assert words(device).tag(meer) == "Sea"
    assert count_tags(device.services.documents, words(device), [old, both, later]) == {sea: 3}
    index = await open_search(device.services)
    assert index.find("sea", Filters(), naming(words(device))).count == 3
    await undo()
    assert (tags(device, old), tags(device, both)) == ({meer}, {meer, sea})
    assert words(device).tag(meer) == "Am Meer"


async def test_stopping_halfway_changes_nothing(device: Phone) -> None:
    ids = [await save(device, "work") for _ in range(3)]
    ids += await device.services.documents.add_many(
        [(None, "entry", {"felt_on": "2026-02-10", "level": 3, "tags.work": True}) for _ in range(400)]
    )
    task: asyncio.Task[object] | None = None

    def stop(done: int, total: int) -> None:
        assert task is not None and done < total
        task.cancel()

    task = asyncio.ensure_future(merge(device.services, "work", "family", stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert count_tags(device.services.documents, words(device), ids) == {"work": 403}
    assert words(device).tag_id("work") == "work"


async def test_an_entry_that_comes_later_from_another_device_reads_as_the_merged_tag(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        host = await stack.enter_async_context(local_host(tmp_path / "host"))
        one = await stack.enter_async_context(phone(tmp_path / "one", host))
        await one.sign_up()
        other = await stack.enter_async_context(phone(tmp_path / "other", host))
        await other.sign_in()
        meer = await vocabulary_changes.add_tag(one.services, "Am Meer")
        sea = await vocabulary_changes.add_tag(one.services, "Sea")
        here = await save(one, meer)
        await one.sync()
        await other.sync()
        there = await save(other, meer)  # not sent yet
        _, undo = await merge(one.services, meer, sea)
        for device in (one, other, one):
            await device.sync()
        for device in (one, other):
            assert tags(device, here) == {sea}
            assert [words(device).tag(tag) for tag in tags(device, there)] == ["Sea"]
        await undo()
        for device in (one, other):
            await device.sync()
        assert [words(other).tag(tag) for tag in tags(other, here)] == ["Am Meer"]

"""Photos in a check-in: chosen, kept with the draft, looked at, taken out and put back, seen in lists and offline."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import httpx
import pytest
from flet.controls.base_control import BaseControl
from sqlmodel import Session

from api_client.wire import limits
from mobile import paths
from mobile.entries.document import Entry
from mobile.journal.entry_photos import PHOTOS_MAX
from mobile.journal.form import Form
from mobile.journal.intents import draft_key, entries_of_day, save_form
from mobile.storage.tables import JournalPhotoRow
from tests.mobile.circle import Drawn, drawn
from tests.support.faults import FaultyTransport
from tests.support.phone import Phone, phone
from tests.support.photos import SECRET_PLACE, as_taken, jpeg
from tests.support.server import local_host

ADD, SAVE, TAKE_OUT = "Add photos", "Save check-in", "Take the photo out"


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def picked(*files: bytes) -> dict[str, Any]:
    """Return what the platform answers when somebody chose files."""
    chosen = [{"id": n, "name": f"{n}.jpg", "size": len(one), "bytes": one} for n, one in enumerate(files)]
    return {"pick_files": chosen}


def pictures(count: int) -> list[bytes]:
    return [jpeg(320 + 16 * n, 240) for n in range(count)]


def names(app: Drawn) -> list[str]:
    """What the photos on top are called for who does not see them."""
    return [
        str(one.label) for one in app.top if isinstance(one, ft.Semantics) and (one.label or "").startswith("Photo")
    ]


def tile(app: Drawn, name: str) -> BaseControl:
    (named,) = [one for one in app.top if isinstance(one, ft.Semantics) and one.label == name]
    return next(one for one in app.walk(named) if getattr(one, "on_click", None) is not None)


def images(app: Drawn) -> list[bytes]:
    return [one.src for one in app.top if isinstance(one, ft.Image) and isinstance(one.src, bytes)]


def only(device: Phone) -> Entry:
    (entry,) = entries_of_day(device.services, device.clock.today())
    return entry


async def stored(device: Phone, *files: bytes) -> Entry:
    """Save a check-in with photos, as the form does."""
    photos = dict([await device.services.journal_photos.add(one) for one in files])
    await save_form(device.services, Form(level=4, note="With photos", photos=photos), None, None)
    return only(device)


async def test_photos_are_chosen_and_saved_without_where_they_were_taken(device: Phone) -> None:
    chosen = picked(as_taken(1_200, 900), jpeg())
    async with drawn(device, paths.new_entry(level=4), replies=chosen) as app:
        await app.see(f"Up to {PHOTOS_MAX} photos fit into a check-in.")
        await app.tap(ADD)
        await app.see(f"{PHOTOS_MAX - 2} more fit.")
        await app.until(lambda: names(app) == ["Photo 1 of 2", "Photo 2 of 2"] and len(images(app)) == 2)
        await app.tap(SAVE)
        await app.until(lambda: entries_of_day(device.services, device.clock.today()))
    first, second = only(device).photos.items()
    assert (first[1], second[1]) == ("image/jpeg 900x1200", "image/jpeg 320x240")
    content = await device.services.journal_photos.get_local(first[0])
    assert content is not None and SECRET_PLACE not in content


async def test_chosen_photos_survive_leaving_and_a_kill(device: Phone) -> None:
    async with drawn(device, paths.new_entry(level=4), replies=picked(jpeg())) as app:
        await app.see("Photos")
        await app.tap(ADD)
        await app.until(lambda: names(app) == ["Photo 1 of 1"])
        await app.settle()
    await device.kill()
    await device.start()
    async with drawn(device, paths.new_entry()) as app:
        await app.see("You left this unfinished")
        await app.until(lambda: len(images(app)) == 1)
        await app.tap(SAVE)
        await app.until(lambda: entries_of_day(device.services, device.clock.today()))
    assert len(only(device).photos) == 1
    assert await device.services.drafts.get(draft_key(None)) is None


async def test_the_limit_is_said_before_it_is_hit_and_nothing_is_offered_beyond(device: Phone) -> None:
    async with drawn(device, paths.new_entry(level=4), replies=picked(*pictures(PHOTOS_MAX + 2))) as app:
        await app.see("Photos")
        await app.tap(ADD)
        await app.see(f"A check-in holds up to {PHOTOS_MAX} photos.")
        await app.see(f"so only the first {PHOTOS_MAX} were added")
        assert len(names(app)) == PHOTOS_MAX and not app.offers(ADD) and not app.offers("Add a photo")


async def test_a_photo_opens_large_and_is_taken_out_with_a_way_back(device: Phone) -> None:
    entry = await stored(device, *pictures(3))
    async with drawn(device, paths.entry(entry.id)) as app:
        await app.until(lambda: len(images(app)) == 3)
        await app.click(tile(app, "Photo 2 of 3"))
        await app.until(lambda: app.offers(TAKE_OUT))
        await app.until(lambda: len(images(app)) == 1)
        (large,) = [one for one in app.top if isinstance(one, ft.Image)]
        assert large.semantics_label == "Photo 2 of 3"
        await app.tap(TAKE_OUT)
        await app.until(lambda: names(app) == ["Photo 1 of 2", "Photo 2 of 2"])
        (bar,) = [one for one in app.all(ft.SnackBar) if one.content == "Photo taken out."]
        assert isinstance(bar.action, ft.SnackBarAction)
        await app.click(bar.action)
        await app.until(lambda: len(names(app)) == 3)
        await app.click(tile(app, "Photo 1 of 3"))
        await app.until(lambda: app.offers(TAKE_OUT))
        await app.tap(TAKE_OUT)
        await app.until(lambda: len(names(app)) == 2)
        await app.tap(SAVE)
        await app.until(lambda: len(only(device).photos) == 2)
    assert list(only(device).photos) == list(entry.photos)[1:]


async def test_an_undo_after_saving_begins_no_draft(device: Phone) -> None:
    async with drawn(device, paths.new_entry(level=4), replies=picked(jpeg())) as app:
        await app.see("Photos")
        await app.tap(ADD)
        await app.until(lambda: len(images(app)) == 1)
        await app.click(tile(app, "Photo 1 of 1"))
        await app.until(lambda: app.offers(TAKE_OUT))
        await app.tap(TAKE_OUT)
        await app.until(lambda: names(app) == [])
        (bar,) = [one for one in app.all(ft.SnackBar) if one.content == "Photo taken out."]
        await app.tap(SAVE)
        await app.until(lambda: entries_of_day(device.services, device.clock.today()))
        assert isinstance(bar.action, ft.SnackBarAction) and bar.action.on_click is not None
        await app.click(bar.action)
        await app.settle()
    assert await device.services.drafts.get(draft_key(None)) is None
    assert only(device).photos == {}


@pytest.mark.parametrize(
    ("file", "sentence"),
    [(b"", "This file is empty"), (b"not a picture", "cannot read this file as a picture")],
)
async def test_a_file_that_is_no_picture_is_told_and_the_others_are_added(
    device: Phone, file: bytes, sentence: str
) -> None:
    async with drawn(device, paths.new_entry(level=4), replies=picked(jpeg(), file)) as app:
        await app.see("Photos")
        await app.tap(ADD)
        await app.see(sentence)
        assert names(app) == ["Photo 1 of 1"]
        app.connection.replies = {"pick_files": []}  # and then nothing is chosen
        await app.tap(ADD)
        await app.settle()
        assert app.offers(ADD) and names(app) == ["Photo 1 of 1"]


async def test_the_room_of_the_account_is_told_early_and_when_it_is_used_up(device: Phone) -> None:
    def fill(session: Session, share: float) -> None:
        size = int(limits.JOURNAL_PHOTO_BYTES_MAX * share)
        session.merge(JournalPhotoRow(id=UUID(int=1), size=size, pending=False))

    await device.services.database.write(lambda session: fill(session, 0.85))
    async with drawn(device, paths.new_entry(level=4), replies=picked(jpeg())) as app:
        await app.see("The photos of your journal take 871 of 1024 MB.")
        await device.services.database.write(lambda session: fill(session, 1))
        await app.tap(ADD)
        await app.see("Your journal has as many photos as a host keeps, so nothing was added.")
        assert names(app) == []


async def test_a_list_shows_the_first_photos_small_and_how_many_there_are(device: Phone) -> None:
    await stored(device, *pictures(4))
    async with drawn(device, paths.JOURNAL) as app:
        await app.see("With photos")
        await app.until(lambda: len(images(app)) == 3)
        assert app.says("4 photos")
        assert all(len(one) < 20_000 for one in images(app))  # not the photos themselves


async def test_a_photo_of_another_device_says_why_it_is_not_here_and_comes(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "sam", host) as sam,
        phone(tmp_path / "tablet", host) as tablet,
    ):
        await sam.sign_up()
        await tablet.sign_in()
        await stored(sam, jpeg())
        await sam.sync()
        await tablet.sync()
        await tablet.close()
        network = FaultyTransport(tablet.transport or httpx.ASGITransport(host.app))
        network.online, tablet.transport = False, network
        await tablet.start()
        async with drawn(tablet, paths.JOURNAL) as app:
            await app.see("1 photo")
            assert images(app) == []
        async with drawn(tablet, paths.entry(only(tablet).id)) as app:
            told = "This photo is not on this device. It comes when you’re online."
            await app.until(lambda: names(app) == [f"Photo 1 of 1. {told}"])
            await app.click(tile(app, names(app)[0]))
            await app.see(told)
            await app.tap("Close")
            network.online = True
            tablet.services.signal.emit("status")
            await app.until(lambda: len(images(app)) == 1 and names(app) == ["Photo 1 of 1"])
        async with drawn(tablet, paths.JOURNAL) as app:
            await app.until(lambda: len(images(app)) == 1)


async def test_what_waits_to_be_sent_is_said_where_there_is_a_host(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        entry = await stored(sam, *pictures(2))
        async with drawn(sam, paths.entry(entry.id)) as app:
            await app.see("2 photos wait to be sent.")
            await sam.sync()
            await app.miss("wait to be sent.")


async def test_a_locked_journal_leaves_no_picture_in_memory(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "sam", host) as sam:
        await sam.sign_up()
        entry = await stored(sam, jpeg())
        (photo_id,) = entry.photos
        assert await sam.services.journal_photos.get_small(photo_id) is not None
        assert sam.services.journal_photos._small
        await sam.services.account.lock()
        assert not sam.services.journal_photos._small

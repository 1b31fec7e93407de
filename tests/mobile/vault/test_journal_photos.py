"""Photos of the journal on this device: plain pictures, kept once, sealed, durable, and never dropped before the host
has them."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from api_client.errors import Unauthorized
from api_client.wire import limits
from api_client.wire.jpeg import check_photo
from mobile.photo_files import PhotoRefused
from mobile.storage.database import FILE_NAME
from mobile.storage.errors import StorageFull
from mobile.storage.tables import JournalPhotoRow
from mobile.vault.journal_photos import NoRoomForPhotos, PhotoRoom, read_photo_size
from tests.support.phone import Phone, phone
from tests.support.photos import SECRET_PLACE, as_taken, encoded, jpeg, picture
from tests.support.server import stored_bytes


@pytest.fixture
async def sam(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "sam") as device:
        await device.services.account.start_writing()
        yield device


async def add(device: Phone, file: bytes | None = None) -> str:
    photo_id, _ = await device.services.journal_photos.add(file or as_taken())
    return photo_id


async def test_a_photo_is_a_plain_picture_that_tells_no_place(sam: Phone) -> None:
    photo_id, value = await sam.services.journal_photos.add(as_taken(3_000, 2_000, orientation=6))
    content = await sam.services.journal_photos.get_local(photo_id)
    assert content is not None and check_photo(content) == content
    assert SECRET_PLACE not in content and b"Exif" not in content
    assert value == "image/jpeg 1067x1600"  # upright, and small


async def test_a_picture_that_is_plain_already_is_kept_to_the_byte(sam: Phone) -> None:
    content = jpeg()
    photo_id, value = await sam.services.journal_photos.add_ready(content)
    assert await sam.services.journal_photos.get(photo_id) == content
    assert value == "image/jpeg 320x240"
    for wrong in (as_taken(), b"", encoded(picture(), "PNG")):
        with pytest.raises(ValueError):
            await sam.services.journal_photos.add_ready(wrong)


async def test_what_is_no_picture_is_refused_and_nothing_is_kept(sam: Phone) -> None:
    for wrong in (b"", b"words", as_taken()[:200]):
        with pytest.raises(PhotoRefused):
            await sam.services.journal_photos.add(wrong)
    assert await sam.services.journal_photos.read_room() == PhotoRoom(0, 0)


async def test_the_same_picture_is_kept_once(sam: Phone) -> None:
    first = await sam.services.journal_photos.add(as_taken())
    await sam.restart()
    assert await sam.services.journal_photos.add(as_taken()) == first
    assert (await sam.services.journal_photos.read_room()).count == 1
    assert await add(sam, jpeg(colour="#112233")) != first[0]
    assert (await sam.services.journal_photos.read_room()).count == 2


async def test_a_photo_is_there_after_a_kill_and_lies_sealed_on_the_disk(sam: Phone) -> None:
    content = jpeg()
    photo_id, _ = await sam.services.journal_photos.add_ready(content)
    await sam.kill()
    await sam.start()
    assert await sam.services.journal_photos.get_local(photo_id) == content
    await sam.close()
    stored = stored_bytes(sam.folder)
    assert content[-100:] not in stored and b"JFIF" not in stored


async def test_nobody_can_tell_from_the_id_which_picture_it_is(tmp_path: Path) -> None:
    content = jpeg()
    ids = set()
    for name in ("one", "two"):
        async with phone(tmp_path / name) as device:
            await device.services.account.start_writing()
            ids.add((await device.services.journal_photos.add_ready(content))[0])
    assert len(ids) == 2
    assert all(UUID(one).version == 4 for one in ids)


async def test_bytes_that_were_changed_on_the_disk_are_not_shown_and_not_thrown_away(sam: Phone) -> None:
    photo_id = await add(sam)
    await sam.close()
    with sqlite3.connect(sam.folder / FILE_NAME) as connection:
        connection.execute("UPDATE journal_photo SET sealed = zeroblob(size)")
    connection.close()
    await sam.start()
    assert await sam.services.journal_photos.get_local(photo_id) is None
    with pytest.raises(Unauthorized):  # nobody else has it
        await sam.services.journal_photos.get(photo_id)

    def is_here(session: Session) -> bool:
        row = session.get(JournalPhotoRow, UUID(photo_id))
        return row is not None and row.sealed is not None

    assert await sam.services.database.read(is_here)
    assert await sam.services.journal_photos.add(as_taken()) == (photo_id, "image/jpeg 300x400")
    assert await sam.services.journal_photos.get_local(photo_id) is not None  # choosing it again heals it


async def test_a_full_disk_is_named_and_nothing_is_half_kept(sam: Phone) -> None:
    def limit(session: Session, more: int) -> None:
        connection = session.connection()
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")

    await sam.services.database.read(lambda session: limit(session, 0))
    with pytest.raises(StorageFull):
        await add(sam)
    assert await sam.services.journal_photos.read_room() == PhotoRoom(0, 0)
    await sam.services.database.read(lambda session: limit(session, 10_000))
    assert await sam.services.journal_photos.get_local(await add(sam)) is not None


async def test_the_limit_is_known_before_it_is_hit(sam: Phone) -> None:
    assert not PhotoRoom(limits.JOURNAL_PHOTOS_MAX - 1, 0).is_full
    assert PhotoRoom(limits.JOURNAL_PHOTOS_MAX, 0).is_full
    assert PhotoRoom(1, limits.JOURNAL_PHOTO_BYTES_MAX - 1).is_full

    def fill(session: Session) -> None:
        session.add(JournalPhotoRow(id=uuid4(), size=limits.JOURNAL_PHOTO_BYTES_MAX, pending=False))

    await sam.services.database.write(fill)
    with pytest.raises(NoRoomForPhotos):
        await add(sam)


async def test_missing_are_the_photos_that_an_entry_names_and_that_are_not_here(sam: Phone) -> None:
    here, gone = await add(sam), str(uuid4())
    fields: dict[str, str | int] = {"level": 3, f"photos.{here}": "image/jpeg 3x4", f"photos.{gone}": "image/jpeg 3x4"}
    entry_id = await sam.services.documents.save(None, "entry", fields | {"photos.nonsense": "x"})
    assert await sam.services.journal_photos.missing() == {UUID(gone)}
    await sam.services.documents.trash(entry_id)
    assert await sam.services.journal_photos.missing() == {UUID(gone)}  # what is in the bin may come back
    await sam.services.documents.save(entry_id, "entry", {f"photos.{gone}": None})
    assert await sam.services.journal_photos.missing() == set()
    await sam.restart()
    await sam.services.documents.save(entry_id, "entry", {f"photos.{gone}": "image/jpeg 3x4"})
    assert await sam.services.journal_photos.missing() == {UUID(gone)}
    await sam.services.documents.erase(entry_id)
    assert await sam.services.journal_photos.missing() == set()


async def test_an_id_that_is_none_is_no_photo(sam: Phone) -> None:
    assert await sam.services.journal_photos.get("nonsense") is None
    assert await sam.services.journal_photos.get_local("nonsense") is None


@pytest.mark.parametrize(
    ("value", "size"),
    [("image/jpeg 1200x900", (1200, 900)), ("image/jpeg", (4, 3)), ("", (4, 3)), ("1x0", (4, 3)), ("²x3", (4, 3))],
)
def test_a_size_that_is_not_said_is_that_of_most_pictures(value: str, size: tuple[int, int]) -> None:
    assert read_photo_size(value) == size

"""The archive: what goes out comes back the same in another journal, and twice adds nothing."""

import asyncio
import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mobile.services import Services
from mobile.transfer import archive as shapes
from mobile.transfer import archive_reader
from mobile.transfer.archive_reader import ArchiveRefused, Problem, looks_like_archive, read_archive
from mobile.transfer.archive_restore import Outcome, compare, restore
from mobile.transfer.archive_writer import Written, write_archive
from mobile.transfer.past import undo
from mobile.vault.documents import Document
from mobile.vault.registers import NewValue
from tests.mobile.transfer.json_schema import faults
from tests.support.phone import phone
from tests.support.photos import jpeg

MARKS = ("restore_id", "restore_mark")
SCHEMA = Path(shapes.__file__).with_name("kith-archive.schema.json")


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[Services]:
    async with phone(tmp_path / "ours") as device:
        yield device.services


@pytest.fixture
async def theirs(tmp_path: Path) -> AsyncIterator[Services]:
    async with phone(tmp_path / "theirs") as device:
        yield device.services


async def exported(services: Services) -> tuple[bytes, Written]:
    out = io.BytesIO()
    written = await write_archive(services, out)
    return out.getvalue(), written


async def imported(services: Services, file: bytes) -> Outcome:
    found = read_archive(io.BytesIO(file))
    assert not found.unfit and not found.twice
    return await restore(services, found, compare(services.documents, found), "kith.zip", lambda outcome: "report")


def seen(services: Services) -> dict[UUID, tuple[str, str, Mapping[str, tuple[str, ...]]]]:
    """Every document as its kind, its fields as JSON (which tells 1 from True), and its texts; not what tells of the
    import itself."""
    return {
        one.id: (one.kind, json.dumps({k: v for k, v in sorted(one.fields.items()) if k not in MARKS}), one.versions)
        for one in services.documents.list_all()
        if one.fields.get("report") != "report"
    }


def plain_json(file: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return json.loads(archive.read("kith.json"))  # type: ignore[no-any-return]


def with_json(file: bytes, change: Mapping[str, Any]) -> bytes:
    """The archive with other JSON in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, json.dumps(json.loads(content) | change) if name == "kith.json" else content)
    return out.getvalue()


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
SOME_ID = "0198c5a0-0000-7000-8000-000000000001"
ID = st.sampled_from(["sleep", "", "a.b", "çé", SOME_ID])
NAMES = st.one_of(
    st.sampled_from(["felt_on", "felt_at", "utc_offset_min", "zone", "level", "mood_id", "energy", "source", "title"]),
    st.sampled_from(
        ["created_at", "import_id", "import_mark", "unknown.later", "unknown.level", "extra", "id", "photos.odd"]
    ),
    st.builds("{}.{}".format, st.sampled_from(["feelings", "tags", "scales", "steps", "photos"]), ID),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=8),
).filter(lambda name: name not in ("note", "trash", f"photos.{SOME_ID}"))  # photos have tests of their own
USUAL = st.fixed_dictionaries(
    {},
    optional={
        "felt_on": st.dates().map(str),
        "felt_at": st.times().map(lambda at: at.isoformat("minutes")),
        "utc_offset_min": st.integers(-1_440, 1_440),
        "level": st.integers(1, 5),
        "energy": st.integers(1, 5),
        "tags.work": st.booleans(),
        "scales.sleep": st.one_of(st.integers(0, 10), st.floats(0, 600)),
        "unknown.weather": st.sampled_from(['"rain"', "[1,2]", '{"a":null}', "null", "no json", "[1, 2]"]),
    },
)
NOTES = st.one_of(st.none(), st.text(max_size=20), st.lists(st.text(max_size=9), min_size=2, max_size=3).map(tuple))


@st.composite
def journals(draw: st.DrawFn) -> list[tuple[str, dict[str, NewValue]]]:
    """Documents of all kinds, usual and odd."""
    kinds = st.sampled_from(["entry", "entry", "mood", "tag", "goal", "safety_plan", "settings", "from_the_future"])
    return draw(
        st.lists(
            st.tuples(
                kinds,
                st.builds(
                    lambda usual, odd, note: {**usual, **odd, **({} if note is None else {"note": note})},
                    USUAL,
                    st.dictionaries(NAMES, VALUES, max_size=4),
                    NOTES,
                ),
            ),
            max_size=8,
        )
    )


def without_the_import(plain: dict[str, Any]) -> dict[str, Any]:
    documents = [one for one in plain["documents"] if one["fields"].get("report") != "report"]
    return plain | {"made_at": "", "documents": documents}


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(journal=journals())
async def test_whatever_goes_out_comes_back_the_same_in_a_new_journal_and_only_once(
    ours: Services, theirs: Services, journal: list[tuple[str, dict[str, NewValue]]]
) -> None:
    for services in (ours, theirs):
        await services.documents.erase_many([one.id for one in services.documents.list_all()])
    await ours.documents.add_many([(None, kind, fields) for kind, fields in journal])
    file, _ = await exported(ours)
    assert not faults(json.loads(SCHEMA.read_text()), plain_json(file))
    before = seen(ours)
    await imported(theirs, file)
    assert seen(theirs) == before
    for services in (ours, theirs):
        assert (await imported(services, file)).ids == [] and seen(services) == before
    again, _ = await exported(theirs)
    assert without_the_import(plain_json(again)) == without_the_import(plain_json(file))


def test_the_published_schema_is_the_one_that_the_code_writes() -> None:
    assert SCHEMA.read_text() == shapes.schema_text(), (
        "write it anew: python -c 'from mobile.transfer.archive import write_schema; write_schema()'"
    )


async def test_an_entry_has_the_public_shape(ours: Services) -> None:
    entry_id = await ours.documents.save(
        None,
        "entry",
        {
            "felt_on": "2026-03-01", "felt_at": "08:15", "utc_offset_min": 60, "zone": "Europe/Berlin", "level": 2,
            "feelings.tired": True, "tags.work": True, "tags.sleep": False, "scales.sleep": 7.5, "note": "Ünruhig",
        },
    )  # fmt: skip
    file, written = await exported(ours)
    assert written == Written(1, (), 0, ())
    assert plain_json(file)["entries"] == [
        {
            "id": str(entry_id), "felt_on": "2026-03-01", "felt_at": "08:15", "utc_offset_min": 60,
            "zone": "Europe/Berlin", "level": 2, "mood_id": None, "energy": None, "note": "Ünruhig", "source": None,
            "source_key": None, "created_at": None, "edited_at": None, "feelings": ["tired"], "tags": ["work"],
            "scales": [{"id": "sleep", "value": 7.5}], "photos": [], "other_notes": [],
            "extra": {"tags.sleep": False},
        }
    ]  # fmt: skip


async def test_photos_come_along_once_each_and_get_the_names_of_the_new_journal(
    ours: Services, theirs: Services
) -> None:
    one, other = jpeg(), jpeg(colour="#803030")
    (first, kind), (second, _) = [await ours.journal_photos.add_ready(content) for content in (one, other)]
    for shown in ([first, second], [second]):
        await ours.documents.save(None, "entry", {"level": 3, **{f"photos.{name}": kind for name in shown}})
    file, written = await exported(ours)
    assert written.photo_count == 2 and not written.missing_photos
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("photos/"))
        assert names == sorted(f"photos/{hashlib.sha256(content).hexdigest()}.jpg" for content in (one, other))
    outcome = await imported(theirs, file)
    assert outcome.photo_count == 2 and not outcome.lost_photos
    there = [await photos_of(theirs, document) for document in theirs.documents.list("entry")]
    assert sorted(map(len, there)) == [1, 2] and {photo for photos in there for photo in photos} == {one, other}
    assert (await imported(theirs, file)).ids == []


async def photos_of(services: Services, document: Document) -> list[bytes | None]:
    names = [name.removeprefix("photos.") for name in document.fields if name.startswith("photos.")]
    return [await services.journal_photos.get_local(name) for name in names]


async def test_a_photo_that_is_not_at_hand_is_listed_and_left_out(ours: Services, theirs: Services) -> None:
    gone = "0198c5a0-0000-7000-8000-000000000001"
    await ours.documents.save(None, "entry", {"level": 3, f"photos.{gone}": "image/jpeg 4x3"})
    file, written = await exported(ours)
    assert written.missing_photos == (gone,) and plain_json(file)["missing_photos"] == [gone]
    outcome = await imported(theirs, file)
    assert outcome.lost_photos == [gone]
    [entry] = theirs.documents.list("entry")
    assert {name: value for name, value in entry.fields.items() if name not in MARKS} == {"level": 3}


async def test_what_was_deleted_does_not_go_out_and_comes_back_from_an_older_archive(ours: Services) -> None:
    kept, trashed, erased = [await ours.documents.save(None, "entry", {"level": level}) for level in (1, 2, 3)]
    before, _ = await exported(ours)
    await ours.documents.trash(trashed)
    await ours.documents.erase(erased)
    after, _ = await exported(ours)
    assert [one["id"] for one in plain_json(after)["entries"]] == [str(kept)]
    assert set((await imported(ours, before)).ids) == {trashed, erased}
    assert {one.id: one.fields["level"] for one in ours.documents.list("entry")} == {kept: 1, trashed: 2, erased: 3}


async def test_keys_of_a_later_version_are_kept_and_go_out_again(ours: Services, theirs: Services) -> None:
    await ours.documents.save(None, "entry", {"level": 3})
    await ours.documents.save(None, "goal", {"title": "Walk"})
    file, _ = await exported(ours)
    plain = plain_json(file)
    plain["entries"][0] |= {"weather": {"sky": ["rain", 3]}}
    plain["documents"][0] |= {"shared": None}
    newer = with_json(file, plain | {"version": 7, "circles": []})
    found = read_archive(io.BytesIO(newer))
    assert found.is_newer and found.unknown == ("circles",)
    await imported(theirs, newer)
    again = plain_json((await exported(theirs))[0])
    assert again["entries"][0]["weather"] == {"sky": ["rain", 3]} and again["documents"][0]["shared"] is None


async def test_what_fits_nothing_is_left_behind_by_itself(ours: Services) -> None:
    good = {"id": "0198c5a0-0000-7000-8000-000000000001", "level": 4}
    bad: list[Any] = [{"id": "x"}, {**good, "level": 9}, {**good, "level": "4"}, 7, None, {**good, "photos": [{}]}]
    empty, _ = await exported(ours)
    found = read_archive(io.BytesIO(with_json(empty, {"entries": [*bad, good, good], "documents": {}})))
    assert [part.fields for part in found.parts] == [{"level": 4}] and found.twice == 1
    assert [place for name, place, _ in found.unfit if name == "entries"] == [1, 2, 3, 4, 5, 6]
    long = with_json(empty, {"entries": [{**good, "note": "é" * 40_000}]})
    held = compare(ours.documents, read_archive(io.BytesIO(long)))
    assert len(held.too_long) == 1 and not held.new


@pytest.mark.parametrize(
    ("plain", "problem"),
    [
        (b"{", Problem.DAMAGED),
        (b"[]", Problem.NO_ARCHIVE),
        (b'{"format":"kith-archive"}', Problem.NO_ARCHIVE),
        (b"[" * 100_000, Problem.DAMAGED),
        (b'{"format":"kith-archive","version":1,"entries":[{"level":NaN}]}', Problem.DAMAGED),
        (None, Problem.NO_ARCHIVE),
    ],
)
def test_other_files_are_refused_with_the_reason(plain: bytes | None, problem: Problem) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("kith.json" if plain is not None else "backup.daylio", plain or b"")
    assert looks_like_archive(out) == (plain is not None)
    with pytest.raises(ArchiveRefused) as caught:
        read_archive(out)
    assert caught.value.problem is problem


async def test_a_damaged_archive_is_refused_and_never_half_read(ours: Services) -> None:
    await ours.documents.add_many([(None, "entry", {"level": 3, "note": f"{n} " * 40}) for n in range(200)])
    file, _ = await exported(ours)
    for bent in (file[: len(file) // 2], file[:-10], b"", b"PK\3\4" + bytes(100)):
        assert not looks_like_archive(io.BytesIO(bent))
        with pytest.raises(ArchiveRefused):
            read_archive(io.BytesIO(bent))
    middle = bytearray(file)
    middle[len(file) // 2] ^= 255
    with pytest.raises(ArchiveRefused):
        read_archive(io.BytesIO(bytes(middle)))


def test_a_file_that_unpacks_without_end_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_reader, "_JSON_BYTES_MAX", 1024 * 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kith.json", bytes(1024 * 1024 + 1))
    with pytest.raises(ArchiveRefused) as caught:
        read_archive(out)
    assert caught.value.problem is Problem.TOO_LARGE
    lying = out.getvalue().replace((1024 * 1024 + 1).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(ArchiveRefused) as caught:
        read_archive(io.BytesIO(lying))
    assert caught.value.problem is Problem.DAMAGED


async def test_progress_is_told_and_a_stopped_export_takes_nothing_with_it(ours: Services) -> None:
    await ours.documents.add_many([(None, "entry", {"level": 3}) for _ in range(300)])
    told: list[tuple[int, int]] = []
    await write_archive(ours, io.BytesIO(), on_progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (300, 300) and len(told) > 3

    def stop(done: int, total: int) -> None:
        task.cancel()

    task = asyncio.ensure_future(write_archive(ours, io.BytesIO(), on_progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_an_archive_brought_can_be_taken_out_again_and_brought_again(
    ours: Services, theirs: Services
) -> None:
    tag = await ours.documents.save(None, "tag", {"name": "Choir"})
    await ours.documents.save(None, "entry", {"level": 3, f"tags.{tag}": True, "import_id": "x", "import_mark": "y"})
    await ours.documents.save(None, "goal", {"title": "Walk", "note": ("one", "other")})
    file, _ = await exported(ours)
    outcome = await imported(theirs, file)
    assert outcome.import_id is not None and len(outcome.ids) == 3
    before = seen(theirs)
    await theirs.documents.save(None, "entry", {"level": 5})
    undone = await undo(theirs, outcome.import_id, with_changed=False)
    assert len(undone.same) == 2 and len(undone.words) == 1 and not undone.changed
    assert [one.fields["level"] for one in theirs.documents.list("entry")] == [5]
    again = await imported(theirs, file)
    assert len(again.ids) == 3 and before.items() <= seen(theirs).items()


async def test_what_was_changed_since_it_was_brought_stays_when_the_rest_is_taken_out(
    ours: Services, theirs: Services
) -> None:
    goal = await ours.documents.save(None, "goal", {"title": "Walk"})
    await ours.documents.save(None, "entry", {"level": 3})
    outcome = await imported(theirs, (await exported(ours))[0])
    assert outcome.import_id is not None
    await theirs.documents.save(goal, "goal", {"title": "Walk far"})
    found = await undo(theirs, outcome.import_id, with_changed=False)
    assert found.changed == (goal,) and len(found.same) == 1
    assert theirs.documents.get(goal) is not None and not theirs.documents.list("entry")


@pytest.mark.parametrize("at_the_end", [False, True])
async def test_stopped_before_it_is_stored_nothing_is_here_and_afterwards_everything(
    ours: Services, theirs: Services, at_the_end: bool
) -> None:
    await ours.documents.add_many([(None, "entry", {"level": 3}) for _ in range(300)])
    found = read_archive(io.BytesIO((await exported(ours))[0]))
    compared = compare(theirs.documents, found)

    def stop(done: int, total: int) -> None:
        if done == total or not at_the_end:
            task.cancel()

    task = asyncio.ensure_future(restore(theirs, found, compared, "kith.zip", lambda _: "report", on_progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(theirs.documents.list("entry")) == (300 if at_the_end else 0)
    assert len(theirs.documents.list("import")) == (1 if at_the_end else 0)


async def test_a_photo_that_is_not_the_one_it_is_named_after_is_left_out_and_told(
    ours: Services, theirs: Services
) -> None:
    photo_id, kind = await ours.journal_photos.add_ready(jpeg())
    await ours.documents.save(None, "entry", {"level": 3, f"photos.{photo_id}": kind})
    file, _ = await exported(ours)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, jpeg(colour="#803030") if name.startswith("photos/") else old.read(name))
    outcome = await imported(theirs, out.getvalue())
    assert outcome.lost_photos == [photo_id] and outcome.photo_count == 0
    [entry] = theirs.documents.list("entry")
    assert await photos_of(theirs, entry) == []

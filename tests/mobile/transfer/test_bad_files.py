"""Files that are damaged, hostile or something else: each is refused for what it is, quickly and with nothing kept."""

import base64
import io
import json
import random
import struct
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mobile.transfer import formats, source_file, text_files
from mobile.transfer.formats import format_of, look
from mobile.transfer.imported import ROWS_PER_STEP, ImportRefused
from mobile.transfer.source_file import SourceFile, Zip
from tests.mobile.transfer.lookalikes import (
    DAYLIO_HEADER,
    daylio_backup,
    daylio_entry,
    daylio_json,
    daylio_row,
    read,
    run,
    table,
    zipped,
)

NOISE = random.Random(1).randbytes(200_000)


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read(content)
    return refused.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"   \r\n \t ", "empty"),
        (NOISE, "not_text"),
        (b"%PDF-1.7\n" + NOISE, "not_text"),
        (b"Dear diary, nothing here is a table.", "unknown"),
        (b'{"some": "thing"}', "unknown"),
        (b"[1, 2, 3]", "unknown"),
        (b'{"dayEntries": [{"id": 1}', "broken_json"),
        (b'{"dayEntries": [}', "broken_json"),
        (b"[" * 200_000, "broken_json"),
        (b'{"dayEntries": [' + b'{"a":' * 100_000, "broken_json"),
        (b'{"dayEntries": [], "customMoods": [{"id": 1}]}', "no_entries"),
        ("full_date,mood\n".encode("utf-16-le") + b"\x00", "broken_text"),
        (b"\xff\xfe\x00\xd8\x41\x00", "broken_text"),
    ],
)
def test_what_nothing_can_be_taken_from_is_named(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_noise_is_refused_by_its_beginning_however_long_it_is() -> None:
    noise = bytes(byte or 1 for byte in NOISE) * 20  # without a zero, which would tell it even sooner
    reading = text_files.decode(noise)
    with pytest.raises(ImportRefused) as refused:
        next(reading)
    assert refused.value.reason == "not_text"


def test_a_zip_that_is_cut_off_or_changed_is_damaged() -> None:
    whole = daylio_backup([daylio_entry(n, note="words " * 50) for n in range(200)])
    for cut in (10, len(whole) // 2, len(whole) - 10):
        assert refusal(whole[:cut]) == "broken_zip"
    middle = len(whole) // 2
    changed = whole[:middle] + bytes(64) + whole[middle + 64 :]
    assert refusal(changed) in ("broken_zip", "broken_base64")
    assert refusal(zipped({"readme.txt": b"hello", "other.txt": b"hello"})) == "unknown"


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_fills_the_memory() -> None:
    bomb = zipped({"backup.daylio": b"A" * (text_files.TEXT_BYTES_MAX * 2)})
    assert len(bomb) < 300_000
    assert refusal(bomb) == "bomb"


def test_a_zip_that_lies_about_its_size_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = bytearray(zipped({"a.csv": b"A" * 3_000_000}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", bomb, bomb.find(signature) + place, 100)
    archive = Zip(SourceFile("a.zip", bytes(bomb)))
    with pytest.raises(ImportRefused):
        archive.read("a.csv", 1_000_000)


def test_a_zip_of_very_many_files_or_with_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_file, "ZIP_FILES_MAX", 10)
    assert refusal(zipped({f"{n}.txt": b"" for n in range(11)})) == "bomb"
    locked = bytearray(daylio_backup([daylio_entry()]))
    locked[locked.find(b"PK\x01\x02") + 8] |= 1
    locked[locked.find(b"PK\x03\x04") + 6] |= 1
    assert refusal(bytes(locked)) == "locked_zip"


@pytest.mark.parametrize("inside", [b"not base64 at all!", b"QUJD*", base64.b64encode(b"plain words"), b"QUJ"])
def test_a_backup_with_something_else_inside_is_refused(inside: bytes) -> None:
    assert refusal(zipped({"backup.daylio": inside})) in ("broken_base64", "broken_json", "no_entries")


def test_a_hundred_megabytes_of_nonsense_are_refused_by_their_size(tmp_path: Path) -> None:
    path = tmp_path / "nonsense.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)  # sparse: it takes no room
    with pytest.raises(ImportRefused) as refused:
        run(look(SourceFile("nonsense.csv", path)))
    assert refused.value.reason == "too_large"
    with path.open("wb") as file:
        file.truncate(source_file.FILE_BYTES_MAX + 1)
    with pytest.raises(ImportRefused):
        run(look(SourceFile("nonsense.csv", path)))


def test_a_table_with_a_quotation_that_never_ends_says_in_which_row() -> None:
    content = f'{DAYLIO_HEADER}\n2024-05-30,,,20:00,good,,,,"never ends\n'.encode() + b"more words, and more\n" * 20_000
    with pytest.raises(ImportRefused) as refused:
        read(content)
    assert refused.value.reason == "broken_table"
    assert refused.value.row > 1


def test_more_rows_than_any_journal_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "ROWS_MAX", 100)
    rows = [daylio_row("2024-05-30", "20:00", "good")] * 101
    assert refusal(table(DAYLIO_HEADER, rows)) == "too_many"


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"year": 10**30}, False),
        ({"year": 0}, False),
        ({"month": 12}, False),
        ({"day": "3"}, False),
        ({"year": 1970, "month": 0, "day": 1}, True),
        ({"year": 2999}, True),
        ({"datetime": 10**18}, True),
        ({"timeZoneOffset": 10**15}, True),
        ({"note": ["a"]}, True),
        ({"tags": "x"}, True),
        ({"assets": {"a": 1}}, True),
        ({"mood": {"id": 1}}, True),
        ({"note": "a\0b\ud800"}, True),
    ],
)
def test_odd_values_in_an_entry_never_stop_the_others(values: dict[str, Any], kept: bool) -> None:
    imported = read(daylio_backup([daylio_entry(1), daylio_entry(2, **values), daylio_entry(3)]))
    assert len(imported.entries) == 2 + kept


@pytest.mark.parametrize("value", [None, 1, "x", [1], {"id": None}, True])
def test_odd_values_in_place_of_entries_and_words_are_passed_over(value: object) -> None:
    broken: Any = {"tags": [value], "customMoods": [value, *[{"id": 2, "mood_group_id": 2}]], "tag_groups": [value]}
    imported = read(daylio_backup([daylio_entry(1)], assets=[value], writingTemplates=[value], **broken))
    assert [entry.felt_on for entry in imported.entries] == [date(2024, 1, 31)]
    assert len(read(json.dumps([{"date": "2025-01-01", "scores": [1]}, value]).encode()).entries) == 1
    assert len(read(json.dumps([{"timeCreated": "2025-01-01", "text": ""}, value]).encode()).entries) == 1


def test_an_integer_of_ten_thousand_digits_does_not_stop_the_reading() -> None:
    content = daylio_json([daylio_entry(1)]).replace(b'"version": 15', b'"version": ' + b"9" * 10_000)
    assert len(read(content).entries) == 1


def test_ten_thousand_columns_and_cells_are_read_without_growing_slow() -> None:
    header = ",".join(f"column {n}" for n in range(5_000))
    looked = run(look(SourceFile("wide.csv", (header + "\n" + "x," * 5_000).encode())))
    assert format_of(looked) is None
    same_day = [["8th Dec 2021", "", "pm", "Factors", "", f"tag {n}", "note"] for n in range(5_000)]
    (entry,) = read(table("date,weekday,time of day,category,rating/amount,detail,notes", same_day)).entries
    assert len(entry.tags) == 5_000


def test_reading_stops_between_small_steps() -> None:
    content = table(DAYLIO_HEADER, [daylio_row("2024-05-30", "20:00", "good")] * 1_000)
    looked = run(look(SourceFile("a.csv", content)))
    found = format_of(looked)
    assert found is not None and found.read is not None
    steps = list(found.read(looked))
    assert len(steps) == 1_000 // ROWS_PER_STEP
    assert steps == sorted(steps) and steps[-1] <= 1
    entries = [daylio_entry(n) for n in range(1_000)]
    looked = run(look(SourceFile("a", daylio_json(entries))))
    assert len(list(formats.FORMATS[0].read(looked))) >= 2 * 1_000 // ROWS_PER_STEP  # type: ignore[misc]


def test_a_zip_in_a_zip_and_one_without_files_are_nothing() -> None:
    inner = daylio_backup([daylio_entry()])
    assert refusal(zipped({"inner.zip": inner})) == "unknown"
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    assert refusal(out.getvalue()) == "unknown"

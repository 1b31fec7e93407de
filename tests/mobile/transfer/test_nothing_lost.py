"""What other journals say is kept as they say it, or told: no value is changed, merged or dropped without a word."""

import io
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from mobile.day_span import ALL, span
from mobile.transfer.any_csv import Mapping as Columns
from mobile.transfer.archive_writer import write_archive
from mobile.transfer.exports import TABLE, make_export
from mobile.transfer.html_text import plain_text
from mobile.transfer.imported import ImportRefused
from mobile.transfer.past import read_undoing
from mobile.transfer.restoring import Restoring
from mobile.vocabulary import TAG, open_vocabulary
from mobile.vocabulary_changes import rename
from tests.mobile.transfer.bringing import bring_in, entries, read
from tests.mobile.transfer.lookalikes import (
    CUSTOM_MOODS,
    DAYLIO_HEADER,
    daylio_backup,
    daylio_entry,
    daylio_row,
    table,
)
from tests.mobile.transfer.lookalikes import (
    read as read_file,
)
from tests.support.phone import Phone, phone
from tests.support.photos import jpeg

BEARABLE = "date,weekday,time of day,category,rating/amount,detail,notes"
SECOND = "1 value came second"


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "here", inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


def tags(device: Phone) -> list[list[str]]:
    words = open_vocabulary(device.services.documents)
    return [[words.tag(tag) for tag in entry.tags] for entry in entries(device)]


def scales(device: Phone) -> list[dict[str, float]]:
    """The values of each check-in by the names of their scales."""
    words = open_vocabulary(device.services.documents)
    found = [{words.scale(key): value for key, value in entry.scales.items()} for entry in entries(device)]
    return [{scale.name: value for scale, value in one.items() if scale is not None} for one in found]


async def bring_back(device: Phone, archive: bytes) -> Restoring:
    """Let the device read an archive up to its preview."""
    await read(device, archive)
    restoring = Restoring(device.services)
    await restoring.begin()
    return restoring


def bearable(*rows: tuple[str, str, str, str]) -> bytes:
    """Rows of one day: time of day, category, amount, detail."""
    return table(BEARABLE, [["8th Dec 2021", "Wed", *row, ""] for row in rows])


async def test_another_phone_that_counts_anew_does_not_get_the_words_of_the_first(device: Phone) -> None:
    await bring_in(device, daylio_backup([daylio_entry(1, tags=[2], mood=6)]))
    words = open_vocabulary(device.services.documents)
    walk = next(tag for tag in words.all_tags if tag.name == "Long walk")
    await rename(device.services, TAG, walk.id, "Hike")
    moods = [*CUSTOM_MOODS[:5], {"id": 6, "custom_name": "Proud", "mood_group_id": 1}]
    other = [{"id": 2, "name": "Alcohol", "id_tag_group": 0}]
    entry = daylio_entry(1, tags=[2], mood=6, moment=datetime(2025, 5, 5, 8))
    await bring_in(device, daylio_backup([entry], tags=other, customMoods=moods))
    assert tags(device) == [["Hike"], ["Alcohol"]]
    first, second = entries(device)
    words = open_vocabulary(device.services.documents)
    assert [words.mood(one.level, one.mood_id) for one in (first, second)] == ["Floating", "Proud"]
    # What the member renamed is still known by what it is called there.
    later = daylio_entry(2, tags=[2], moment=datetime(2025, 6, 6, 8))
    await bring_in(device, daylio_backup([later]))
    assert tags(device)[-1] == ["Hike"]


async def test_another_part_of_the_same_day_is_another_check_in(device: Phone) -> None:
    morning, evening = ("am", "Mood", "4", ""), ("pm", "Mood", "4", "Happy")
    await bring_in(device, bearable(morning))
    await bring_in(device, bearable(morning, evening, ("pm", "Symptom", "3", "Headache")))
    assert [len(entry.feelings) for entry in entries(device)] == [0, 1]
    assert scales(device) == [{}, {"Headache": 3.0}]


async def test_a_second_score_of_a_day_comes_with_a_later_export(device: Phone) -> None:
    day = {"date": "2025-1-31", "type": "Mood", "scores": [4], "notes": "", "tags": []}
    await bring_in(device, json.dumps([day]).encode())
    await bring_in(device, json.dumps([day | {"scores": [4, 4]}]).encode())
    assert [entry.level for entry in entries(device)] == [4, 4]


async def test_rows_of_one_day_without_times_are_not_taken_for_each_other(device: Phone) -> None:
    columns = Columns(day="Date", mood="Mood", tags="Tags", scales=("Pain",))
    first, second = ["2024-01-31", "4", "work", "2"], ["2024-01-31", "4", "hospital", "9"]
    await bring_in(device, table("Date,Mood,Tags,Pain", [first]), columns=columns)
    await bring_in(device, table("Date,Mood,Tags,Pain", [first, second]), columns=columns)
    assert scales(device) == [{"Pain": 2.0}, {"Pain": 9.0}]


async def test_what_a_fuller_journal_says_of_the_same_moment_is_told(device: Phone) -> None:
    await bring_in(device, table(DAYLIO_HEADER, [daylio_row("2024-01-31", "23:50", "good", note="x")]))
    entry = daylio_entry(1, note="x", assets=[1])
    backup = daylio_backup([entry], {"a": jpeg()}, assets=[{"id": 1, "checksum": "a", "type": 1}])
    plan = (await read(device, backup)).state.plan
    assert plan is not None and (len(plan.entries), plan.same_moment) == (0, 1)
    told = next(finding for finding in plan.findings.all() if finding.code == "said_more")
    assert told.examples == ["2024-01-31, 23:50: Good x 1 photo"]


async def test_a_row_that_was_corrected_there_is_told_beside_the_one_that_is_here(device: Phone) -> None:
    await bring_in(device, table(DAYLIO_HEADER, [daylio_row("2024-01-31", "20:00", "good", note="old text")]))
    past = await bring_in(device, table(DAYLIO_HEADER, [daylio_row("2024-01-31", "20:00", "good", note="new text")]))
    assert [entry.note for entry in entries(device)] == ["new text", "old text"]
    assert "has the time of one that was imported before" in past.report


async def test_the_language_of_the_phone_makes_no_other_row(device: Phone) -> None:
    row = daylio_row("2024-01-31", "20:00", "good", note="as it was")
    await bring_in(device, table(DAYLIO_HEADER, [row]))
    (entry,) = entries(device)
    await device.services.documents.save(entry.id, "entry", {"note": "as it was, and more"})
    plan = (await read(device, table(DAYLIO_HEADER, [[row[0], "30. Mai", "Samstag", *row[3:]]]))).state.plan
    assert plan is not None and (plan.entries, plan.imported_before) == ([], 1)


@pytest.mark.parametrize(
    ("content", "columns", "values"),
    [
        (table("Date,Steps", [["2024-01-31", "8,123"], ["2024-02-01", "950"]]), ("Steps",), [8123.0, 950.0]),
        (table("Date,Steps", [["2024-01-31", "8.123"], ["2024-02-01", "950"]], ";"), ("Steps",), [8123.0, 950.0]),
        (table("Date,Steps", [["2024-01-31", "8.123"], ["2024-02-01", "950"]]), ("Steps",), [8.123, 950.0]),
        (table("Date,Steps", [["2024-01-31", "8,123"], ["2024-02-01", "9,5"]]), ("Steps",), [8.123, 9.5]),
        (table("Date,Steps", [["2024-01-31", "0,123"], ["2024-02-01", "9"]]), ("Steps",), [0.123, 9.0]),
        (table("Date,Steps", [["2024-01-31", "1,234,567"]]), ("Steps",), [1234567.0]),
    ],
)
async def test_numbers_in_thousands_are_told_from_decimals(
    device: Phone, content: bytes, columns: tuple[str, ...], values: list[float]
) -> None:
    past = await bring_in(device, content, {"": 3}, Columns(day="Date", scales=columns))
    assert [one["Steps"] for one in scales(device)] == values
    assert ("read as thousands" in past.report) == any(value > 1_000 for value in values)


async def test_of_two_values_for_one_scale_the_first_stays_and_the_second_is_told(device: Phone) -> None:
    rows = bearable(("pm", "Mood", "4", ""), ("pm", "Sleep", "7:30", ""), ("pm", "Sleep", "1:00", "Nap"))
    assert SECOND in (await bring_in(device, rows)).report
    row = daylio_row("2024-01-31", "20:00", "good", scales="Rest: 8/10 | Rest: 3/10")
    assert SECOND in (await bring_in(device, table(DAYLIO_HEADER, [row]))).report
    assert scales(device) == [{"Sleep": 450.0}, {"Rest": 8.0}]
    assert tags(device)[0] == ["Nap"]


async def test_amounts_that_are_no_numbers_stay_beside_the_entry() -> None:
    said = read_file(
        bearable(
            ("pm", "Meds/Supplements", "200 mg", "Ibuprofen"),
            ("pm", "Sleep quality", "Poor", "Woke up twice"),
            ("pm", "Factors", "3", "Coffee"),
        )
    ).entries[0]
    assert {name: value for name, value in said.extra.items() if ":" in name} == {
        "bearable.Meds/Supplements: Ibuprofen": "200 mg",
        "bearable.Sleep quality: Woke up twice": "Poor",
        "bearable.Factors: Coffee": "3",
    }


@pytest.mark.parametrize("at", [2, 20])
def test_a_quotation_without_an_end_is_refused_where_it_begins(at: int) -> None:
    rows = [f"2024-01-{day:02},,,20:00,good,,,,note {day}" for day in range(30, 10, -1)]
    rows[at - 2] = rows[at - 2].replace("note", '"note')
    with pytest.raises(ImportRefused) as refused:
        read_file("\n".join([DAYLIO_HEADER, *rows]).encode())
    assert (refused.value.reason, refused.value.row) == ("broken_table", at)


def test_a_note_longer_than_a_cell_of_most_tables_is_read() -> None:
    note = "long " * 40_000
    (entry,) = read_file(table(DAYLIO_HEADER, [daylio_row("2024-01-31", "20:00", "good", note=note)])).entries
    assert entry.note == note.strip()


async def test_the_own_table_brings_nothing_twice_and_nothing_back(device: Phone) -> None:
    save = device.services.documents.save
    first = await save(None, "entry", {"felt_on": "2026-02-01", "felt_at": "08:15", "level": 2, "note": "first"})
    second = await save(None, "entry", {"felt_on": "2026-02-02", "felt_at": "08:15", "level": 2, "note": "gone"})
    await save(None, "entry", {"felt_on": "2026-02-03", "felt_at": "08:15", "level": 2, "note": ("one", "two")})
    out = io.BytesIO()
    await make_export(device.services, TABLE, span(ALL, device.services.clock.today()), out)
    await save(first, "entry", {"note": "first, and more"})
    await device.services.documents.trash(second)
    plan = (await read(device, out.getvalue())).state.plan
    assert plan is not None and (plan.entries, plan.imported_before) == ([], 3)


async def test_scales_whose_names_end_in_numbers_stay_apart_in_the_own_table(device: Phone, tmp_path: Path) -> None:
    save = device.services.documents.save
    names = ("Dose #1", "Dose #2", "Pain", "Pain", "Dose (mg) #1")
    ids = [await save(None, "scale", {"name": name}) for name in names]
    values = {f"scales.{key}": float(place) for place, key in enumerate(ids)}
    await save(None, "entry", {"felt_on": "2026-02-01", "level": 2, **values})
    out = io.BytesIO()
    await make_export(device.services, TABLE, span(ALL, device.services.clock.today()), out)
    async with phone(tmp_path / "there", inline=True) as there:
        await there.services.account.start_writing()
        await bring_in(there, out.getvalue())
        (found,) = scales(there)
        assert {found.pop("Pain"), found.pop("Pain #2")} == {2.0, 3.0}  # of one name, so in either order
        assert found == {"Dose #1": 0.0, "Dose #2": 1.0, "Dose (mg) #1": 4.0}


async def test_a_chosen_column_of_times_goes_before_the_midnight_that_spreadsheets_add(device: Phone) -> None:
    rows = table("Date,Time,Mood", [["2024-01-31 00:00:00", "20:39", "4"]])
    await bring_in(device, rows, columns=Columns(day="Date", time="Time", mood="Mood"))
    assert [str(entry.felt_at) for entry in entries(device)] == ["20:39:00"]


async def test_a_rating_that_no_level_says_is_kept(device: Phone) -> None:
    rows = table("Date,Mood", [["2024-01-31", "7"], ["2024-02-01", "10"], ["2024-02-02", "1"]])
    await bring_in(device, rows, columns=Columns(day="Date", mood="Mood"))
    assert [entry.extra.get("csv.mood") for entry in entries(device)] == ["7", "10", None]


async def test_columns_whose_long_names_begin_alike_are_all_kept(device: Phone) -> None:
    names = [f"{'How much did it bother you within the last day? ' * 3}[{part}]" for part in ("Anxiety", "Pain")]
    content = table(",".join(["Date", *names]), [["2024-01-31", "none", "strong"]])
    await bring_in(device, content, {"": 3}, Columns(day="Date"))
    (entry,) = entries(device)
    assert {value for name, value in entry.extra.items() if name.startswith("csv.")} == {"none", "strong"}


async def test_half_a_letter_in_what_is_told_does_not_refuse_the_rest(device: Phone) -> None:
    goals = [{"id": 1, "name": "Run \ud83c"}]
    await bring_in(device, daylio_backup([daylio_entry(1, note="words")], goals=goals))
    assert [entry.note for entry in entries(device)] == ["words"]


def test_odd_parts_of_pixels_are_told_one_by_one() -> None:
    day = {"date": "2025-01-31", "type": "Mood", "notes": ""}
    odd = [{"type": "Emotions", "entries": 5}, {"type": "Emotions", "entries": "happy"}, {"type": "A", "entries": [7]}]
    text = json.dumps([day | {"scores": [4, 10**400], "tags": [*odd, {"type": "A", "entries": ["b"]}]}])
    read_in = read_file(text.encode())
    assert (read_in.entries[0].feelings, read_in.entries[0].tags) == ([], ["b"])
    assert {one.code: one.count for one in read_in.findings.all()} == {"odd_mood": 1, "unknown_value": 3}


@pytest.mark.parametrize(
    ("note", "text"),
    [
        ("Kids&notes", "Kids&notes"),
        ("shopping&center;", "shopping&center;"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("AT&amp;T &#39;a&#x27; &nbsp;b", "AT&T 'a'  b"),
        ("a<div style=\"x:y\" class='q'>b</div><p align=left>c</p>d<br />e", "a\nb\nc\nd\ne"),
    ],
)
def test_only_what_html_has_is_taken_out_of_a_note(note: str, text: str) -> None:
    assert plain_text(note)[0] == text


async def test_what_another_device_brought_back_since_the_preview_stays(device: Phone) -> None:
    save, documents = device.services.documents.save, device.services.documents
    entry = await save(None, "entry", {"felt_on": "2026-02-01", "level": 2, "note": "first"})
    out = io.BytesIO()
    await write_archive(device.services, out)
    await documents.trash(entry)
    restoring = await bring_back(device, out.getvalue())
    found = restoring.stage.found
    assert found is not None and len(found.deleted) == 1
    await documents.restore(entry)
    await save(entry, "entry", {"note": "second", "level": 5})
    await restoring.write()
    assert [(one.note, one.level) for one in entries(device)] == [("second", 5)]


async def test_what_comes_back_from_the_trash_is_the_archives_alone(device: Phone) -> None:
    save, documents = device.services.documents.save, device.services.documents
    entry = await save(None, "entry", {"felt_on": "2026-02-01", "level": 2, "note": "first"})
    out = io.BytesIO()
    await write_archive(device.services, out)
    await save(entry, "entry", {"note": "later", "tags.t": True})
    await documents.trash(entry)
    restoring = await bring_back(device, out.getvalue())
    await restoring.write()
    (here,) = entries(device)
    assert (here.note, here.tags) == ("first", ())
    assert restoring.stage.outcome is not None and restoring.stage.outcome.import_id is not None
    undoing = await read_undoing(documents, restoring.stage.outcome.import_id)
    assert (undoing.same, undoing.changed) == ((entry,), ())

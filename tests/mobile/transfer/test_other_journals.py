"""How We Feel, Bearable, Pixels, Daily You, Track & Graph, and tables that nobody knows."""

import base64
import json
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.transfer import any_csv
from mobile.transfer.clocks import read_clock, read_duration, read_moment
from mobile.transfer.formats import look
from mobile.transfer.imported import NO_MOOD, Imported
from mobile.transfer.sample import take_sample
from mobile.transfer.source_file import SourceFile
from mobile.transfer.text_files import Table, open_table
from tests.mobile.transfer.lookalikes import read, run, table, zipped

HOW_WE_FEEL = "Date,Locale,Mood Keys,Mood,Tags (People),Tags (Places),Tags (Events),Notes,Reflections,Takeaways"
BEARABLE = "date,weekday,time of day,category,rating/amount,detail,notes"
TRACK = "FeatureName,Timestamp,Value,Label,Note"


def findings(imported: Imported) -> dict[str, int]:
    return {finding.code: finding.count for finding in imported.findings.all()}


def test_how_we_feel_gives_feelings_with_a_level_where_kith_knows_the_word() -> None:
    rows = [
        ["2026 Wed Jul 22 11:36 PM", "en", "down", "down", "By Myself", "Home", "Resting, Eating", "Note", "[]", "[]"],
        ["2026 Thu Jul 23 12:05 AM", "de", "calm", "ruhig", "", "", "", "", '[{"q": "Why", "a": "So"}]', '["Rest"]'],
    ]
    imported = read(table(HOW_WE_FEEL, rows))
    first, second = imported.entries
    assert (first.felt_on, first.felt_at, first.note) == (date(2026, 7, 22), time(23, 36), "Note")
    assert [(imported.tags[key].name, imported.tags[key].group) for key in first.tags] == [
        ("By Myself", "People"),
        ("Home", "Places"),
        ("Resting", "Events"),
        ("Eating", "Events"),
    ]
    assert (second.felt_on, second.felt_at, second.note) == (date(2026, 7, 23), time(0, 5), "Why\nSo\n\nRest")
    assert (imported.moods["down"].level, imported.moods["calm"].level) == (None, 3)
    assert (imported.moods["calm"].name, imported.moods["calm"].is_feeling) == ("ruhig", True)


def test_bearable_readings_of_one_time_of_day_are_one_entry() -> None:
    rows = [
        ["8th Dec 2021", "Wed", "pm", "Mood", "4", "Happy | Calm", "good day"],
        ["8th Dec 2021", "Wed", "pm", "Energy", "2", "", ""],
        ["8th Dec 2021", "Wed", "pm", "Symptom", "3", "Headache (Moderate)", "left side"],
        ["8th Dec 2021", "Wed", "pm", "Factors", "", "Busy day | Rain", ""],
        ["8th Dec 2021", "Wed", "08:30", "Sleep", "7:45", "", ""],
        ["8th Dec 2021", "Wed", "08:30", "Meds/Supplements", "2", "Vitamin D", ""],
        ["1st Jan 2022", "Sat", "", "Mood", "1", "", ""],
    ]
    imported = read(table(BEARABLE, rows))
    evening, morning, newyear = imported.entries
    assert (evening.felt_on, evening.felt_at, evening.energy) == (date(2021, 12, 8), None, 2)
    assert (evening.note, evening.feelings) == ("good day\nleft side", ["Happy", "Calm"])
    assert evening.extra == {"bearable.time_of_day": "pm"}
    assert imported.moods[evening.moods[0]].level == 4
    assert [imported.tags[key].name for key in evening.tags] == ["Busy day", "Rain"]
    assert {imported.scales[key].name: value for key, value in evening.scales.items()} == {"Headache": 3}
    assert (morning.felt_at, morning.moods) == (time(8, 30), [NO_MOOD])
    assert {imported.scales[key].name: value for key, value in morning.scales.items()} == {"Sleep": 465, "Vitamin D": 2}
    assert imported.moods[newyear.moods[0]].level == 1


def test_pixels_gives_an_entry_for_each_score_of_a_day() -> None:
    days: list[Any] = [
        {"date": "2025-01-31", "type": "Mood", "scores": [4, 2], "notes": "Both",
         "tags": [{"type": "Emotions", "entries": ["Glad"]}, {"type": "Places", "entries": ["Sea"]}]},
        {"date": "2026-9-1", "type": "MOOD", "scores": [3], "notes": "", "tags": []},
        {"date": "2026-13-1", "type": "Mood", "scores": [3]},
        {"date": "2026-9-2", "type": "Sleep", "scores": [2], "isFavourite": True},
    ]  # fmt: skip
    imported = read(json.dumps(days).encode())
    assert [(entry.felt_on.isoformat(), entry.moods, entry.note) for entry in imported.entries] == [
        ("2025-01-31", ["4"], "Both"),
        ("2025-01-31", ["2"], ""),
        ("2026-09-01", ["3"], ""),
        ("2026-09-02", [NO_MOOD], ""),
    ]
    assert imported.entries[0].feelings == ["Glad"]
    assert imported.tags[imported.entries[0].tags[0]].group == "Places"
    assert imported.entries[3].extra == {"pixels.isFavourite": True}
    assert findings(imported) == {"no_day": 1}


def test_daily_you_counts_moods_from_minus_two_and_brings_its_pictures() -> None:
    picture = b"\xff\xd8" + b"p" * 400
    entries = [
        {"timeCreated": "2024-05-01T23:59:30.123", "timeModified": "2024-05-02T08:00:00", "mood": -2, "text": "Low",
         "images": [base64.b64encode(picture).decode(), {"imgPath": "sea.jpg"}]},
        {"timeCreated": "2024-05-02T00:01:00", "mood": None, "text": "None said", "imgPath": "gone.jpg"},
        {"timeCreated": "yesterday", "mood": 0, "text": ""},
    ]  # fmt: skip
    content = json.dumps(entries).encode()
    imported = read(zipped({"daily_you.json": content, "Images/sea.jpg": b"sea"}))
    first, second = imported.entries
    assert (first.felt_on, first.felt_at, imported.moods[first.moods[0]].level) == (date(2024, 5, 1), time(23, 59), 1)
    assert [photo.read() for photo in first.photos] == [picture, b"sea"]
    assert second.moods == [NO_MOOD]
    assert findings(imported) == {"missing_photo": 1, "no_day": 1}
    assert findings(read(content))["missing_photo"] == 2


def test_track_and_graph_keeps_the_time_on_the_wall_and_reads_both_kinds_of_value() -> None:
    rows = [
        ["Mood", "2022-09-14T23:30:41.432+01:00", "2", "", "windy"],
        ["Sleep", "2022-09-14T23:30:10+01:00", "7:30:00", "", ""],
        ["Walk", "2022-09-14T12:55:37.508-10:00", "1.5:outside", "", ""],
        ["Walk", "nonsense", "1", "", ""],
        ["Walk", "2022-09-15T12:55:37Z", "far", "", ""],
    ]
    imported = read(table(TRACK, rows))
    night, walk, odd = imported.entries
    assert (night.felt_on, night.felt_at, night.utc_offset_min) == (date(2022, 9, 14), time(23, 30), 60)
    assert (night.note, imported.moods[night.moods[0]].level) == ("windy", 2)
    assert list(night.scales.values()) == [450]
    assert (walk.utc_offset_min, walk.moods, list(walk.scales.values())) == (-600, [NO_MOOD], [1.5])
    assert [imported.tags[key].name for key in walk.tags] == ["outside"]
    assert odd.scales == {}
    assert findings(imported) == {"no_day": 1, "odd_scale": 1}


def table_of(content: bytes) -> Table:
    found = open_table(content.decode())
    assert found is not None
    return found


def test_an_unknown_table_is_guessed_from_its_header_and_its_rows() -> None:
    rows = [
        ["31.01.2024", "07:15", "8", "Slept; walked", "Good night", "6,5", "x"],
        ["1.2.2024", "", "2", "", "", "", ""],
    ]
    found = table_of(table("Datum,Uhrzeit,Stimmung,Tags,Notizen,Schmerz,Sonstiges", rows, ";"))
    mapping = any_csv.guess(found)
    assert (mapping.day, mapping.order, mapping.time, mapping.mood) == ("Datum", "dmy", "Uhrzeit", "Stimmung")
    assert (mapping.tags, mapping.separator, mapping.notes) == ("Tags", ";", ("Notizen",))
    assert any_csv.number_columns(take_sample(found)) == ["Uhrzeit", "Stimmung", "Schmerz"]
    from dataclasses import replace

    imported = run(any_csv.read(found, replace(mapping, scales=("Schmerz",))))
    first, second = imported.entries
    assert (first.felt_on, first.felt_at, first.note) == (date(2024, 1, 31), time(7, 15), "Good night")
    assert [imported.tags[key].name for key in first.tags] == ["Slept", "walked"]
    assert list(first.scales.values()) == [6.5]
    assert first.extra == {"csv.Sonstiges": "x"}
    assert (second.felt_on, second.felt_at) == (date(2024, 2, 1), None)
    assert [imported.moods[entry.moods[0]].level for entry in imported.entries] == [4, 1]


def test_a_header_is_remembered_without_its_words_and_a_mapping_fits_only_its_columns() -> None:
    assert "Secret" not in any_csv.header_key(["Secret", "Mood"])
    assert any_csv.header_key(["a", "b"]) != any_csv.header_key(["ab", ""])
    mapping = any_csv.Mapping(day="When", mood="Gone", notes=("Mood", "Gone"), scales=("Gone",))
    here = any_csv.without_strangers(mapping, table_of(table("When,Mood", [["3/4/2025", "ok"]])))
    assert here == any_csv.Mapping(day="When", notes=("Mood",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20:39", time(20, 39)), ("8:30 pm", time(20, 30)), ("12:00 AM", time(0)), ("12:05 p. m.", time(12, 5)),
        ("8.30", time(8, 30)), ("午後8:30", time(20, 30)), ("8:30\u202fPM", time(20, 30)), ("8 pm", time(20)),
        ("20h39", time(20, 39)), ("08:30:59", time(8, 30, 59)), ("25:00", None), ("13:00 pm", None), ("noon", None),
        ("", None), ("8", None),
    ],
)  # fmt: skip
def test_clock_times_of_many_languages(text: str, expected: time | None) -> None:
    assert read_clock(text) == expected


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-02-29", "ymd", (date(2024, 2, 29), None, None)),
        ("2024-02-29T23:30:00+14:00", "ymd", (date(2024, 2, 29), time(23, 30), 840)),
        ("2024-02-29 23:30", "ymd", (date(2024, 2, 29), time(23, 30), None)),
        ("29.02.24 8:05", "dmy", (date(2024, 2, 29), time(8, 5), None)),
        ("2/29/2024 8:05 PM", "mdy", (date(2024, 2, 29), time(20, 5), None)),
        ("8th Dec 2021", "ymd", (date(2021, 12, 8), None, None)),
        ("Dec 8, 2021", "ymd", (date(2021, 12, 8), None, None)),
        ("2023-02-29", "ymd", None),
        ("99999999999", "ymd", None),
    ],
)
def test_moments_are_read_as_they_are_written(text: str, order: Any, expected: Any) -> None:
    assert read_moment(text, order) == expected


def test_durations_become_minutes() -> None:
    assert [read_duration(text) for text in ("7:30", "1:02:30", "7h 30m", "45 min", "-1:30", "", "often")] == [
        450, 62.5, 450, 45, -90, None, None,
    ]  # fmt: skip


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), max_size=20).map(
    lambda text: " ".join(text.split())
)
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2029, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
ENTRIES = st.lists(st.tuples(MOMENTS, st.integers(1, 5), TEXTS), max_size=6, unique_by=lambda entry: entry[0])


def said(imported: Imported) -> list[tuple[datetime, int | None, str]]:
    """Return what was read as (civil moment, level, note)."""
    return [
        (datetime.combine(one.felt_on, one.felt_at or time.max), imported.moods[one.moods[0]].level, one.note)
        for one in imported.entries
    ]


@given(ENTRIES)
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_daily_you_writes_it_is_read_as_it_was(entries: list[tuple[datetime, int, str]]) -> None:
    written = [{"timeCreated": at.isoformat(), "mood": level - 3, "text": text} for at, level, text in entries]
    if written:
        assert said(read(json.dumps(written).encode())) == entries


@given(ENTRIES, st.integers(-56, 56))
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_track_and_graph_writes_it_is_read_as_it_was(
    entries: list[tuple[datetime, int, str]], quarters: int
) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    rows = [["Mood", at.replace(tzinfo=zone).isoformat(), str(level), "", text] for at, level, text in entries]
    imported = read(table(TRACK, [*rows, ["Mood", "1990-01-01T00:00:00Z", "5", "", ""]]))  # so that they go up to five
    assert said(imported)[:-1] == entries
    assert {one.utc_offset_min for one in imported.entries[:-1]} <= {15 * quarters}


@given(
    ENTRIES,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([("ymd", "%Y-%m-%d"), ("dmy", "%d.%m.%Y"), ("mdy", "%m/%d/%Y"), ("ymd", "%d %b %Y")]),
    st.sampled_from(["%H:%M", "%I:%M %p"]),
)
@settings(max_examples=60, deadline=None)
def test_a_table_of_one_s_own_is_read_as_it_was_in_any_encoding_delimiter_and_way_to_write_dates(
    entries: list[tuple[datetime, int, str]], delimiter: str, encoding: str, way: tuple[Any, str], clock: str
) -> None:
    order, pattern = way
    entries = [*entries, (datetime(2024, 12, 31, 1), 1, "low"), (datetime(2025, 1, 1, 1), 5, "high")]
    rows = [[at.strftime(pattern), at.strftime(clock), str(level), text] for at, level, text in entries]
    looked = run(look(SourceFile("mine.csv", table("Day it was,Clock,How,Words", rows, delimiter, encoding))))
    assert looked.table is not None
    mapping = any_csv.Mapping(day="Day it was", order=order, time="Clock", mood="How", notes=("Words",))
    assert said(run(any_csv.read(looked.table, mapping))) == entries

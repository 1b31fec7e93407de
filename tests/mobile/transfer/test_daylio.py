"""Daylio's two kinds of file, with every trap that real ones hold."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.transfer.imported import Imported, ImportedEntry
from tests.mobile.transfer.lookalikes import (
    CUSTOM_MOODS,
    DAYLIO_HEADER,
    daylio_backup,
    daylio_entry,
    daylio_json,
    daylio_row,
    read,
    table,
)


def findings(imported: Imported) -> dict[str, int]:
    return {finding.code: finding.count for finding in imported.findings.all()}


def only(imported: Imported) -> ImportedEntry:
    (entry,) = imported.entries
    return entry


def level(imported: Imported, entry: ImportedEntry) -> int | None:
    return imported.moods[entry.moods[0]].level


def test_a_backup_counts_months_from_nought_and_keeps_the_day_on_the_wall() -> None:
    entry = only(read(daylio_backup([daylio_entry(moment=datetime(2024, 1, 31, 23, 50), offset_min=-300)])))
    assert (entry.felt_on, entry.felt_at, entry.utc_offset_min) == (date(2024, 1, 31), time(23, 50), -300)
    december = only(read(daylio_backup([daylio_entry(moment=datetime(2023, 12, 1, 0, 5), offset_min=840)])))
    assert (december.felt_on, december.felt_at) == (date(2023, 12, 1), time(0, 5))


@given(st.datetimes(datetime(1995, 1, 1), datetime(2030, 1, 1)), st.integers(-720, 840))
@settings(max_examples=40, deadline=None)
def test_whatever_the_offset_a_backup_s_day_and_time_are_those_on_the_wall(moment: datetime, offset: int) -> None:
    entry = only(read(daylio_backup([daylio_entry(moment=moment, offset_min=offset)])))
    assert (entry.felt_on, entry.felt_at) == (moment.date(), moment.time().replace(second=0, microsecond=0))
    assert entry.utc_offset_min == offset


@pytest.mark.parametrize(
    ("between", "said", "kept"),
    [
        (120, 0, 120),  # the wall and the moment say +02:00, the file +00:00
        (119, 0, 120),  # the moment has seconds, the wall has not
        (-210, 60, -210),
        (345, None, 345),
        (120, 120, 120),
        (7, 7, 7),
        (1_200, 60, 60),  # nowhere do clocks hang like that, so the moment is what is wrong
        (67, 60, 60),
        (1_200, None, None),
    ],
)
def test_where_an_entry_was_made_follows_from_its_clock_and_its_moment(
    between: int, said: int | None, kept: int | None
) -> None:
    value = daylio_entry(moment=datetime(2024, 4, 27, 7, 30), offset_min=between)
    value["timeZoneOffset"] = None if said is None else said * 60_000
    entry = only(read(daylio_backup([value])))
    assert (entry.felt_on, entry.felt_at, entry.utc_offset_min) == (date(2024, 4, 27), time(7, 30), kept)
    assert entry.created_at is not None
    assert entry.created_at == datetime(2024, 4, 27, 7, 30, tzinfo=UTC) - timedelta(minutes=between)
    assert entry.created_at.utcoffset() == timedelta(minutes=kept or 0)


def test_the_level_comes_from_the_group_of_the_mood_and_not_from_its_number() -> None:
    imported = read(daylio_backup([daylio_entry(n, mood=n, hour=n) for n in range(1, 7)]))
    assert [level(imported, entry) for entry in imported.entries] == [5, 4, 3, 2, 1, 5]
    assert [imported.moods[entry.moods[0]].is_level for entry in imported.entries] == [True] * 5 + [False]
    assert imported.moods["6"].name == "Floating"
    assert imported.moods["5"].name == "Awful"  # predefined moods have no name in the file


def test_a_renamed_predefined_mood_keeps_the_member_s_name() -> None:
    moods = [{**CUSTOM_MOODS[0], "custom_name": "Sunny"}]
    imported = read(daylio_backup([daylio_entry(mood=1)], customMoods=moods))
    assert (imported.moods["1"].name, imported.moods["1"].level, imported.moods["1"].is_level) == ("Sunny", 5, False)


def test_hour_and_minute_of_minus_one_mean_that_there_is_no_time() -> None:
    imported = read(daylio_backup([daylio_entry(hour=-1, minute=-1)]))
    assert (only(imported).felt_at, only(imported).utc_offset_min) == (None, None)
    assert "odd_time" not in findings(imported)
    assert findings(read(daylio_backup([daylio_entry(hour=31, minute=0)])))["odd_time"] == 1


def test_tags_come_with_their_group_if_there_is_one() -> None:
    imported = read(daylio_backup([daylio_entry(tags=[2, 1, 3, 99])]))
    tags = [imported.tags[key] for key in only(imported).tags]
    assert [(tag.name, tag.group, tag.is_archived) for tag in tags] == [
        ("Long walk", "Outside things", False),
        ("work", "Doing", False),
        ("Old club", "", True),
    ]
    assert findings(imported)["unknown_tag"] == 1


def test_notes_in_html_become_plain_text_below_their_title() -> None:
    note = "One<br>two &amp; <b>three</b><div>four</div><ul><li>five</li></ul> 2 < 3 &lt;3"
    imported = read(daylio_backup([daylio_entry(note=note, note_title="A title")]))
    assert only(imported).note == "A title\n\nOne\ntwo & three\nfour\n• five\n2 < 3 <3"
    assert findings(imported)["formatting"] == 1


def test_photos_are_found_by_their_checksum_and_read_only_when_wanted() -> None:
    assets = [{"id": 7, "checksum": "abc", "type": 1}, {"id": 8, "checksum": "lost", "type": 1}]
    imported = read(daylio_backup([daylio_entry(assets=[7, 8])], {"abc": b"picture"}, assets=assets))
    (photo,) = only(imported).photos
    assert photo.read() == b"picture"
    assert findings(imported)["missing_photo"] == 1


def test_a_backup_says_when_it_holds_another_number_of_entries_than_it_was_to() -> None:
    imported = read(daylio_backup([daylio_entry()], metadata={"number_of_entries": 3}))
    assert findings(imported)["other_count"] == 1
    many = read(daylio_backup([daylio_entry()], metadata={"number_of_entries": 12_000}))
    (said,) = (one.examples for one in many.findings.all() if one.code == "other_count")
    assert said == ["1 of 12,000"]
    assert "other_count" not in findings(read(daylio_backup([daylio_entry()])))


def test_two_entries_under_one_id_are_both_kept_and_the_very_same_one_once() -> None:
    entry = daylio_entry(1, note="first")
    imported = read(daylio_backup([entry, {**entry, "note": "second"}, entry]))
    assert [found.note for found in imported.entries] == ["first", "second"]
    assert len({found.source_key for found in imported.entries}) == 2
    assert (findings(imported)["same_id"], findings(imported)["twice_in_file"]) == (1, 1)


def test_what_is_not_carried_is_counted() -> None:
    imported = read(
        daylio_backup(
            [daylio_entry(isFavorite=True, scaleEntries=[{"id": 1}]), {"id": 2}, daylio_entry(3, mood=77)],
            goals=[{"name": "Walk"}],
            newThing=[{"a": 1}],
            writingTemplates=[{"title": "Evening", "body": "What was good?<br>What not?"}, {"title": "", "body": ""}],
        )
    )
    found = findings(imported)
    assert (found["goals"], found["unknown_part"], found["unknown_value"], found["no_day"]) == (1, 1, 1, 1)
    assert found["unknown_mood"] == 1
    assert imported.entries[0].extra == {"daylio.isFavorite": True}
    assert imported.moods["77"].level is None
    assert imported.templates == {"Evening": "What was good?\nWhat not?"}


def test_what_daylio_keeps_for_itself_is_told_in_words_with_its_values() -> None:
    imported = read(
        daylio_backup(
            [daylio_entry()],
            isReminderOn=True,
            reminders=[{"id": 2, "hour": 20, "minute": 0, "state": 0}],
            daysInRowLongestChain=18,
            achievements=[
                {"name": "AC_STREAK", "AC_STREAK_UNLOCKED_AT": 1651697150437},
                {"name": "AC_TAGS", "AC_TAGS_UNLOCKED_AT": None},
            ],
            moodIconsPackId=1,
            metadata={"number_of_entries": 1, "created_at": 1674032329357},
            newThing=[{"a": 1}, {"b": 2}],
        )
    )
    told = {finding.code: finding.examples for finding in imported.findings.all()}
    assert told["housekeeping"] == [
        "Reminder at 20:00",
        "Longest chain: 18 days",
        "Awards: 1 of 2",
        "2 settings of the app",
        "The pictures of 3 activities",
        "The backup was made on 2023-01-18",
        "The backup has the version 15",
    ]
    assert told["unknown_part"] == ["newThing (2 records)"]
    assert "1234" not in str(told)  # a PIN belongs into no report


def test_a_reminder_that_was_switched_off_is_told_as_such() -> None:
    parts: dict[str, Any] = {"isReminderOn": False, "reminders": [{"hour": 7, "minute": 5}, {"hour": "odd"}, 3]}
    (housekeeping,) = [one for one in read(daylio_backup([daylio_entry()], **parts)).findings.all()]
    assert housekeeping.examples[:3] == ["Reminder at 07:05 (switched off)", "A reminder", "A reminder"]


def test_a_backup_that_was_unpacked_by_hand_is_read_too() -> None:
    import base64

    plain = daylio_json([daylio_entry(note="here")])
    for content in (plain, base64.b64encode(plain), base64.encodebytes(plain)):
        assert only(read(content)).note == "here"


def test_the_csv_is_read_by_the_names_of_its_columns() -> None:
    rows = [
        daylio_row("2024-05-30", "8:30 pm", "rad", " friends | nap ", "One<br>two &amp; three", title="Day"),
        daylio_row("2024-05-29", "20:39", "Sleepy but ok", ""),
        daylio_row("2024-05-28", "10:04\u202fAM", "awful", "nap|"),
    ]
    imported = read(table(DAYLIO_HEADER, rows, encoding="utf-8-sig"))
    first, second, third = imported.entries
    assert (first.felt_on, first.felt_at, level(imported, first)) == (date(2024, 5, 30), time(20, 30), 5)
    assert [imported.tags[key].name for key in first.tags] == ["friends", "nap"]
    assert first.note == "Day\n\nOne\ntwo & three"
    assert (second.felt_at, level(imported, second)) == (time(20, 39), None)
    assert (third.felt_at, level(imported, third)) == (time(10, 4), 1)


def test_older_exports_without_scales_and_with_other_orders_are_read_alike() -> None:
    header = "note,full_date,mood,time,activities"
    imported = read(table(header, [["Fine", "2020-02-29", "meh", "12:00 am", "a | b"]]))
    assert (only(imported).felt_on, only(imported).felt_at, only(imported).note) == (date(2020, 2, 29), time(0), "Fine")


def test_scales_are_points_durations_or_numbers_with_a_unit() -> None:
    scales = "Sleep Quality:\u00a08/10 points | Sleep Time:\u00a07:30 | Steps:\u00a08000 | Odd:\u00a0often"
    imported = read(table(DAYLIO_HEADER, [daylio_row("2024-05-30", "8:30 pm", "rad", scales=scales)]))
    named = {imported.scales[key].name: (imported.scales[key], value) for key, value in only(imported).scales.items()}
    quality, points = named["Sleep Quality"]
    assert (points, quality.most, quality.unit, quality.sort) == (8, 10, "points", "number")
    duration, minutes = named["Sleep Time"]
    assert (minutes, duration.sort) == (450, "duration")
    assert named["Steps"][0].most >= named["Steps"][1] == 8000
    assert findings(imported) == {"odd_scale": 1}


def test_rows_that_are_alike_are_told_apart_and_get_the_same_keys_each_time() -> None:
    row = daylio_row("2024-05-30", "8:30 pm", "rad")
    one, again = read(table(DAYLIO_HEADER, [row, row])), read(table(DAYLIO_HEADER, [row, row]))
    keys = [entry.source_key for entry in one.entries]
    assert len(set(keys)) == 2
    assert keys == [entry.source_key for entry in again.entries]
    longer = read(table(DAYLIO_HEADER, [daylio_row("2024-06-01", "1:00 am", "bad"), row, row]))
    assert keys == [entry.source_key for entry in longer.entries][1:]


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_delimiter_and_encoding_do_not_matter(delimiter: str, encoding: str) -> None:
    rows = [daylio_row("2024-05-30", "8:30 pm", "rad", "Café | Spaß", "Señor, “quoted”; and\nmore")]
    entry = only(imported := read(table(DAYLIO_HEADER, rows, delimiter, encoding)))
    assert entry.note == "Señor, “quoted”; and\nmore"
    assert [imported.tags[key].name for key in entry.tags] == ["Café", "Spaß"]


def test_a_row_with_too_few_or_too_many_cells_is_read_and_told() -> None:
    content = f"{DAYLIO_HEADER}\r\n2024-05-30,x,y,20:00,good\r\n2024-05-29,x,y,20:00,good,a,,,note,more\r\n"
    imported = read(content.encode())
    assert [entry.note for entry in imported.entries] == ["", "note"]
    assert findings(imported) == {"too_many_cells": 1}


@given(
    st.lists(
        st.tuples(
            st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1)),
            st.sampled_from(["rad", "good", "meh", "bad", "awful"]),
            st.lists(st.text("abcäöü ß", min_size=1, max_size=8).map(str.strip).filter(bool), max_size=3, unique=True),
            st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&\u00a0"), max_size=30),
        ),
        max_size=8,
    ),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_what_is_written_as_daylio_writes_it_is_read_as_it_was(
    entries: list[tuple[datetime, str, list[str], str]], is_12h: bool
) -> None:
    rows = [
        daylio_row(
            f"{moment:%Y-%m-%d}".rjust(10, "0"), f"{moment:%I:%M %p}".lower() if is_12h else f"{moment:%H:%M}",
            mood, " | ".join(tags), note,
        )
        for moment, mood, tags, note in entries
    ]  # fmt: skip
    imported = read(table(DAYLIO_HEADER, rows))
    minute = timedelta(minutes=1)
    assert [
        (datetime.combine(found.felt_on, found.felt_at or time.max), found.moods[0], found.tags, found.note)
        for found in imported.entries
    ] == [
        (
            moment - (moment - datetime.min) % minute,
            mood,
            list(dict.fromkeys(tag.casefold() for tag in tags)),
            note.strip(),
        )
        for moment, mood, tags, note in entries
    ]

"""Whatever a file holds, reading it ends in an import or in a refusal, and planning never fails: chance looks."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.transfer import any_csv
from mobile.transfer.formats import format_of, look
from mobile.transfer.here import Here, look_around
from mobile.transfer.imported import Imported, ImportRefused
from mobile.transfer.plan import Plan, make_plan
from mobile.transfer.report import REPORT_CHARACTERS_MAX, report_text
from mobile.transfer.source_file import SourceFile
from mobile.transfer.words_of import suggest_levels
from mobile.vault.documents import Document
from mobile.vocabulary import Vocabulary, level_word
from mobile.vocabulary_words import Mood
from tests.mobile.transfer.lookalikes import (
    DAYLIO_HEADER,
    daylio_backup,
    daylio_entry,
    daylio_json,
    daylio_row,
    run,
    table,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
WORDS = Vocabulary(
    levels=tuple(Mood(str(level), level_word(level), level=level) for level in (1, 2, 3, 4, 5)),
    all_moods=(), all_feelings=(), all_tags=(), all_tag_groups=(), all_scales=(), all_templates=(),
)  # fmt: skip
BEARABLE = [
    ["8th Dec 2021", "Wed", "pm", "Mood", "4", "Happy | Calm", "day"],
    ["8th Dec 2021", "", "", "Sleep", "7:45"],
]
SAMPLES = {
    "daylio_backup": daylio_backup([daylio_entry(1, tags=[1], note="<b>a</b>"), daylio_entry(2, hour=-1, minute=-1)]),
    "daylio_json": daylio_json([daylio_entry(1, tags=[1], note="a"), daylio_entry(2)]),
    "daylio_csv": table(DAYLIO_HEADER, [daylio_row("2024-05-30", "8:30 pm", "rad", "a | b", "n", scales="S: 8/10 p")]),
    "how_we_feel": table(
        "Date,Locale,Mood Keys,Mood,Tags (People),Notes,Reflections",
        [["2026 Wed Jul 22 11:36 PM", "en", "calm", "calm", "Me", "Note", '[{"a": 1}]']],
    ),
    "bearable": table("date,weekday,time of day,category,rating/amount,detail,notes", BEARABLE),
    "pixels": json.dumps([{"date": "2025-1-3", "type": "Mood", "scores": [4, 2], "notes": "a", "tags": []}]).encode(),
    "daily_you": json.dumps([{"timeCreated": "2024-05-01T23:59", "mood": -2, "text": "a", "images": ["x"]}]).encode(),
    "track_and_graph": table(
        "FeatureName,Timestamp,Value,Label,Note", [["A", "2022-09-14T21:30:41Z", "1:2:3", "", ""]]
    ),
    "any": table("When,How", [["3/4/2025", "7"], ["4.4.2025", "x"]]),
}


def take(content: bytes, here: Here | None = None) -> Plan | None:
    """Read and plan a file as the import does, over a journal that has `here`; None when it is refused."""
    try:
        looked = run(look(SourceFile("file", content)))
        found = format_of(looked)
        if found is not None and found.read is None:
            return None
        if found is not None and found.read is not None:
            imported: Imported = run(found.read(looked))
        else:
            assert looked.table is not None
            mapping = any_csv.guess(looked.table)
            if not mapping.is_enough:
                return None
            imported = run(any_csv.read(looked.table, mapping))
    except ImportRefused:
        return None
    levels = {key: level or 3 for key, level in suggest_levels(imported, WORDS).items()}
    plan = run(make_plan(imported, levels, here or Here(), WORDS, NOW))
    for entry in plan.entries:
        json.dumps(entry.fields, ensure_ascii=False, allow_nan=False).encode()  # as sealing does
        assert all(value is None or isinstance(value, str | int | float) for value in entry.fields.values())
    assert len(report_text(plan, "file", NOW)) <= REPORT_CHARACTERS_MAX
    return plan


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_taken(name: str) -> None:
    plan = take(SAMPLES[name])
    assert plan is not None and plan.entries


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_adds_nothing_when_it_comes_again(name: str) -> None:
    plan = take(SAMPLES[name])
    assert plan is not None
    written = [Document(entry.id, "entry", entry.fields) for entry in plan.entries]
    written += [Document(word.id, word.kind, word.fields) for word in plan.words]
    again = take(SAMPLES[name], run(look_around(written)))
    assert again is not None
    assert (again.entries, again.words, again.imported_before) == ([], [], len(plan.entries))
    assert not any(finding.code == "changed_there" for finding in again.findings.all())


@given(
    name=st.sampled_from(sorted(SAMPLES)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 12)), min_size=1, max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_a_file_that_was_damaged_anywhere_is_taken_or_refused(name: str, cuts: list[tuple[float, bytes, int]]) -> None:
    content = SAMPLES[name]
    for share, put, drop in cuts:
        place = int(share * len(content))
        content = content[:place] + put + content[place + drop :]
    take(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = {
    "dayEntries": sorted(daylio_entry(1)),
    "customMoods": ["id", "custom_name", "mood_group_id", "predefined_name_id"],
    "tags": ["id", "name", "id_tag_group", "state"],
    "tag_groups": ["id", "name"],
    "assets": ["id", "checksum", "type"],
    "writingTemplates": ["title", "body"],
}


@given(
    st.dictionaries(
        st.sampled_from([*KEYS, "metadata", "goals", "other"]),
        st.lists(
            JSON | st.dictionaries(st.sampled_from(sorted({k for v in KEYS.values() for k in v})), JSON), max_size=3
        )
        | JSON,
        max_size=6,
    )
)
@settings(max_examples=120, deadline=None)
def test_a_backup_of_anything_is_taken_or_refused(parts: dict[str, Any]) -> None:
    take(json.dumps({"customMoods": [], **parts}).encode())
    take(daylio_json([daylio_entry(1)], **{name: value for name, value in parts.items() if name != "dayEntries"}))


@given(st.lists(st.dictionaries(st.sampled_from(["date", "scores", "type", "notes", "tags"]), JSON), max_size=4))
@settings(max_examples=60, deadline=None)
def test_pixels_and_daily_you_of_anything_are_taken_or_refused(days: list[dict[str, Any]]) -> None:
    take(json.dumps([{"date": "2025-01-01", "scores": [1]}, *days]).encode())
    take(json.dumps([{"timeCreated": "2025-01-01", "text": "", **day} for day in days]).encode())


@given(st.lists(st.lists(st.text(max_size=12), max_size=10), max_size=6), st.sampled_from(sorted(SAMPLES)))
@settings(max_examples=80, deadline=None)
def test_rows_of_anything_below_a_known_header_are_taken_or_refused(rows: list[list[str]], name: str) -> None:
    header = SAMPLES[name].split(b"\r\n")[0].decode("utf-8", "replace")
    try:
        content = table(header, rows)
    except UnicodeEncodeError:
        return
    take(content)

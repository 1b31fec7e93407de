"""From a file to the journal and back: dry run, writing, doing it twice, taking it out again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from api_client.wire import limits
from mobile.transfer.any_csv import Mapping as Columns
from mobile.transfer.job import State, open_job
from mobile.transfer.past import list_imports, read_undoing, undo
from mobile.transfer.plan import LEAVE_OUT
from mobile.transfer.source_file import SourceFile
from mobile.vault.values import Value
from mobile.vocabulary import open_vocabulary
from mobile.vocabulary_changes import add_mood, add_tag, rename
from tests.mobile.transfer.bringing import bring_in, entries, everything, read
from tests.mobile.transfer.lookalikes import (
    CUSTOM_MOODS,
    DAYLIO_HEADER,
    daylio_backup,
    daylio_entry,
    daylio_row,
    table,
)
from tests.support.phone import Phone, phone

DAY = datetime(2024, 1, 31, 23, 50)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path, inline=True) as opened:
        await opened.services.account.start_writing()
        yield opened


async def test_nothing_is_written_before_the_member_says_so(device: Phone) -> None:
    before = everything(device)
    job = await read(device, daylio_backup([daylio_entry(note="words", tags=[2], mood=6)]))
    assert job.state.stage == "preview" and job.state.plan is not None
    assert len(job.state.plan.entries) == 1
    assert job.state.plan.names("tag") == ["Long walk", "Old club"]
    assert job.state.plan.names("mood") == ["Floating"]
    assert everything(device) == before


async def test_an_import_brings_moods_tags_in_groups_and_notes(device: Phone) -> None:
    made = await bring_in(device, daylio_backup([daylio_entry(note="words", tags=[1, 2], mood=6)]))
    (entry,) = entries(device)
    vocabulary = open_vocabulary(device.services.documents)
    assert (entry.felt_on, entry.level, entry.note, entry.utc_offset_min) == (DAY.date(), 5, "words", 120)
    assert vocabulary.mood(entry.level, entry.mood_id) == "Floating"
    assert "work" in entry.tags  # the built-in tag of that name
    walk = next(tag for tag in vocabulary.all_tags if tag.name == "Long walk")
    assert walk.id in entry.tags
    assert next(group.name for group in vocabulary.all_tag_groups if group.id == walk.group) == "Outside things"
    assert (made.entries, made.first_day, made.last_day) == (1, DAY.date(), DAY.date())
    assert "1 check-in" in made.report
    assert (entry.source, entry.source_key) == ("daylio_backup", f"1/{daylio_entry()['datetime']}")
    assert entry.extra["import_id"] == str(made.id)


async def test_the_same_file_twice_adds_nothing(device: Phone) -> None:
    content = daylio_backup([daylio_entry(n, note=f"Day {n}", tags=[2], mood=6) for n in range(1, 9)])
    await bring_in(device, content)
    before = everything(device)
    job = await read(device, content)
    assert job.state.plan is not None
    assert (job.state.plan.entries, job.state.plan.words, job.state.plan.imported_before) == ([], [], 8)
    job.write()
    await job.wait()
    assert everything(device) == before


async def test_a_later_export_adds_only_what_is_new_and_leaves_edits_and_deletions_alone(device: Phone) -> None:
    await bring_in(device, daylio_backup([daylio_entry(1, note="one"), daylio_entry(2, note="two")]))
    one, two = entries(device)
    await device.services.documents.save(one.id, "entry", {"note": "one, and more"})
    await device.services.documents.trash(two.id)
    made = await bring_in(device, daylio_backup([daylio_entry(n, note=f"{n}") for n in (1, 2, 3)]))
    assert [entry.note for entry in entries(device)] == ["3", "one, and more"]
    assert made.entries == 1


async def test_entries_of_another_backup_that_have_the_same_numbers_are_not_taken_for_the_same(device: Phone) -> None:
    await bring_in(device, daylio_backup([daylio_entry(1, note="old phone")]))
    await bring_in(device, daylio_backup([daylio_entry(1, note="new phone", moment=datetime(2025, 5, 5, 8))]))
    assert [entry.note for entry in entries(device)] == ["old phone", "new phone"]


async def test_what_the_other_app_says_otherwise_by_now_is_told(device: Phone) -> None:
    await bring_in(device, daylio_backup([daylio_entry(1, note="one"), daylio_entry(2, note="two")]))
    job = await read(device, daylio_backup([daylio_entry(1, note="one"), daylio_entry(2, note="two, and more")]))
    assert job.state.plan is not None and job.state.plan.imported_before == 2
    assert [(one.code, one.count) for one in job.state.plan.findings.all() if one.code == "changed_there"] == [
        ("changed_there", 1)
    ]


async def test_an_entry_of_the_same_moment_mood_and_words_is_not_doubled(device: Phone) -> None:
    fields: dict[str, Value] = {"felt_on": "2024-01-31", "felt_at": "23:50", "level": 4, "note": "Mine"}
    await device.services.documents.save(None, "entry", fields)
    rows = [daylio_row("2024-01-31", "11:50 pm", "good", note="Mine"), daylio_row("2024-01-31", "11:50 pm", "good")]
    job = await read(device, table(DAYLIO_HEADER, rows))
    assert job.state.plan is not None
    assert (len(job.state.plan.entries), job.state.plan.same_moment) == (1, 1)


async def test_a_backup_and_an_export_of_one_journal_meet(device: Phone) -> None:
    await bring_in(device, daylio_backup([daylio_entry(note="a &amp; b", note_title="T", mood=2, tags=[1])]))
    job = await read(device, table(DAYLIO_HEADER, [daylio_row("2024-01-31", "23:50", "good", note="a & b", title="T")]))
    assert job.state.plan is not None
    assert (len(job.state.plan.entries), job.state.plan.same_moment) == (0, 1)


async def test_words_of_one_s_own_are_used_whatever_their_case(device: Phone) -> None:
    services = device.services
    tag = await add_tag(services, "long WALK")
    mood = await add_mood(services, "floating", 5)
    await rename(services, "mood", "4", "Fine")
    content = daylio_backup([daylio_entry(1, tags=[2], mood=6), daylio_entry(2, tags=[1], hour=3)])
    await bring_in(device, content)
    first, second = entries(device)[1], entries(device)[0]
    assert (first.tags, first.mood_id) == ((tag,), mood)
    assert second.mood_id is None and second.level == 4


async def test_a_mood_that_nobody_knows_is_asked_for_and_can_be_left_out(device: Phone) -> None:
    rows = [daylio_row("2024-01-31", "20:00", mood) for mood in ("Wobbly", "Odd", "good")]
    job = await read(device, table(DAYLIO_HEADER, rows))
    assert job.state.open_moods == ["wobbly", "odd"]
    assert job.state.plan is not None
    assert (job.state.plan.waiting, job.state.plan.left_out) == (2, 0)
    job.write()
    assert job.state.stage == "preview"  # not before they are answered
    made = await bring_in(device, table(DAYLIO_HEADER, rows), {"wobbly": 2, "odd": LEAVE_OUT})
    assert [entry.level for entry in entries(device)] == [2, 4] or [entry.level for entry in entries(device)] == [4, 2]
    wobbly = next(entry for entry in entries(device) if entry.level == 2)
    assert open_vocabulary(device.services.documents).mood(2, wobbly.mood_id) == "Wobbly"
    assert "1 check-in is left out." in made.report


async def test_the_report_names_each_check_in_that_was_left_out(device: Phone) -> None:
    rows = [
        daylio_row("2020-08-25", "17:08", "ok but sleepy", "work", "A long day"),
        daylio_row("2020-08-24", "", "ok but sleepy"),
        daylio_row("2020-08-23", "10:00", "good"),
    ]
    made = await bring_in(device, table(DAYLIO_HEADER, rows), {"ok but sleepy": LEAVE_OUT})
    assert "2 check-ins are left out." in made.report
    assert "2 check-ins were left out, as you chose for their moods." in made.report
    assert "2020-08-25, 17:08: ok but sleepy (work) A long day" in made.report
    assert "2020-08-24: ok but sleepy\n" in f"{made.report}\n"
    assert "everything" not in made.report


async def test_a_report_of_what_was_partly_here_does_not_say_that_everything_was_carried(device: Phone) -> None:
    rows = [daylio_row(f"2024-01-0{day}", "20:00", "good") for day in (1, 2)]
    await bring_in(device, table(DAYLIO_HEADER, rows[:1]))
    made = await bring_in(device, table(DAYLIO_HEADER, rows))
    assert "1 check-in was imported before and stays as it is." in made.report
    assert "Nothing else: what was added was carried whole." in made.report


async def test_a_level_that_is_made_another_one_keeps_its_name(device: Phone) -> None:
    rows = [daylio_row("2024-01-31", "20:00", "good"), daylio_row("2024-01-31", "21:00", "meh")]
    await bring_in(device, table(DAYLIO_HEADER, rows), {"good": 3})
    good, meh = entries(device)
    vocabulary = open_vocabulary(device.services.documents)
    assert (good.level, vocabulary.mood(good.level, good.mood_id)) == (3, "good")
    assert (meh.level, meh.mood_id) == (3, None)
    job = await read(device, table(DAYLIO_HEADER, [daylio_row("2024-02-01", "20:00", "Good")]))
    assert job.state.levels == {"good": 3}  # as the member said


async def test_a_mood_that_became_an_own_one_is_known_the_next_time(device: Phone) -> None:
    await bring_in(device, table(DAYLIO_HEADER, [daylio_row("2024-01-31", "20:00", "Wobbly")]), {"wobbly": 2})
    job = await read(device, table(DAYLIO_HEADER, [daylio_row("2024-02-01", "20:00", "wobbly")]))
    assert job.state.levels == {"wobbly": 2}
    assert job.state.plan is not None and job.state.plan.words == []


async def test_a_word_that_was_renamed_or_archived_since_stays_so_when_the_file_comes_again(device: Phone) -> None:
    services = device.services
    content = [daylio_entry(n, tags=[2], mood=6, hour=n) for n in (1, 2)]
    await bring_in(device, daylio_backup(content[:1]))
    walk = next(tag for tag in open_vocabulary(services.documents).all_tags if tag.name == "Long walk")
    mood = next(mood for mood in open_vocabulary(services.documents).all_moods)
    await rename(services, "tag", walk.id, "Siesta")
    await rename(services, "mood", mood.id, "Cloud nine")
    job = await read(device, daylio_backup(content[:1]))
    assert job.state.plan is not None and job.state.plan.words == []
    await bring_in(device, daylio_backup(content))
    assert {(entry.tags, entry.mood_id) for entry in entries(device)} == {((walk.id,), mood.id)}


async def test_words_that_no_entry_names_come_along_the_first_time(device: Phone) -> None:
    moods = [*CUSTOM_MOODS, {"id": 9, "custom_name": "Odd", "mood_group_id": 77}]
    job = await read(device, daylio_backup([daylio_entry(mood=2)], customMoods=moods))
    assert job.state.plan is not None
    assert job.state.open_moods == []  # nobody is asked about a mood that stands for nothing
    assert (job.state.plan.names("mood"), job.state.plan.names("tag")) == (["Floating"], ["Long walk", "Old club"])


async def test_days_that_cannot_be_are_left_out_and_told_and_old_ones_are_kept(device: Phone) -> None:
    days = ["2999-01-01", "1970-01-01", "1850-01-01", device.clock.today().isoformat()]
    made = await bring_in(device, table(DAYLIO_HEADER, [daylio_row(day, "20:00", "good") for day in days]))
    assert [entry.felt_on for entry in entries(device)] == [date(1970, 1, 1), device.clock.today()]
    assert "2 check-ins are dated in the future or before 1900 and were left out." in made.report
    assert "2999-01-01" in made.report and "1970-01-01" in made.report


async def test_a_note_longer_than_a_document_holds_is_cut_and_told(device: Phone) -> None:
    long_note = 'many "words" ' * 9_000
    made = await bring_in(device, daylio_backup([daylio_entry(1, note=long_note), daylio_entry(2, note="short")]))
    first, second = entries(device)
    assert {len(first.note) > 10_000, len(second.note) > 10_000} == {True, False}
    assert "1 note is longer than one check-in holds; its end was cut off." in made.report


async def test_letters_that_no_document_can_hold_do_not_stop_an_import(device: Phone) -> None:
    rows = [daylio_entry(1, note="a\0b\ud800c", note_title="\ud83d\ude00", tags=[9], odd="x\udfff", big=10**400)]
    await bring_in(device, daylio_backup(rows, tags=[{"id": 9, "name": "t\ud800ag"}]))
    (entry,) = entries(device)
    assert entry.note == "😀\n\nab?c"


async def test_pictures_come_along_and_a_broken_one_is_told(device: Phone, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    assets = [{"id": 1, "checksum": "good", "type": 1}, {"id": 2, "checksum": "bad", "type": 1}]
    pictures = {"good": (tmp_path / "a.png").read_bytes(), "bad": b"no picture"}
    made = await bring_in(device, daylio_backup([daylio_entry(assets=[1, 2])], pictures, assets=assets))
    (entry,) = entries(device)
    ((photo_id, said),) = entry.photos.items()
    assert said.startswith("image/jpeg 40x30")
    assert await device.services.journal_photos.get_local(photo_id) is not None
    assert made.photos == 1
    assert "1 photo is damaged or no picture and was left out." in made.report


async def test_stopping_while_it_reads_or_writes_leaves_nothing(device: Phone) -> None:
    before = everything(device)
    content = daylio_backup([daylio_entry(n, note=f"{n}") for n in range(1_000)])
    job = open_job(device.services)
    seen: list[str] = []

    def stop(scope: str) -> None:
        if scope == "imports" and job.state.share and job.state.stage not in seen:
            seen.append(job.state.stage)
            if job.state.stage == wanted:
                job.cancel()

    end = device.services.signal.subscribe(stop)
    wanted = "reading"
    job.start(SourceFile("journal", content))
    await job.wait()
    assert job.state == State()
    wanted = "writing"
    job.start(SourceFile("journal", content))
    await job.wait()
    job.write()
    await job.wait()
    end()
    assert (job.state.stage, everything(device)) == ("preview", before)
    job.write()
    await job.wait()
    assert len(entries(device)) == 1_000


async def test_locking_ends_an_import_and_forgets_what_was_read(device: Phone) -> None:
    job = await read(device, daylio_backup([daylio_entry(note="secret")]))
    device.services.documents.close()
    await asyncio.sleep(0)
    assert (job.state, job.source) == (State(), None)


async def test_a_file_that_is_refused_says_why(device: Phone) -> None:
    job = await read(device, b"\x00\x01\x02" * 1_000)
    assert job.state.stage == "choosing"
    assert job.state.trouble.endswith("Nothing was imported.")
    job = await read(device, table(DAYLIO_HEADER, []))
    assert job.state.trouble == "There is no check-in in this file. Nothing was imported."


async def test_a_table_that_nobody_knows_is_mapped_and_the_mapping_is_remembered(device: Phone) -> None:
    rows = [["3/4/2025", "7", "rain"], ["5/4/2025", "2", ""]]
    content = table("Secret when,Feels,Remarks", rows)
    job = await read(device, content)
    assert job.state.stage == "mapping"
    assert (job.state.mapping.day, job.state.mapping.order) == ("Secret when", "dmy")
    job.use_mapping(Columns(day="Secret when", order="mdy", mood="Feels", notes=("Remarks",)))
    job.read_table()
    await job.wait()
    assert job.state.levels == {"7": 4, "2": 1}
    job.write()
    await job.wait()
    assert [(entry.felt_on, entry.note) for entry in entries(device)] == [
        (date(2025, 3, 4), "rain"),
        (date(2025, 5, 4), ""),
    ]
    job = await read(device, content)
    assert job.state.mapping == Columns(day="Secret when", order="mdy", mood="Feels", notes=("Remarks",))
    assert "Secret" not in str(device.services.preferences._values)


async def test_an_import_is_taken_out_whole_with_its_words(device: Phone) -> None:
    before = everything(device)
    made = await bring_in(device, daylio_backup([daylio_entry(n, tags=[2], mood=6, hour=n) for n in range(5)]))
    await undo(device.services, made.id, with_changed=False)
    after = everything(device)
    (left,) = after.keys() - before.keys()
    assert left == made.id  # the import itself stays, with its report
    (past,) = list_imports(device.services.documents)
    assert past.undone_at is not None
    await bring_in(device, daylio_backup([daylio_entry(n, tags=[2], mood=6, hour=n) for n in range(5)]))
    assert len(entries(device)) == 5


@pytest.mark.parametrize("with_changed", [False, True])
async def test_what_was_changed_since_stays_with_its_words_unless_it_is_to_go_too(
    device: Phone, with_changed: bool
) -> None:
    services = device.services
    made = await bring_in(device, daylio_backup([daylio_entry(n, tags=[n], mood=6, hour=n) for n in (1, 2, 3)]))
    changed = next(entry for entry in entries(device) if entry.felt_at and entry.felt_at.hour == 2)
    await services.documents.save(changed.id, "entry", {"note": "Now with words"})
    found = await read_undoing(services.documents, made.id)
    assert (len(found.same), found.changed) == (2, (changed.id,))
    await undo(services, made.id, with_changed=with_changed)
    assert [entry.note for entry in entries(device)] == ([] if with_changed else ["Now with words"])
    names = {tag.name for tag in open_vocabulary(services.documents).all_tags if tag.is_own}
    groups = {group.name for group in open_vocabulary(services.documents).all_tag_groups if group.is_own}
    assert names == (set() if with_changed else {"Long walk"})
    assert groups == (set() if with_changed else {"Outside things"})
    assert bool(open_vocabulary(services.documents).all_moods) is not with_changed


async def test_a_word_that_another_entry_uses_stays(device: Phone) -> None:
    services = device.services
    made = await bring_in(device, daylio_backup([daylio_entry(tags=[2])]))
    walk = next(tag.id for tag in open_vocabulary(services.documents).all_tags if tag.name == "Long walk")
    mine = await services.documents.save(None, "entry", {"felt_on": "2024-02-01", "level": 3, f"tags.{walk}": True})
    await undo(services, made.id, with_changed=True)
    assert [entry.id for entry in entries(device)] == [mine]
    assert open_vocabulary(services.documents).tag(walk) == "Long walk"


async def test_ten_years_come_in_small_steps(device: Phone) -> None:
    """What holds the loop is counted in steps, not in seconds: no test depends on how quick a machine is."""
    rows = [daylio_row(f"{date(2016, 1, 1) + timedelta(days=n // 3)}", f"{8 + n % 3}:00", "good") for n in range(1_000)]
    turns, seen = 0, []

    async def beat() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    heart = asyncio.ensure_future(beat())
    end = device.services.signal.subscribe(lambda scope: seen.append(turns) if scope == "imports" else None)
    made = await bring_in(device, table(DAYLIO_HEADER, rows))
    heart.cancel()
    end()
    assert made.entries == 1_000
    assert len(set(seen)) >= 12  # it told how far it was again and again, with turns of the loop in between


MOODS = st.sampled_from([1, 2, 3, 4, 5, 6])
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "moment": st.datetimes(datetime(2001, 1, 1), datetime(2026, 1, 1)),
            "mood": MOODS,
            "note": st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), max_size=20),
            "tags": st.lists(st.sampled_from([1, 2, 3]), unique=True),
        }
    ),
    max_size=6,
)


@given(first=ENTRIES, second=ENTRIES)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_importing_in_any_order_and_again_gives_each_entry_once(
    tmp_path_factory: pytest.TempPathFactory, first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    both = [daylio_entry(number, **values) for number, values in enumerate([*first, *second])]
    async with phone(tmp_path_factory.mktemp("phone"), inline=True) as device:
        await device.services.account.start_writing()
        for part in (both[: len(first)], both[len(first) :], both, both[::-1]):
            job = await read(device, daylio_backup(part))
            job.write()
            await job.wait()
        by_level = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1, 6: 5}
        expected = {
            (one["year"], one["month"] + 1, one["day"], one["hour"], one["minute"], by_level[one["mood"]],
             " ".join(one["note"].split()))
            for one in both
        }  # fmt: skip
        found = [
            (e.felt_on.year, e.felt_on.month, e.felt_on.day, e.felt_at.hour, e.felt_at.minute, e.level,
             " ".join(e.note.split()))
            for e in entries(device) if e.felt_at
        ]  # fmt: skip
        assert set(found) == expected


async def test_a_file_that_is_gone_when_it_is_read_is_told(device: Phone, tmp_path: Path) -> None:
    job = open_job(device.services)
    job.start(SourceFile("gone.csv", tmp_path / "gone.csv"))
    await job.wait()
    assert job.state.trouble == "This file cannot be read any more. Choose it again. Nothing was imported."


async def test_photos_that_do_not_fit_are_told_of_before(device: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JOURNAL_PHOTOS_MAX", 1)
    assets = [{"id": number, "checksum": f"{number}", "type": 1} for number in (1, 2, 3)]
    pictures = {f"{number}": b"picture" for number in (1, 2, 3)}
    job = await read(device, daylio_backup([daylio_entry(assets=[1, 2, 3])], pictures, assets=assets))
    assert job.state.photos_over == 2

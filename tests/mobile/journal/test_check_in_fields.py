"""Energy, own numbers and own moods on the check-in, over a real device without a host."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.entries.document import KIND, Entry
from mobile.journal.entry_row import numbers_line, words_line
from mobile.journal.form import Form, from_entry
from mobile.journal.intents import draft_key, entries_of_day, get_entry, save_form
from mobile.vault.values import Value
from mobile.vocabulary import DURATION, SCALE, open_vocabulary
from tests.mobile.journal.test_screens import at, tappable
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def only(device: Phone) -> Entry:
    (entry,) = entries_of_day(device.services, device.clock.today())
    return entry


async def save(app: App, device: Phone) -> None:
    await app.click(app.find(ft.FilledButton, content="Save check-in"))
    await app.until(lambda: entries_of_day(device.services, device.clock.today()))


async def test_energy_is_chosen_with_a_tap_and_taken_away_with_another(device: Phone) -> None:
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "How much energy?")
        await app.click(tappable(app, "little"))
        await app.click(tappable(app, "plenty"))
        await save(app, device)
    assert only(device).energy == 4
    async with whole_app(device.services, paths.entry(only(device).id)) as app:
        await at(app, "How much energy?")
        await app.click(tappable(app, "plenty"))
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: only(device).energy is None)


async def test_numbers_and_durations_are_typed_or_stepped(device: Phone) -> None:
    sleep = await made.add_scale(device.services, "Sleep", sort=DURATION, most=1_440, step=15)
    pain = await made.add_scale(device.services, "Pain", unit="points")
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Your numbers")
        await app.enter(app.find(ft.TextField, label="Sleep"), "7:30")
        await app.click(app.find(ft.IconButton, tooltip="Sleep: less"))
        await app.click(app.find(ft.IconButton, tooltip="Pain: more"))
        await app.click(app.find(ft.IconButton, tooltip="Pain: more"))
        await save(app, device)
    assert only(device).scales == {sleep: 435.0, pain: 6.0}


async def test_a_number_out_of_its_range_is_told_kept_as_typed_and_not_saved(device: Phone) -> None:
    pain = await made.add_scale(device.services, "Pain", unit="points")
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Your numbers")
        await app.enter(app.find(ft.TextField, label="Pain (points)"), "70")
        field = app.find(ft.TextField, label="Pain (points)")
        assert (field.value, field.error) == ("70", "Pain goes from 0 to 10 points.")
        assert app.find(ft.IconButton, tooltip="Pain: more").disabled  # a step would replace what is typed
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        assert entries_of_day(device.services, device.clock.today()) == []
        await app.enter(field, "seven")
        assert app.find(ft.TextField, label="Pain (points)").error == "This is no number that can be read."
        await app.enter(field, "7")
        await save(app, device)
    assert only(device).scales == {pain: 7.0}


async def test_leaving_with_a_number_that_cannot_be_read_keeps_it_as_a_draft(device: Phone) -> None:
    await made.add_scale(device.services, "Pain")
    entry_id = await save_form(device.services, Form(level=3), None)
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "Your numbers")
        await app.enter(app.find(ft.TextField, label="Pain"), "lots")
        app.page.navigate(paths.JOURNAL)
        await app.settle()
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "You left this unfinished; it is as you left it.")
        assert app.find(ft.TextField, label="Pain").value == "lots"
    assert only(device).scales == {}


async def test_what_another_device_wrote_meanwhile_stays(device: Phone) -> None:
    services = device.services
    pain, steps = await made.add_scale(services, "Pain"), await made.add_scale(services, "Steps", most=50_000)
    entry_id = await save_form(services, Form(level=3, scales={pain: "4", steps: "100"}), None)
    base = get_entry(services, entry_id)
    assert base is not None
    elsewhere: dict[str, Value] = {f"scales.{steps}": 9_000.0, "energy": 2}
    await services.documents.save(entry_id, KIND, elsewhere)
    await save_form(services, replace(from_entry(base), scales={pain: ""}, note="later"), base)
    entry = only(device)
    assert (entry.scales, entry.energy, entry.note) == ({steps: 9_000.0}, 2, "later")


async def test_an_archived_scale_still_stands_where_it_was_used(device: Phone) -> None:
    pain = await made.add_scale(device.services, "Pain")
    entry_id = await save_form(device.services, Form(level=3, scales={pain: "4"}), None)
    await made.archive(device.services, SCALE, pain)
    async with whole_app(device.services, paths.entry(entry_id)) as app:
        await at(app, "Your numbers")
        assert app.find(ft.TextField, label="Pain").value == "4"
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        assert not app.shows("Your numbers")


async def test_everything_survives_a_kill_as_it_was_typed(device: Phone) -> None:
    pain = await made.add_scale(device.services, "Pain")
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Your numbers")
        await app.enter(app.find(ft.TextField, label="Pain"), "4,")
        await app.click(tappable(app, "little"))
        wanted = {"energy": 2, "scales": {pain: "4,"}}

        async def is_kept() -> bool:
            draft = await device.services.drafts.get(draft_key(None)) or {}
            return wanted.items() <= draft.items()

        while not await is_kept():
            await app.settle()
    await device.kill()
    await device.start()
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Your numbers")
        assert app.find(ft.TextField, label="Pain").value == "4,"


async def test_an_own_mood_is_chosen_under_its_level_with_its_own_face(device: Phone) -> None:
    wired = await made.add_mood(device.services, "Wired", 2, face="wired")
    async with whole_app(device.services, paths.new_entry(level=2)) as app:
        await at(app, "Wired")
        await app.click(tappable(app, "Wired"))
        assert "faces/wired.svg" in [image.src for image in app.all(ft.Image)]
        await save(app, device)
    assert (only(device).level, only(device).mood_id) == (2, wired)


async def test_a_row_of_the_journal_tells_energy_and_numbers_and_a_merged_tag_once(device: Phone) -> None:
    services = device.services
    sleep = await made.add_scale(services, "Sleep", sort=DURATION, most=1_440, step=15)
    jog = await made.add_tag(services, "jogging")
    form = Form(level=3, energy=4, tags=("exercise", jog), scales={sleep: "7:30"})
    await save_form(services, form, None)
    await made.merge_tag(services, jog, "exercise")
    vocabulary = open_vocabulary(services.documents)
    assert numbers_line(only(device), vocabulary) == "Energy: plenty · Sleep: 7:30 h"
    assert words_line(only(device), vocabulary) == "exercise"
    async with whole_app(services) as app:
        await at(app, "Energy: plenty · Sleep: 7:30 h")


async def test_a_draft_of_an_earlier_version_opens(device: Phone) -> None:
    await device.services.drafts.put(draft_key(None), {"level": 2, "note": "old"})
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "You left this unfinished; it is as you left it.")
        assert app.find(ft.TextField, label="Note").value == "old"


async def test_starting_again_keeps_the_day_that_is_filled_in(device: Phone) -> None:
    day = device.clock.today() - timedelta(days=3)
    await device.services.drafts.put(draft_key(None, day), Form(level=1, felt_on=day, timed=False, note="x").to_draft())
    async with whole_app(device.services, paths.new_entry(day=day)) as app:
        await at(app, "You left this unfinished; it is as you left it.")
        await app.click(app.find(ft.TextButton, content="Start again"))
        await app.click(next(one for one in app.all(ft.Semantics) if one.label == "Good").content)  # type: ignore[arg-type]
        await app.click(app.find(ft.FilledButton, content="Save check-in"))
        await app.until(lambda: entries_of_day(device.services, day))
    (entry,) = entries_of_day(device.services, day)
    assert (entry.level, entry.note, entry.felt_at) == (4, "", None)

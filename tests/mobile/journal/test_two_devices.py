"""Two devices of one member, apart for a while: what each wrote into one check-in and into the words is kept."""

from dataclasses import replace
from pathlib import Path

import flet as ft

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.journal.form import Form, from_entry
from mobile.journal.intents import get_entry, save_form
from mobile.vocabulary import MOOD, TAG, TAG_GROUP, open_vocabulary
from tests.mobile.circle import drawn
from tests.support.phone import phone
from tests.support.server import local_host


async def test_energy_numbers_and_words_written_apart_all_stand(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "one", host) as one:
        await one.sign_up()
        pain = await made.add_scale(one.services, "Pain")
        steps = await made.add_scale(one.services, "Steps", most=50_000)
        entry_id = await save_form(one.services, Form(level=3, scales={pain: "4"}), None)
        await one.sync()
        async with phone(tmp_path / "other", host) as other:
            await other.sign_in()
            await other.sync()
            here, there = get_entry(one.services, entry_id), get_entry(other.services, entry_id)
            assert here is not None and there is not None
            await save_form(one.services, replace(from_entry(here), energy=2, scales={pain: "6"}), here)
            await save_form(other.services, replace(from_entry(there), scales={steps: "9,000"}), there)
            await made.rename(one.services, MOOD, "2", "Grey")
            await made.change(other.services, TAG, "sleep", icon="star")
            await made.rename(one.services, TAG, "sleep", "rest")
            await made.archive(other.services, TAG_GROUP, "places")
            for device in (one, other, one):
                await device.sync()
            for services in (one.services, other.services):
                entry, vocabulary = get_entry(services, entry_id), open_vocabulary(services.documents)
                assert entry is not None
                assert (entry.energy, entry.scales) == (2, {pain: 6.0, steps: 9_000.0})
                tag = vocabulary.find_tag("sleep")
                assert tag is not None and (tag.name, tag.icon) == ("rest", "star")
                assert vocabulary.mood(2, None) == "Grey"
                assert "places" not in [group.id for group in vocabulary.tag_groups()]


async def test_a_note_written_apart_is_marked_on_its_row_and_stands_below_the_note(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "one", host) as one:
        await one.sign_up()
        entry_id = await save_form(one.services, Form(level=3, note="before"), None)
        await save_form(one.services, Form(level=4, note="an only note"), None)
        await one.sync()
        async with phone(tmp_path / "other", host) as other:
            await other.sign_in()
            await other.sync()
            for device, note in ((one, "the train was late"), (other, "the train never came")):
                known = get_entry(device.services, entry_id)
                assert known is not None
                await save_form(device.services, replace(from_entry(known), note=note), known)
            for device in (one, other, one):
                await device.sync()
        mark = "Also written on another device"
        for route in (paths.TODAY, paths.JOURNAL, paths.journal_search(levels=[3])):
            async with drawn(one, route) as app:
                await app.see(mark)
                assert app.words().count(mark) == 1
        async with drawn(one, paths.entry(entry_id)) as app:
            await app.see(mark)
            places = [
                one.label if isinstance(one, ft.TextField) else str(one.value)
                for one in app.top
                if isinstance(one, ft.TextField | ft.Text)
            ]
            said = places.index(mark)
            assert places[said + 1] in ("the train was late", "the train never came")
            assert places.index("Note") < said < places.index("Photos")

"""Two devices of one member, apart for a while: what each wrote into one check-in and into the words is kept."""

from dataclasses import replace
from pathlib import Path

from mobile import vocabulary_changes as made
from mobile.journal.form import Form, from_entry
from mobile.journal.intents import get_entry, save_form
from mobile.vocabulary import MOOD, TAG, TAG_GROUP, open_vocabulary
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

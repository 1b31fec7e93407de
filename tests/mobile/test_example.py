"""The example members: a year each, in a blink, found again on the next start."""

import tomllib
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from mobile import example
from mobile.built_in_words import FEELINGS, TAGS
from mobile.entries.document import entry_from_document
from mobile.example import EXAMPLES, JOIN_CODES, prepare_example
from mobile.goals.intents import list_goals
from mobile.safety.plan import LINES, PARTS, read_plan
from mobile.secrets import FileSecretStore
from mobile.strategies.document import own_change
from mobile.strategies.intents import list_saved
from mobile.vocabulary import open_vocabulary
from server import example as on_the_host
from tests.support.phone import Phone, phone
from tests.support.server import local_host

FOLDER = Path(example.__file__).parent


def test_join_codes_are_those_of_the_example_host() -> None:
    assert JOIN_CODES == on_the_host.JOIN_CODES


@pytest.mark.parametrize("name", EXAMPLES)
def test_words_are_known_and_notes_are_many(name: str) -> None:
    person = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    for note in (*person["notes"], *person["today"]):
        assert set(note["feelings"]) <= set(FEELINGS), note
        assert set(note["tags"]) <= set(TAGS), note
        assert 1 <= note["level"] <= 5
    assert len({note["note"] for note in person["notes"]}) == len(person["notes"])
    assert {note["level"] for note in person["notes"]} == {1, 2, 3, 4, 5}


def test_there_are_more_than_a_hundred_notes() -> None:
    notes: set[str] = set()
    for name in EXAMPLES:
        notes |= {note["note"] for note in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["notes"]}
    assert len(notes) > 100


async def test_an_example_device_has_a_year_and_its_groups_and_knows_them_again(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", example=True) as host, phone(tmp_path / "sam", host) as sam:
        started = process_time()
        await prepare_example(sam.services, "sam")
        assert process_time() - started < 10
        entries = [entry_from_document(document) for document in sam.services.documents.list("entry")]
        assert 400 < len(entries) < 700
        assert {entry.level for entry in entries} == {1, 2, 3, 4, 5}
        today = sorted((entry for entry in entries if entry.felt_on == sam.clock.today()), key=lambda e: str(e.felt_at))
        assert [entry.note for entry in today] == [
            "Barely slept. Dreading the review.",
            "It went fine. Walked home the long way.",
        ]
        assert max(Counter(entry.felt_on for entry in entries).values()) >= 2
        (goal,) = list_goals(sam.services)
        assert (goal.done_count, len(goal.steps), goal.has_plan) == (4, 6, True)
        (strategy,) = list_saved(sam.services)
        assert strategy.helped_count == 3 and own_change(strategy.trials) is not None
        plan = read_plan(sam.services.documents)
        assert len(plan.people()) == 3 and {line.part for line in plan.lines} == set(PARTS) - {LINES}
        memberships = await sam.services.cache.list_memberships()
        assert [membership.group.name for membership in memberships][:2] == ["Morning people", "Night Owls"]
        assert not any(entry.pending for entry in entries)
        before = len(entries)
        await sam.restart()
        await prepare_example(sam.services, "sam")
        assert len(sam.services.documents.list("entry")) == before


async def test_a_second_start_without_a_keychain_unlocks_with_the_known_passphrase(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", example=True) as host:
        folder = tmp_path / "priya"
        async with phone(folder, host, secrets=FileSecretStore(folder)) as priya:
            await prepare_example(priya.services, "priya")
            await priya.restart()
            assert priya.services.account.state.phase == "locked"
            await prepare_example(priya.services, "priya")
            assert priya.services.account.state.phase == "signed_in"
            owls = next(m for m in await priya.services.cache.list_memberships() if m.group.name == "Night Owls")
            newest = (await priya.services.cache.list_posts(owls.group.id))[0].post
            assert (newest.author.display_name, newest.kind) == ("Priya", "ask")


async def test_a_reset_device_takes_the_journal_from_the_host(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host", example=True) as host:
        counts = []
        for folder in ("before", "after"):
            async with phone(tmp_path / folder, host) as sam:
                await prepare_example(sam.services, "sam")
                counts.append(len(sam.services.documents.list("entry")))
        assert counts[0] == counts[1]


async def test_the_same_seed_gives_the_same_journal(tmp_path: Path) -> None:
    from mobile.example.journal import write_journal

    person = tomllib.loads((FOLDER / "sam.toml").read_text("utf-8"))
    journals = []
    for folder in ("one", "two"):
        device = Phone(tmp_path / folder)
        await device.start()
        await write_journal(device.services, person)
        journals.append(sorted(str(sorted(found.fields.items())) for found in device.services.documents.list("entry")))
        await device.close()
    assert journals[0] == journals[1]


async def test_sams_year_has_energy_hours_of_sleep_and_words_of_his_own(tmp_path: Path) -> None:
    from mobile.example.journal import write_journal

    device = Phone(tmp_path)
    await device.start()
    await write_journal(device.services, tomllib.loads((FOLDER / "sam.toml").read_text("utf-8")))
    vocabulary = open_vocabulary(device.services.documents)
    entries = [entry_from_document(found) for found in device.services.documents.list("entry")]
    (sleep,) = vocabulary.scales
    nights = [entry.scales[sleep.id] for entry in entries if sleep.id in entry.scales]
    assert len(nights) == len({entry.felt_on for entry in entries})
    assert all(sleep.least <= minutes <= sleep.most for minutes in nights)
    assert any(entry.energy for entry in entries)
    assert {"Wired", "Biscuit"} <= {vocabulary.mood(entry.level, entry.mood_id) for entry in entries} | {
        vocabulary.tag(tag) for entry in entries for tag in entry.tags
    }
    await device.close()

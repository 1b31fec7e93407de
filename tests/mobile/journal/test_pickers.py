"""Choosing words and tags, and beginning a note from a question or an own text."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.journal.form import Form
from mobile.journal.intents import entries_of_day, save_form
from mobile.journal.note_part import with_text
from mobile.journal.prompts import prompt, prompts
from mobile.journal.tag_picker import toggled
from mobile.vocabulary import FEELING, TAG, open_vocabulary
from tests.mobile.journal.test_screens import at, tappable
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


async def save(app: App, device: Phone) -> None:
    await app.click(app.find(ft.FilledButton, content="Save check-in"))
    await app.until(lambda: entries_of_day(device.services, device.clock.today()))


async def test_all_tags_stand_by_group_and_a_new_one_goes_into_its_group(device: Phone) -> None:
    group = await made.add_tag_group(device.services, "Garden")
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Which words fit?")
        assert not app.shows("Garden")
        await app.click(app.find(ft.TextButton, content="All tags"))
        assert app.shows("Garden") and app.shows("Body and health")
        await app.click([one for one in app.all(ft.Container) if one.on_click and is_add(app, one)][-1])
        await app.enter(app.find(ft.TextField, label="New tag"), "roses")
        await app.click(app.find(ft.TextButton, content="Save"))
        await app.until(lambda: app.shows("roses"))
        await save(app, device)
    (entry,) = entries_of_day(device.services, device.clock.today())
    tag = open_vocabulary(device.services.documents).find_tag(entry.tags[0])
    assert tag is not None and (tag.name, tag.group) == ("roses", group)


def is_add(app: App, container: ft.Container) -> bool:
    return any(isinstance(c, ft.Text) and c.value == "Add" for c in app.walk(container))


async def test_tags_are_found_by_a_part_of_their_name(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All tags"))
        await app.enter(app.find(ft.TextField, label="Find a tag"), "EXER")
        assert app.shows("exercise") and not app.shows("weather")
        await app.enter(app.find(ft.TextField, label="Find a tag"), "qq")
        assert app.shows("No tag is called that.")


async def test_a_tag_that_was_merged_is_chosen_and_taken_away_as_the_other(device: Phone) -> None:
    services = device.services
    jog = await made.add_tag(services, "jogging")
    await made.merge_tag(services, jog, "exercise")
    vocabulary = open_vocabulary(services.documents)
    form = Form(tags=(jog, "work"))
    assert toggled(form, "exercise", vocabulary).tags == ("work",)
    assert toggled(Form(tags=("work",)), "exercise", vocabulary).tags == ("work", "exercise")


async def test_what_is_archived_stays_on_the_check_ins_that_have_it(device: Phone) -> None:
    services = device.services
    entry_id = await save_form(services, Form(level=2, feelings=("numb",), tags=("money",)), None)
    await made.archive(services, FEELING, "numb")
    await made.archive(services, TAG, "money")
    async with whole_app(services, paths.entry(entry_id)) as app:
        await at(app, "Which words fit?")
        assert app.shows("numb") and app.shows("money")
    async with whole_app(services, paths.NEW_ENTRY) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All words"))
        assert not {"numb", "money"} & set(app.texts())


async def test_all_words_stand_under_what_they_weigh_and_a_new_one_near_its_level(device: Phone) -> None:
    async with whole_app(device.services, paths.new_entry(level=5)) as app:
        await at(app, "Which words fit?")
        await app.click(app.find(ft.TextButton, content="All words"))
        texts = app.texts()
        assert texts.index("Lighter") < texts.index("In between") < texts.index("Heavier")
        await app.enter(app.find(ft.TextField, label="Find or add a word"), "zingy")
        await app.click(tappable(app, "Add “zingy”"))
        await app.until(lambda: app.shows("zingy"))
    feeling = open_vocabulary(device.services.documents).all_feelings[-1]
    assert (feeling.name, feeling.level) == ("zingy", "high")


async def test_a_question_comes_when_asked_for_and_goes_into_the_note(device: Phone) -> None:
    today = device.clock.today()
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Which words fit?")
        assert not any(app.shows(one) for one in prompts())
        await app.enter(app.find(ft.TextField, label="Note"), "So far so good.")
        await app.click(app.find(ft.TextButton, content="A question to begin with"))
        assert app.shows(prompt(today, 0))
        await app.click(app.find(ft.TextButton, content="Another one"))
        assert app.shows(prompt(today, 1)) and not app.shows(prompt(today, 0))
        await app.click(app.find(ft.TextButton, content="Write about this"))
        assert app.find(ft.TextField, label="Note").value == f"So far so good.\n\n{prompt(today, 1)}\n"
        assert not app.shows("Another one")


def test_no_question_comes_twice_before_all_have_come() -> None:
    assert len(prompts()) >= 30
    for later in range(3):
        day = date(2026, 3, 1) + timedelta(days=later)
        assert {prompt(day, turn) for turn in range(len(prompts()))} == set(prompts())


async def test_an_own_text_is_kept_from_the_note_and_put_into_another(device: Phone) -> None:
    async with whole_app(device.services, paths.new_entry(level=3)) as app:
        await at(app, "Which words fit?")
        await app.enter(app.find(ft.TextField, label="Note"), "Slept:\nAte:")
        await app.click(app.find(ft.TextButton, content="Own texts"))
        await app.until(lambda: app.all(ft.FilledTonalButton, content="Keep what is in the note as a text"))
        await app.click(app.find(ft.FilledTonalButton, content="Keep what is in the note as a text"))
        assert app.find(ft.TextField, label="Name of the text").value == "Slept:"
        await app.enter(app.find(ft.TextField, label="Name of the text"), "Morning")
        await app.click(app.find(ft.FilledButton, content="Keep this text"))
        await app.until(lambda: open_vocabulary(device.services.documents).templates)
        await app.enter(app.find(ft.TextField, label="Note"), "")
        await app.click(app.find(ft.TextButton, content="Own texts"))
        await app.until(lambda: app.shows("Morning"))
        await app.click(tappable(app, "Morning"))
        assert app.find(ft.TextField, label="Note").value == "Slept:\nAte:\n"


def test_a_text_goes_below_what_is_written() -> None:
    assert with_text("", "x") == "x\n"
    assert with_text("a\n", "x") == "a\n\nx\n"

"""The screens on which a member changes what things are called, over a real device without a host."""

from collections.abc import AsyncIterator
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from mobile import vocabulary_changes as made
from mobile.own_words.scale_form import blank, examples, read_range
from mobile.vocabulary import DURATION, NAME_MAX, OWN_MAX, SCALE, TAG, Vocabulary, open_vocabulary
from tests.mobile.journal.test_screens import at, tappable
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def words(device: Phone) -> Vocabulary:
    return open_vocabulary(device.services.documents)


async def undo(app: App) -> None:
    await app.until(lambda: bool(app.all(ft.SnackBarAction)))
    await app.click(app.all(ft.SnackBarAction)[-1])


async def test_a_level_gets_a_name_of_ones_own_and_its_own_one_back(device: Phone) -> None:
    async with whole_app(device.services, paths.own_mood("2")) as app:
        await at(app, "Its face")
        await app.enter(app.find(ft.TextField, label="Name of the mood"), "Grey")
        await app.click(tappable(app, "tearful face"))
        await app.click(app.find(ft.FilledButton, content="Save the mood"))
        await at(app, "Grey")
    assert (words(device).mood(2, None), words(device).face(2, None)) == ("Grey", "tearful")
    async with whole_app(device.services, paths.own_mood("2")) as app:
        await at(app, "Its face")
        await app.enter(app.find(ft.TextField, label="Name of the mood"), "")
        await app.click(app.find(ft.FilledButton, content="Save the mood"))
        await app.until(lambda: words(device).mood(2, None) == "Low")


async def test_a_mood_is_added_to_a_level_moved_and_put_away_with_undo(device: Phone) -> None:
    await made.add_mood(device.services, "Flat", 2)
    async with whole_app(device.services, paths.MOODS) as app:
        await at(app, "Flat")
        await app.click(app.find(ft.TextButton, content="Add a mood for Low"))
        await at(app, "Its face")
        await app.enter(app.find(ft.TextField, label="Name of the mood"), "Wired")
        await app.click(tappable(app, "wide awake face"))
        await app.click(app.find(ft.FilledButton, content="Save the mood"))
        await app.until(lambda: len(words(device).moods_at(2)) == 2)
        await app.until(lambda: app.all(ft.IconButton, tooltip="Move Wired up"))
        await app.click(app.find(ft.IconButton, tooltip="Move Wired up"))
        await app.until(lambda: [mood.name for mood in words(device).moods_at(2)] == ["Wired", "Flat"])
        await app.click(tappable(app, "Wired"))
        await at(app, "Its face")
        await app.click(app.find(ft.TextButton, content="Offer this mood no more"))
        await app.until(lambda: [mood.name for mood in words(device).moods_at(2)] == ["Flat"])
        await undo(app)
        await app.until(lambda: len(words(device).moods_at(2)) == 2)


async def test_a_name_that_is_taken_or_too_long_is_told_and_not_saved(device: Phone) -> None:
    await made.add_mood(device.services, "Flat", 3)
    async with whole_app(device.services, paths.NEW_MOOD) as app:
        await at(app, "Its face")
        field = app.find(ft.TextField, label="Name of the mood")
        await app.enter(field, "FLAT")
        assert app.find(ft.TextField, label="Name of the mood").error == "There is one of that name already."
        assert app.find(ft.FilledButton, content="Save the mood").disabled
        await app.enter(field, "x" * (NAME_MAX + 1))
        assert "too long" in str(app.find(ft.TextField, label="Name of the mood").error)
        assert app.find(ft.TextField, label="Name of the mood").value == "x" * (NAME_MAX + 1)


async def test_what_is_typed_into_a_form_survives_leaving_it(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_TEMPLATE) as app:
        await app.until(lambda: app.all(ft.TextField, label="Text"))
        await app.enter(app.find(ft.TextField, label="Text"), "Slept:\nAte:")
        while not (await device.services.drafts.get("template:new") or {}).get("text"):
            await app.settle()
    async with whole_app(device.services, paths.NEW_TEMPLATE) as app:
        await app.until(lambda: [f for f in app.all(ft.TextField, label="Text") if f.value == "Slept:\nAte:"])
        await app.enter(app.find(ft.TextField, label="Name of the text"), "Morning")
        await app.click(app.find(ft.FilledButton, content="Save the text"))
        await app.until(lambda: [one.text for one in words(device).templates] == ["Slept:\nAte:"])


async def test_a_built_in_word_is_put_away_and_comes_back(device: Phone) -> None:
    async with whole_app(device.services, paths.WORDS) as app:
        await at(app, "Heavier")
        await app.click(tappable(app, "numb"))
        await app.until(lambda: app.all(ft.TextButton, content="Offer this word no more"))
        await app.click(app.find(ft.TextButton, content="Offer this word no more"))
        await at(app, "Not offered any more")
        assert "numb" not in words(device).feelings_for(1)
        await app.click(app.find(ft.TextButton, content="Offer again"))
        await app.until(lambda: "numb" in words(device).feelings_for(1))


async def test_a_word_is_added_renamed_and_moved_among_the_lighter_ones(device: Phone) -> None:
    async with whole_app(device.services, paths.WORDS) as app:
        await at(app, "A word of your own")
        await app.enter(app.find(ft.TextField, label="New word"), "zingy")
        await app.click(app.find(ft.FilledTonalButton, content="Add the word"))
        await app.until(lambda: any(word.name == "zingy" for word in words(device).feelings))
        await app.until(lambda: app.shows("zingy"))
        await app.click(tappable(app, "zingy"))
        await app.until(lambda: app.all(ft.FilledButton, content="Save the word"))
        await app.enter(app.find(ft.TextField, label="Name"), "sparkly")
        await app.click(tappable(app, "Lighter"))
        await app.click(app.find(ft.FilledButton, content="Save the word"))
        await app.until(lambda: ("sparkly", "high") in [(word.name, word.level) for word in words(device).feelings])


async def test_a_tag_changes_its_group_and_its_drawing(device: Phone) -> None:
    group = await made.add_tag_group(device.services, "Nights")
    async with whole_app(device.services, paths.own_tag("sleep")) as app:
        await at(app, "Nights")
        await app.click(tappable(app, "Nights"))
        await app.click(app.find(ft.IconButton, tooltip="star"))
        await app.click(app.find(ft.FilledButton, content="Save the tag"))
        await app.until(lambda: (tag := words(device).find_tag("sleep")) and (tag.group, tag.icon) == (group, "star"))


async def test_a_tag_that_is_in_no_group_can_be_put_into_none(device: Phone) -> None:
    async with whole_app(device.services, paths.own_tag("sleep")) as app:
        await at(app, "Other")
        await app.click(tappable(app, "Other"))
        await app.click(app.find(ft.IconButton, tooltip="night"))  # a second tap takes the drawing away
        await app.click(app.find(ft.FilledButton, content="Save the tag"))
        await app.until(lambda: (tag := words(device).find_tag("sleep")) and (tag.group, tag.icon) == (None, None))


async def test_groups_are_added_renamed_moved_and_put_away(device: Phone) -> None:
    def names() -> list[str]:
        return [group.name for group in words(device).tag_groups()]

    async def open_group(app: App, name: str) -> None:
        await app.until(lambda: app.all(ft.IconButton, tooltip=f"Change the group {name}"))
        await app.click(app.find(ft.IconButton, tooltip=f"Change the group {name}"))
        await app.until(lambda: app.all(ft.FilledButton, content="Save the group"))

    async with whole_app(device.services, paths.TAGS) as app:
        await app.until(lambda: app.all(ft.FilledTonalButton, content="Add a group"))
        await app.click(app.find(ft.FilledTonalButton, content="Add a group"))
        await app.enter(app.find(ft.TextField, label="New group"), "Garden")
        await app.click(app.find(ft.TextButton, content="Save"))
        await app.until(lambda: names()[-1] == "Garden")
        await open_group(app, "Garden")
        await app.click(app.find(ft.TextButton, content="Move up"))
        await app.until(lambda: names()[-2] == "Garden")
        await app.enter(app.find(ft.TextField, label="Name"), "Allotment")
        await app.click(app.find(ft.FilledButton, content="Save the group"))
        await app.until(lambda: names()[-2] == "Allotment")
        await open_group(app, "People")
        await app.click(app.all(ft.TextButton, content="Offer this group no more")[-1])
        await app.until(lambda: "People" not in names())
        assert {tag.id for tag in words(device).tag_groups()[-1].tags} >= {"family", "friends"}


async def test_merged_tags_are_taken_apart_again(device: Phone) -> None:
    jog = await made.add_tag(device.services, "jogging")
    await made.merge_tag(device.services, jog, "exercise")
    async with whole_app(device.services, paths.TAGS) as app:
        await at(app, "jogging reads as exercise")
        await app.click(app.find(ft.TextButton, content="Take apart"))
        await app.until(lambda: words(device).tag(jog) == "jogging")


async def test_a_scale_begins_from_an_example_and_keeps_its_minutes(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_SCALE) as app:
        await at(app, "What it is")
        await app.click(tappable(app, "Hours of sleep"))
        await app.enter(app.find(ft.TextField, label="Highest value"), "12:00")
        await app.click(app.find(ft.FilledButton, content="Save the scale"))
        await app.until(lambda: words(device).scales)
    (scale,) = words(device).scales
    assert (scale.name, scale.sort, scale.least, scale.most, scale.step) == ("Hours of sleep", DURATION, 0, 720, 15)


async def test_a_range_that_cannot_be_is_told_at_its_field(device: Phone) -> None:
    async with whole_app(device.services, paths.NEW_SCALE) as app:
        await at(app, "What it is")
        await app.enter(app.find(ft.TextField, label="Name of the scale"), "Pain")
        await app.enter(app.find(ft.TextField, label="Lowest value"), "20")
        assert app.find(ft.TextField, label="Highest value").error == "The highest value lies above the lowest."
        assert app.find(ft.FilledButton, content="Save the scale").disabled
        await app.enter(app.find(ft.TextField, label="Lowest value"), "low")
        assert app.find(ft.TextField, label="Lowest value").error == "This is no number that can be read."


async def test_an_archived_name_is_said_to_be_archived(device: Phone) -> None:
    pain = await made.add_scale(device.services, "Pain")
    await made.archive(device.services, SCALE, pain)
    async with whole_app(device.services, paths.NEW_SCALE) as app:
        await at(app, "What it is")
        await app.enter(app.find(ft.TextField, label="Name of the scale"), "pain")
        assert "not offered any more" in str(app.find(ft.TextField, label="Name of the scale").error)


def test_every_example_is_a_range_and_steps_fit() -> None:
    for fields in (*examples(), blank(), blank(DURATION)):
        assert not read_range(fields).problems
    assert set(read_range({**blank(), "step": "0"}).problems) == {"step"}
    assert set(read_range({**blank(), "step": "11"}).problems) == {"step"}
    assert set(read_range({**blank(), "most": "10000000"}).problems) == {"most"}
    assert set(read_range({**blank(), "unit": "u" * 13}).problems) == {"unit"}


async def test_a_full_list_says_so_instead_of_offering_more(device: Phone) -> None:
    save_all = device.services.documents.save_all
    await save_all((None, SCALE, {"name": f"s{number}"}) for number in range(OWN_MAX[SCALE]))
    async with whole_app(device.services, paths.SCALES) as app:
        await at(app, "There is no room for more of these. What you do not use can be archived.")
        assert not app.all(ft.FilledTonalButton, content="Add a scale")


@pytest.mark.parametrize("path", [paths.own_mood("nobody"), paths.own_tag("nobody"), paths.own_scale("nobody")])
async def test_what_is_not_here_is_said_with_a_way_on(device: Phone, path: str) -> None:
    async with whole_app(device.services, path) as app:
        await at(app, "is not on this device.")


async def test_two_devices_that_renamed_the_same_tag_read_one(device: Phone) -> None:
    for number in (1, 2):
        fields = {"stands_for": "work", "name": f"job {number}", "created_at": f"2026-01-0{number}T00:00:00+00:00"}
        await device.services.documents.save(None, TAG, fields)
    async with whole_app(device.services, paths.TAGS) as app:
        await at(app, "job 2")
        assert not app.shows("job 1")

"""The vocabulary: built-in words, own ones, and what a member makes of both."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from mobile import vocabulary_changes as made
from mobile.built_in_words import FEELINGS, PLATFORM_NAMES, TAG_GROUPS, TAGS, feeling_words, tag_group_words, tag_words
from mobile.services import Services
from mobile.vocabulary import FEELING, MOOD, OWN_MAX, SCALE, TAG, TAG_GROUP, Vocabulary, open_vocabulary
from mobile.words import PSEUDO, set_language
from tests.support.phone import Phone, phone

# HealthKit's HKStateOfMind.Label, and Moods.Mood 1 to 56 of the Google Health API.
APPLE = (
    "amazed amused angry anxious ashamed brave calm content disappointed discouraged disgusted embarrassed excited "
    "frustrated grateful guilty happy hopeless irritated jealous joyful lonely passionate peaceful proud relieved "
    "sad scared stressed surprised worried annoyed confident drained hopeful indifferent overwhelmed satisfied"
)
GOOGLE = (
    "amazed amused angry annoyed anxious happy content sad worried frustrated excited calm stressed ashamed brave "
    "confident disappointed discouraged disgusted drained embarrassed grateful guilty hopeful hopeless indifferent "
    "irritated jealous joyful lonely overwhelmed passionate peaceful proud relieved satisfied scared surprised "
    "energized fatigued very_calm very_stressed neutral afraid hurting bored bitter envious confused curious "
    "awestruck inspired longing accomplished loving compassionate"
)


@pytest.fixture
async def device(tmp_path: Path) -> AsyncIterator[Phone]:
    async with phone(tmp_path) as running:
        await running.services.account.start_writing()
        yield running


def words(services: Services) -> Vocabulary:
    return open_vocabulary(services.documents)


def test_both_phone_platforms_words_are_there() -> None:
    assert (len(APPLE.split()), len(GOOGLE.split())) == (38, 56)
    assert {PLATFORM_NAMES.get(name, name) for name in f"{APPLE} {GOOGLE}".split()} <= set(FEELINGS)


def test_everything_built_in_has_its_word() -> None:
    assert feeling_words().keys() == FEELINGS.keys()
    assert tag_words().keys() == TAGS.keys()
    assert set(tag_group_words()) == set(TAG_GROUPS) == {group for group, _icon in TAGS.values()}


async def test_without_own_words_the_built_in_ones_stand_in_their_order(device: Phone) -> None:
    vocabulary = words(device.services)
    assert [level.name for level in vocabulary.levels] == ["Very low", "Low", "Okay", "Good", "Great"]
    assert vocabulary.feelings_for(2)[:3] == ["tired", "on_edge", "lonely"]
    assert len(vocabulary.feelings_for(4)) == len(FEELINGS)
    assert [tag.id for tag in vocabulary.tags] == list(TAGS)
    assert [group.id for group in vocabulary.tag_groups()] == list(TAG_GROUPS)
    assert vocabulary.face(4, None) == "level-4"


async def test_a_level_is_renamed_and_renamed_back(device: Phone) -> None:
    services = device.services
    await made.rename(services, MOOD, "2", "Grey")
    assert words(services).mood(2, None) == "Grey"
    assert words(services).moods_at(2) == ()
    await made.rename(services, MOOD, "2", " ")
    assert words(services).mood(2, None) == "Low"
    assert len(services.documents.list(MOOD)) == 1


async def test_saving_a_built_in_word_as_it_is_writes_nothing(device: Phone) -> None:
    services = device.services
    await made.rename(services, MOOD, "3", "Okay")
    await made.change(services, TAG, "sleep", name="sleep", group="body", icon="bed")
    await made.change(services, FEELING, "numb", level="low", archived=False)
    assert [services.documents.list(kind) for kind in (MOOD, TAG, FEELING)] == [[], [], []]
    await made.change(services, TAG, "sleep", name="sleep", group="", icon="bed")
    (document,) = services.documents.list(TAG)
    assert "name" not in document.fields and document.fields["group"] == ""


async def test_an_own_mood_has_its_face_and_keeps_its_name_when_archived(device: Phone) -> None:
    services = device.services
    wired = await made.add_mood(services, "Wired", 2, face="wired")
    assert [mood.name for mood in words(services).moods_at(2)] == ["Wired"]
    assert words(services).face(2, wired) == "wired"
    await made.archive(services, MOOD, wired)
    assert words(services).moods_at(2) == ()
    assert words(services).mood(2, wired) == "Wired"
    assert await made.add_mood(services, "wired", 2) == wired
    assert [mood.face for mood in words(services).moods_at(2)] == ["wired"]


async def test_a_name_that_is_there_is_used_again_whatever_its_case(device: Phone) -> None:
    services = device.services
    assert await made.add_feeling(services, "Tired") == "tired"
    one = await made.add_feeling(services, "Zingy", "high")
    assert await made.add_feeling(services, "zingy") == one
    assert words(services).feelings_for(5)[-1] != one
    assert one in words(services).feelings_for(5)[: sum(where == "high" for where in FEELINGS.values()) + 1]


async def test_an_archived_feeling_is_not_offered_and_still_reads(device: Phone) -> None:
    services = device.services
    await made.archive(services, FEELING, "numb")
    assert "numb" not in words(services).feelings_for(1)
    assert words(services).feeling("numb") == "numb"
    await made.archive(services, FEELING, "numb", False)
    assert "numb" in words(services).feelings_for(1)


async def test_tags_stand_in_groups_and_the_rest_last(device: Phone) -> None:
    services = device.services
    garden = await made.add_tag_group(services, "Garden")
    roses = await made.add_tag(services, "roses", garden, "flower")
    loose = await made.add_tag(services, "loose end")
    await made.change(services, TAG, "sleep", group="")
    groups = {group.id: [tag.id for tag in group.tags] for group in words(services).tag_groups()}
    assert groups[garden] == [roses]
    assert groups[""] == ["sleep", loose]
    assert "sleep" not in groups["body"]
    await made.archive(services, TAG_GROUP, garden)
    assert roses in [tag.id for tag in words(services).tag_groups()[-1].tags]


async def test_a_merged_tag_reads_as_the_other_and_is_not_offered(device: Phone) -> None:
    services = device.services
    jog = await made.add_tag(services, "jogging")
    await made.merge_tag(services, jog, "exercise")
    assert (words(services).tag(jog), words(services).tag_id(jog)) == ("exercise", "exercise")
    assert jog not in [tag.id for tag in words(services).tags]
    await made.merge_tag(services, "exercise", jog)  # not in a circle
    assert words(services).tag_id("exercise") == "exercise"
    await made.split_tag(services, jog)
    assert words(services).tag(jog) == "jogging"


async def test_tags_that_two_devices_merged_into_each_other_still_open(device: Phone) -> None:
    services = device.services
    one, other = await made.add_tag(services, "one"), await made.add_tag(services, "other")
    await made.change(services, TAG, one, merged_into=other)
    await made.change(services, TAG, other, merged_into=one)
    assert {words(services).tag(one), words(services).tag(other)} <= {"one", "other"}


async def test_moving_changes_the_order_and_is_told_to_one_document(device: Phone) -> None:
    services = device.services
    for name in ("a", "b", "c"):
        await made.add_mood(services, name, 4)

    async def moved(name: str, by: int) -> str:
        listed = words(services).moods_at(4)
        mood = next(one for one in listed if one.name == name)
        await made.move(services, MOOD, listed, mood.id, by)
        return "".join(one.name for one in words(services).moods_at(4))

    assert await moved("c", -1) == "acb"
    assert await moved("a", 1) == "cab"
    assert await moved("b", -1) == "cba"
    assert await moved("b", -1) == "bca"
    assert await moved("b", -1) == "bca"
    assert await moved("a", 1) == "bca"


async def test_words_that_stand_in_one_place_can_be_moved_apart(device: Phone) -> None:
    services = device.services
    for name in ("a", "b", "c"):
        await services.documents.save(None, MOOD, {"name": name, "level": 1, "place": 3.0})
    listed = words(services).moods_at(1)
    await made.move(services, MOOD, listed, listed[2].id, -1)
    assert [mood.name for mood in words(services).moods_at(1)] == ["a", "c", "b"]


async def test_two_documents_for_one_built_in_word_read_as_one(device: Phone) -> None:
    services = device.services
    for second, fields in (("02", {"name": "rest"}), ("01", {"name": "nights", "icon": "star"})):
        created = f"2026-01-01T00:00:{second}+00:00"
        await services.documents.save(None, TAG, {"stands_for": "sleep", "created_at": created, **fields})
    tag = words(services).find_tag("sleep")
    assert tag is not None
    assert (tag.name, tag.icon, tag.is_own) == ("rest", "star", False)
    await made.rename(services, TAG, "sleep", "")
    assert words(services).tag("sleep") == "sleep"


async def test_a_scale_keeps_its_range_and_an_odd_one_still_opens(device: Phone) -> None:
    services = device.services
    sleep = await made.add_scale(services, "Sleep", unit="h", sort="duration", least=0, most=720, step=15)
    scale = words(services).scale(sleep)
    assert scale is not None
    assert (scale.unit, scale.sort, scale.least, scale.most, scale.step) == ("h", "duration", 0, 720, 15)
    odd = {"name": 7, "least": "x", "most": float("inf"), "step": -1, "place": True, "created_at": "0001-01-01"}
    await services.documents.save(None, SCALE, odd)  # type: ignore[arg-type]
    assert len(words(services).scales) == 2


async def test_words_that_have_yet_to_come_read_as_such_and_written_ones_as_they_are(device: Phone) -> None:
    vocabulary = words(device.services)
    assert vocabulary.feeling(str(UUID(int=7))) == "a word that is not here yet"
    assert vocabulary.tag("gym") == "gym"


async def test_the_same_vocabulary_is_handed_out_until_a_word_or_the_language_changes(device: Phone) -> None:
    services = device.services
    before = words(services)
    await device.write_entry("a note")
    assert words(services) is before
    await made.add_tag(services, "roses")
    after = words(services)
    assert after is not before
    set_language(PSEUDO)
    try:
        assert words(services).tag("sleep") != "sleep"
    finally:
        set_language("en_GB")
    assert words(services).tag("sleep") == "sleep"


async def test_there_is_an_end_to_own_words(device: Phone) -> None:
    services = device.services
    assert made.has_room(words(services), TAG_GROUP)
    await services.documents.save_all((None, TAG_GROUP, {"name": f"g{n}"}) for n in range(OWN_MAX[TAG_GROUP]))
    assert not made.has_room(words(services), TAG_GROUP)

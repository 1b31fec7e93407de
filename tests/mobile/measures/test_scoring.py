"""Measures are scored exactly as published: every combination of answers is known."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from api_client.wire.measures import MeasurePack
from mobile.measures.built_in import built_in_packs
from mobile.measures.scoring import is_complete, score, score_parts

PHQ2, GAD2 = built_in_packs()
# Sum of two items of 0 to 3 (Kroenke 2003 and 2007); help is offered from 3 on.
KNOWN = {
    (0, 0): 0, (0, 1): 1, (0, 2): 2, (0, 3): 3,
    (1, 0): 1, (1, 1): 2, (1, 2): 3, (1, 3): 4,
    (2, 0): 2, (2, 1): 3, (2, 2): 4, (2, 3): 5,
    (3, 0): 3, (3, 1): 4, (3, 2): 5, (3, 3): 6,
}  # fmt: skip
WITH_HELP = {(0, 3), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 0), (3, 1), (3, 2), (3, 3)}


@pytest.mark.parametrize("pack", [PHQ2, GAD2], ids=["phq-2", "gad-2"])
@pytest.mark.parametrize("given_", KNOWN)
def test_each_of_the_sixteen_answers_has_its_known_score(pack: MeasurePack, given_: tuple[int, int]) -> None:
    answers = dict(zip((item.id for item in pack.items), given_, strict=True))
    found = score(pack, answers)
    assert (found.value, found.least, found.most) == (KNOWN[given_], 0, 6)
    assert found.offers_help == (given_ in WITH_HELP)
    assert found.band is not None


def test_the_published_words_stand_as_they_are() -> None:
    assert PHQ2.stem == "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
    assert [item.text for item in PHQ2.items] == [
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
    ]
    assert [item.text for item in GAD2.items] == [
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
    ]
    for pack in (PHQ2, GAD2):
        assert [(option.text, option.points) for option in pack.options] == [
            ("Not at all", 0),
            ("Several days", 1),
            ("More than half the days", 2),
            ("Nearly every day", 3),
        ]
        assert pack.every_days == 14


def test_no_words_of_a_measure_name_an_illness() -> None:
    for pack in (PHQ2, GAD2):
        for words in (pack.about, *(band.words for band in pack.bands)):
            assert not any(label in words.casefold() for label in ("depress", "anxiety", "disorder", "positive", "ill"))


def test_a_question_left_open_is_kept_without_a_score() -> None:
    found = score(PHQ2, {"interest": 3})
    assert (found.value, found.band, found.offers_help) == (None, None, False)
    assert is_complete(PHQ2, {"interest": 3}) and not is_complete(PHQ2, {})
    assert score(PHQ2, {"interest": 9, "down": -1}).value is None


def pack(**changes: Any) -> MeasurePack:
    base: dict[str, Any] = {
        "id": "five",
        "version": 1,
        "language": "en",
        "name": "Five",
        "about": "Some questions.",
        "stem": "In the last weeks",
        "options": [{"text": str(n), "points": n} for n in range(6)],
        "items": [{"id": f"i{n}", "text": f"Question {n}"} for n in range(4)],
        "licence": "Free",
        "source": "https://example.org/five",
    }
    return MeasurePack.model_validate(base | changes)


def test_reversed_items_means_and_parts_are_counted_as_the_pack_says() -> None:
    items = [{"id": f"i{n}", "text": f"Question {n}", "is_reversed": n == 1} for n in range(4)]
    made = pack(
        items=items,
        scoring="mean",
        may_skip=True,
        least_answered=3,
        parts=[{"id": "first", "name": "First", "items": ["i0", "i1"]}],
        bands=[{"least": 0, "words": "Low.", "offers_help": True}, {"least": 2.5, "words": "Higher."}],
    )
    found = score(made, {"i0": 5, "i1": 1, "i2": 3})  # 5, 5 - 1 = 4, 3
    assert (found.value, found.least, found.most, found.offers_help) == (4, 0, 5, False)
    assert score_parts(made, {"i0": 5, "i1": 1})["first"].value == 4.5
    assert score_parts(made, {"i0": 5})["first"].value is None
    assert score(made, {"i0": 0, "i1": 5}).value is None
    assert score(made, {"i0": 0, "i1": 5, "i2": 1}).offers_help


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=4, max_size=4), st.sets(st.sampled_from(["i0", "i1", "i2", "i3"])))
def test_reversing_every_item_mirrors_the_score(places: list[int], turned: set[str]) -> None:
    answers = {f"i{n}": place for n, place in enumerate(places)}
    plain = [{"id": f"i{n}", "text": f"Question {n}", "is_reversed": f"i{n}" in turned} for n in range(4)]
    mirrored = [item | {"is_reversed": not item["is_reversed"]} for item in plain]
    one, other = score(pack(items=plain), answers), score(pack(items=mirrored), answers)
    assert one.value is not None and other.value is not None
    assert one.value + other.value == one.least + one.most
    assert one.least <= one.value <= one.most


@pytest.mark.parametrize(
    "changes",
    [
        {"items": [{"id": "i0", "text": "a"}, {"id": "i0", "text": "b"}]},
        {"options": [{"text": "only", "points": 1}]},
        {"options": [{"text": "same", "points": 1}, {"text": "same", "points": 2}]},
        {"options": [{"text": "a", "points": float("nan")}, {"text": "b", "points": 1}]},
        {"parts": [{"id": "p", "name": "P", "items": ["i9"]}]},
        {"bands": [{"least": 3, "words": "x"}]},
        {"bands": [{"least": 0, "words": "x"}, {"least": 0, "words": "y"}]},
        {"bands": [{"least": 0, "words": "x"}, {"least": 21, "words": "y"}]},
        {"least_answered": 2},
        {"may_skip": True, "least_answered": 5},
        {"every_days": 13},
        {"source": "http://example.org/"},
        {"licence": ""},
    ],
)
def test_a_pack_that_does_not_fit_together_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        pack(**changes)


def test_every_combination_is_tried() -> None:
    assert set(KNOWN) == set(product(range(4), repeat=2))

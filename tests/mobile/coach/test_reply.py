"""The reply coach on labelled drafts: each of them gets exactly the hint that it is labelled with."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api_client.wire.feed import Need
from mobile.coach.reply import Hint, advise, hint_words, plain

DRAFTS = tomllib.loads(Path(__file__).with_name("drafts.toml").read_text())
LABELLED = [
    (Need(need), text, None if label == "none" else Hint(label))
    for need, labels in DRAFTS.items()
    for label, texts in labels.items()
    for text in texts
]


def test_there_are_enough_drafts_of_both_kinds() -> None:
    with_hint = [text for _, text, hint in LABELLED if hint]
    assert len(LABELLED) >= 60 and len({text for _, text, _ in LABELLED}) >= 95
    assert 0.4 < len(with_hint) / len(LABELLED) < 0.65


@pytest.mark.parametrize(("need", "text", "hint"), LABELLED, ids=[text[:50] for _, text, _ in LABELLED])
def test_each_labelled_draft_gets_its_hint(need: Need, text: str, hint: Hint | None) -> None:
    assert advise(text, need) is hint


def test_ideas_are_welcome_where_ideas_are_wanted() -> None:
    advice = DRAFTS["listen"]["advice"]
    assert [text for text in advice if advise(text, Need.IDEAS)] == []


def test_what_is_quoted_is_not_said() -> None:
    for quoted in ('"you should sleep"', "“you should sleep”", "«you should sleep»", "'you should sleep'"):
        assert advise(f"My aunt says {quoted} every time.", Need.LISTEN) is None
    assert advise("She's right, you should sleep, it's what the doctor's note says.", Need.LISTEN) is Hint.ADVICE


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(st.text(max_size=400), st.sampled_from(Need))
def test_any_text_has_an_answer_and_case_and_spaces_do_not_matter(text: str, need: Need) -> None:
    assert advise(text, need) is advise(f"  {text}  ", need)
    assert plain(plain(text)) == plain(text)


def test_a_hint_is_kind() -> None:
    for hint in Hint:
        for need in Need:
            words = hint_words(hint, need)
            assert words and "!" not in words and not any(bad in words.lower() for bad in ("wrong", "don't", "should"))


def test_a_long_draft_is_read_at_once() -> None:
    from time import process_time

    long = "We talked about it and you said you know that you " * 200
    begin = process_time()
    advise(long, Need.LISTEN)
    assert process_time() - begin < 1

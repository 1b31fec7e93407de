"""Words of wanting to die or to hurt oneself: what the list hears, and what it leaves alone."""

import pytest

from mobile.coach.support import asks_for_support

HEARD = [
    "I want to die",
    "i just wanna die",
    "I keep thinking about killing myself",
    "I could end my life and nobody would notice",
    "thinking of ending it all",
    "I feel suicidal tonight",
    "I wish I was dead.",
    "everyone would be better off without me",
    "I don't want to be alive anymore",
    "I don’t want to wake up tomorrow",
    "there is no point in living",
    "I can't go on",
    "I can't do this anymore",
    "I hurt myself again",
    "the self-harm is back",
    "I started cutting myself",
    "I took too many of my pills",
    "I want it to be over",
    "life is not worth living",
]
LEFT_ALONE = [
    "I'm dying to see you",
    "I cut myself some slack today",
    "I cut myself shaving",
    "I burn myself on the oven every week",
    "killing it at work",
    "I was killing myself laughing",
    "We had a talk about suicide prevention",
    "my phone died",
    "I want this week to be over",
    "They said 'I want to die' in the film",
    "I'm tired and want to sleep",
    "That hurt me",
    "",
]


@pytest.mark.parametrize("words", HEARD)
def test_is_heard(words: str) -> None:
    assert asks_for_support(words)
    assert asks_for_support(f"Long day again.\n{words.upper()}\nSorry.")


@pytest.mark.parametrize("words", LEFT_ALONE)
def test_is_left_alone(words: str) -> None:
    assert not asks_for_support(words)

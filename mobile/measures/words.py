"""What is said of a score: numbers in a sentence, and when a measure can be taken again."""

from collections.abc import Sequence
from datetime import date

from mobile.measures.document import Taken
from mobile.measures.scoring import Score
from mobile.ui import dates
from mobile.words import t


def number(value: float) -> str:
    """Return a score as it is read: without a point when it is whole, else with one digit behind it."""
    return f"{value:g}" if value == int(value) else f"{value:.1f}"


def score_sentence(found: Score, *, is_mean: bool) -> str:
    """Return what the answers came to."""
    if found.value is None:
        return t("You left a question open, so nothing was added up. Your answers are kept.")
    values = {"score": number(found.value), "most": number(found.most)}
    if is_mean:
        return t("Your answers come to {score} on average, of {most}.", **values)
    return t("Your answers add up to {score} of {most}.", **values)


def taken_line(taken: Taken) -> str:
    """Return one answer of the past: the day and what it came to."""
    day = dates.day_with_year(taken.taken_on)
    if taken.score is None:
        return t("{day}: not added up", day=day)
    return t("{day}: {score} of {most}", day=day, score=number(taken.score), most=number(taken.most))


def when_line(taken: Sequence[Taken], again: date, today: date) -> str:
    """Return when it was taken last and when it can be taken again."""
    if not taken:
        return t("Not taken yet")
    last = dates.day_title(taken[-1].taken_on, today)
    if again <= today:
        return t("Last taken: {day}", day=last)
    return t("Last taken: {day}. You can take it again from {again}.", day=last, again=dates.day(again))

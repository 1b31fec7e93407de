"""The private shape of a strategy that was kept: its words, where it came from, and how it went each time.

Each trial is a few fields of its own, so that trials noted on two devices are all kept. A card that was saved on two
devices apart is two documents; they are read as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from api_client.wire.details import StrategyDetails
from api_client.wire.feed import Post
from mobile.vault.documents import Document
from mobile.vault.fields import list_elements, read_id, read_text, read_whole
from mobile.vault.values import Value

KIND = "saved_strategy"
RATINGS = (-2, -1, 0, 1, 2)
OWN_CHANGE_FROM = 3  # trials; fewer say nothing


@dataclass(frozen=True, slots=True)
class Trial:
    """One time that it was tried: levels from 1 (lowest) to 5 and a rating from -2 to 2, each if it was said.
    `document_id` is where it is stored."""

    id: str
    document_id: UUID
    tried_on: date
    before: int | None = None
    after: int | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """One strategy. `group_id` and `post_id` are None for an own one; `trials` stand newest first."""

    id: UUID
    title: str
    body: str = ""
    when: str = ""
    steps: tuple[str, ...] = ()
    minutes: int | None = None
    cautions: str = ""
    source: str = ""
    author: str = ""
    group_id: UUID | None = None
    post_id: UUID | None = None
    trials: tuple[Trial, ...] = ()
    saved_at: str = ""

    @property
    def helped_count(self) -> int:
        """How many times it helped this member, a little or a lot."""
        return sum(1 for trial in self.trials if trial.rating is not None and trial.rating > 0)


@dataclass(frozen=True, slots=True)
class OwnChange:
    """The member's own mean level before and after `count` trials."""

    count: int
    before: float
    after: float


def own_change(trials: Iterable[Trial]) -> OwnChange | None:
    """Return the means of the levels before and after, None below OWN_CHANGE_FROM trials.

    Over the n trials that have both levels: before = Σ before / n and after = Σ after / n. It describes, and proves
    nothing: people try things when they feel low, and low levels rise by themselves (regression to the mean).
    """
    both = [(trial.before, trial.after) for trial in trials if trial.before is not None and trial.after is not None]
    if len(both) < OWN_CHANGE_FROM:
        return None
    count = len(both)
    return OwnChange(count, sum(before for before, _ in both) / count, sum(after for _, after in both) / count)


def strategy_from_document(document: Document) -> Strategy:
    """Return the strategy that a document of KIND holds. What is missing or odd reads as not said; nothing raises."""
    fields = document.fields
    steps = sorted((key, _text(value)) for key, value in list_elements(fields, "steps."))
    trials = [_trial(document, key, value) for key, value in list_elements(fields, "tries.")]
    return Strategy(
        id=document.id,
        title=_text(fields.get("title")),
        body=_text(fields.get("body")),
        when=_text(fields.get("when")),
        steps=tuple(text for _, text in steps if text),
        minutes=read_whole(fields.get("minutes"), 1, 10_000),
        cautions=_text(fields.get("cautions")),
        source=_text(fields.get("source")),
        author=_text(fields.get("author")),
        group_id=read_id(fields.get("group_id")),
        post_id=read_id(fields.get("post_id")),
        trials=_newest_first(trial for trial in trials if trial is not None),
        saved_at=_text(fields.get("saved_at")),
    )


def fields_of_post(post: Post) -> dict[str, Value]:
    """Return the fields that keep the words of a group's card, and where it came from."""
    details = post.details if isinstance(post.details, StrategyDetails) else StrategyDetails()
    words: dict[str, Value] = {
        "title": post.title or first_line(post.body),
        "body": post.body,
        "when": details.when,
        "minutes": details.minutes,
        "cautions": details.cautions,
        "source": details.source,
        "author": post.author.display_name,
        "group_id": str(post.group_id),
        "post_id": str(post.id),
    }
    return words | fields_of_steps(details.steps)


def fields_of_steps(steps: Iterable[str]) -> dict[str, Value]:
    """Return one field for each step of a card, in order."""
    return {f"steps.{index:02}": text for index, text in enumerate(steps)}


def first_line(text: str) -> str:
    """Return what stands for a title where a card has none."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


def joined(strategies: Iterable[Strategy]) -> tuple[Strategy, ...]:
    """Return the strategies, newest first, those of one card as one with all their trials."""
    one_each: dict[object, Strategy] = {}
    for strategy in sorted(strategies, key=lambda one: (one.saved_at, str(one.id))):
        key = strategy.post_id or strategy.id
        known = one_each.get(key)
        together = _newest_first((*known.trials, *strategy.trials)) if known else strategy.trials
        one_each[key] = replace(known or strategy, trials=together)
    return tuple(reversed(one_each.values()))


def _trial(document: Document, key: str, value: Value) -> Trial | None:
    fields = document.fields
    try:
        tried_on = date.fromisoformat(_text(value))
    except ValueError:
        return None
    return Trial(
        key,
        document.id,
        tried_on,
        read_whole(fields.get(f"before.{key}"), 1, 5),
        read_whole(fields.get(f"after.{key}"), 1, 5),
        read_whole(fields.get(f"ratings.{key}"), -2, 2),
    )


def _newest_first(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    return tuple(sorted(trials, key=lambda trial: (trial.tried_on, trial.id), reverse=True))


def _text(value: Value) -> str:
    return read_text(value) or ""

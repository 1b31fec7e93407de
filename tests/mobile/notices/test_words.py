"""The sentence of each notice: who and what, in the singular and the plural, and a name for each kind."""

from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from api_client.wire.feed import Author
from api_client.wire.notices import KindSettings, Notice, NoticeKind
from mobile.notices.when_sheet import when_words
from mobile.notices.words import kind_name, sentence

ADA = Author(account_id=UUID(int=1), display_name="Ada")


def notice(kind: NoticeKind, actor: Author | None = ADA, **more: bool) -> Notice:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return Notice(id=UUID(int=9), revision=1, kind=kind, group_id=UUID(int=2), actor=actor, noticed_at=at, **more)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_a_sentence_and_a_name(kind: NoticeKind) -> None:
    for actor in (ADA, None):
        words = sentence(notice(kind, actor), "Night Owls")
        assert words.endswith(".")
        assert "{" not in words
    assert kind_name(kind)


def test_others_are_said_without_a_number() -> None:
    assert sentence(notice(NoticeKind.REPLIED), "Night Owls") == "Ada replied to you in Night Owls."
    several = notice(NoticeKind.REPLIED, and_others=True)
    assert sentence(several, "Night Owls") == "Ada and others replied to you in Night Owls."
    assert sentence(several, None) == "Ada and others replied to you in a group."


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (KindSettings(), "At any time"),
        (KindSettings(weekdays=(6, 7)), "On Saturday, Sunday"),
        (KindSettings(starts_at=time(18), ends_at=time(21)), "18:00 to 21:00"),
        (KindSettings(starts_at=time(18), ends_at=time(21), weekdays=(1,)), "18:00 to 21:00, on Monday"),
    ],
)
def test_times_and_days_are_said_in_a_line(settings: KindSettings, words: str) -> None:
    assert when_words(settings) == words

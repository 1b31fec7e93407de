"""Mutual aid: thanks, what was kept, the board, who waits, and how soon a group answers.

Nothing here adds up per person: thanks stand one by one, before nobody but the one who was thanked, and what was kept
is told to its writer in ranges.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field, model_validator

from api_client.wire import limits
from api_client.wire.feed import Author, Need, Post, PostKind
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.text import ThanksWords

ON_BOARD = (PostKind.ASK, PostKind.OFFER)
# Kinds that call for somebody whatever their need; of the others only those whose writer chose a need.
CALLS = frozenset({PostKind.SHARE, PostKind.ASK, PostKind.QUESTION, PostKind.STORY})
_RANDOM = 4  # the version of a UUID that holds nothing but chance


class Thank(WireRequest):
    """Thank a helper in private: whoever wrote `reply_id`, or `account_id` for the company or the check-in that this
    account gave. `may_show` lets the words stand on the group's page of gratitude, without any name. The id is a
    UUIDv4: the helper sees it, and the time in another would tell of the device's clock, under an alias too."""

    id: Id
    reply_id: Id | None = None
    account_id: Id | None = None
    words: ThanksWords = ""
    may_show: bool = False

    @model_validator(mode="after")
    def _check_helper(self) -> "Thank":
        if (self.reply_id is None) == (self.account_id is None):
            raise ValueError("one_helper")
        if self.id.version != _RANDOM:
            raise ValueError("id_holds_time")
        return self


class Thanks(WireModel):
    """One thank-you, as the helper reads it. `author` is who thanks; the writer of a post without a name keeps its
    alias."""

    id: Id
    group_id: Id
    post_id: Id
    reply_id: Id | None
    author: Author
    words: str
    thanked_at: Instant


class ThanksPage(WireModel):
    """What the viewer was thanked for, newest first; ask again before `cursor` while `more`."""

    thanks: tuple[Thanks, ...]
    cursor: str | None
    more: bool


class GratitudePage(WireModel):
    """The words of a month that their writers let stand without names, in no telling order. `month` is `2026-11`."""

    month: str
    words: tuple[str, ...]


class KeptRange(StrEnum):
    """How many people kept a card, as roughly as it is told."""

    FEW = "few"  # 3 to 9
    SEVERAL = "several"  # 10 to 29
    MANY = "many"  # 30 and more


class Ripple(WireModel):
    """That people kept a card or a story of the viewer's this month; never who, and never below three."""

    group_id: Id
    post_id: Id
    kept: KeptRange


class Ripples(WireModel):
    """Every ripple of the viewer."""

    ripples: tuple[Ripple, ...]


class BoardPage(WireModel):
    """Open asks and offers of all the viewer's groups, the one that ends first at the top; ask again after `cursor`
    while `more`."""

    posts: tuple[Post, ...]
    cursor: str | None
    more: bool


class WaitingPosts(WireModel):
    """Posts of a group that wait for somebody's answer, the longest wait first."""

    posts: tuple[Post, ...]


class Newcomers(WireModel):
    """Who joined lately and was not greeted yet, and whether the viewer is one who greets."""

    i_greet: bool
    newcomers: tuple[Author, ...]


class Answered(WireModel):
    """How soon a group answers, over the posts of `days` days whose first day is over; nothing below ANSWERED_POSTS_MIN
    of them. `first_reply_minutes` is None too when most of them have no reply yet."""

    days: int
    post_count: int = Field(description="How many posts this is about.")
    first_reply_minutes: int | None
    two_replies_share: float | None


def calls_for_answer(kind: PostKind, need: Need) -> bool:
    """Whether a post waits for somebody: all that say how one is, and any other whose writer chose a need."""
    return kind in CALLS or need is not Need.LISTEN


def leaves_board_at(post: Post) -> datetime | None:
    """Return when an ask or an offer is no longer open by itself; None for what is closed and for other kinds."""
    if post.kind not in ON_BOARD or post.closed_at is not None:
        return None
    return post.expires_at or post.posted_at + timedelta(days=limits.BOARD_DAYS)

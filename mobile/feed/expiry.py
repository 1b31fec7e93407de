"""When an ask or an offer ends by itself: a few choices for the writer, and words for everybody.

Nothing is deleted at its end: it only stops calling for people, so an old ask does not look like one of tonight.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from api_client.wire.feed import Post, PostKind
from mobile.ui import dates
from mobile.words import t

NEVER, TONIGHT, DAYS, WEEK, KEPT = "never", "tonight", "days", "week", "kept"
START: dict[str, Any] = {"expires": WEEK, "expires_at": ""}
_MORNING = 6  # "tonight" ends when the next morning begins
_AHEAD = timedelta(hours=2)  # ...and is at least that long


def choices(fields: Mapping[str, Any], now: datetime) -> list[tuple[str, str]]:
    """Return (value, words) of what can be chosen; an end that was set before comes first."""
    options = [(TONIGHT, t("Tonight")), (DAYS, t("3 days")), (WEEK, t("A week")), (NEVER, t("No end"))]
    if fields["expires_at"]:
        kept = datetime.fromisoformat(fields["expires_at"])
        options.insert(0, (KEPT, t("As it was: {end}", end=until(kept, now))))
    return options


def from_post(expires_at: datetime | None) -> dict[str, Any]:
    """Return the fields of a post that ends at `expires_at`."""
    return {"expires": KEPT, "expires_at": expires_at.isoformat()} if expires_at else {"expires": NEVER}


def end_of(fields: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return when the post is to end, None for never."""
    match fields["expires"]:
        case "tonight":
            morning = now.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
            return morning if morning - now >= _AHEAD else morning + timedelta(days=1)
        case "days":
            return now + timedelta(days=3)
        case "week":
            return now + timedelta(days=7)
        case "kept" if fields["expires_at"]:
            return datetime.fromisoformat(fields["expires_at"])
    return None


def is_over(post: Post, now: datetime) -> bool:
    """Whether an ask or an offer calls for nobody any more."""
    return post.closed_at is not None or (post.expires_at is not None and post.expires_at <= now)


def state_words(post: Post, now: datetime) -> str:
    """Return how long an ask or an offer still stands, in words; empty when there is nothing to say."""
    if post.closed_at is not None:
        return t("No longer needed") if post.kind is PostKind.ASK else t("No longer open")
    return until(post.expires_at, now) if post.expires_at is not None else ""


def until(end: datetime, now: datetime) -> str:
    """Return when something ends, said from now."""
    local = end.astimezone(now.tzinfo)
    if end <= now:
        return t("Over since {day}", day=dates.short_day(local.date()))
    if local.date() == now.date():
        return t("Until {time} today", time=dates.clock(local))
    if local.date() == now.date() + timedelta(days=1):
        return t("Until {time} tomorrow", time=dates.clock(local))
    return t("Until {day}", day=dates.day(local.date()))

"""The words about strategies: how one went, whom it helped, how long it takes."""

from mobile.strategies.document import OwnChange, Strategy
from mobile.words import t, tn


def rating_word(rating: int) -> str:
    """Return what a rating says; the word is for the thing tried, never for the one who tried."""
    return {
        -2: t("Made it harder"),
        -1: t("A little harder"),
        0: t("No difference"),
        1: t("Helped a little"),
        2: t("Helped a lot"),
    }[rating]


def minutes_word(minutes: int) -> str:
    """Return how long it takes."""
    return tn("{count} minute", "{count} minutes", minutes)


def helped_you(strategy: Strategy) -> str:
    """Return how often it helped this member, such as `helped you, twice`; empty when it did not so far."""
    count = strategy.helped_count
    if count == 0:
        return ""
    if count == 1:
        return t("helped you, once")
    return t("helped you, twice") if count == 2 else tn("helped you, {count} time", "helped you, {count} times", count)


def helped_line(strategy: Strategy, helped_in_group: int | None) -> str:
    """Return from whom it is and whom it helped, as in `Lena · helped 12 people · you, twice`."""
    author = strategy.author if strategy.post_id is not None else t("Your own")
    parts = [author] if author else []
    own = strategy.helped_count
    if helped_in_group:
        parts.append(tn("helped {count} person", "helped {count} people", helped_in_group))
        if own:
            times = tn("you, {count} time", "you, {count} times", own)
            parts.append({1: t("you, once"), 2: t("you, twice")}.get(own, times))
    elif own:
        parts.append(helped_you(strategy))
    return " · ".join(parts)


def change_line(change: OwnChange) -> str:
    """Return the member's own means with how many times they are from."""
    return tn(
        "Over {count} time: on average {before} of 5 before, {after} of 5 after.",
        "Over {count} times: on average {before} of 5 before, {after} of 5 after.",
        change.count,
        before=f"{change.before:.1f}",
        after=f"{change.after:.1f}",
    )

"""Whose words stayed when their account ended: everybody's alike, and said in the member's own language."""

from api_client.wire.feed import FORMER_MEMBER, Author
from mobile.words import t


def as_shown(author: Author) -> Author:
    """Return `author` as screens name it."""
    return Author(account_id=None, display_name=t("Former member")) if author == FORMER_MEMBER else author


def is_former(author: Author) -> bool:
    """Return whether the account behind `author` ended; this is no alias."""
    return author in (FORMER_MEMBER, as_shown(FORMER_MEMBER))

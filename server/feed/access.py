"""Who may do what to a post or reply. Membership itself is asked before, in `server.membership`.

`author_id` is the row's, never what the bytes say: these may carry an alias.
"""

from uuid import UUID

from server.membership import Standing


def may_edit(standing: Standing, author_id: UUID) -> bool:
    """Only the author changes words, closes, and says what helped."""
    return standing.account_id == author_id


def may_remove(standing: Standing, author_id: UUID) -> bool:
    """The author takes words back; whoever looks after the group can remove them."""
    return standing.account_id == author_id or standing.is_facilitator


def may_see_versions(standing: Standing, author_id: UUID) -> bool:
    """Earlier words are for the author, and for whoever looks after the group."""
    return standing.account_id == author_id or standing.is_facilitator


def may_stand_by(standing: Standing, author_id: UUID) -> bool:
    """Anybody but the author says "I'm here", asks tomorrow, or rates."""
    return standing.account_id != author_id

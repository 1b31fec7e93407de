"""Who may do what to a post or reply. Membership itself is asked before, in `server.membership`."""

from uuid import UUID

from server.membership import Standing


def may_edit(standing: Standing, author_id: UUID | None) -> bool:
    """Only the author changes words."""
    return standing.account_id == author_id


def may_remove(standing: Standing, author_id: UUID | None) -> bool:
    """The author takes words back; whoever looks after the group can remove them."""
    return standing.account_id == author_id or standing.is_facilitator

"""What was written here and has not reached the group yet: found in the outbox, told in one sentence.

Unsent work is drawn beside what is confirmed and never mixed into it, so the member always sees what others can see.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.errors import ProblemCode
from api_client.wire.feed import CreatePost, CreateReply, UpdatePost, UpdateReply
from mobile.sentences import field_sentence, refusal_sentence
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation

FAILED = "failed"
# The outbox's own reasons; written here too, because storage is not imported before the first frame is drawn.
PARENT_FAILED, GROUP_ENDED = "parent_failed", "group_ended"


@dataclass(frozen=True)
class Unsent:
    """The unsent work of one group: new posts newest first, new replies oldest first, and what is to happen to the
    posts and replies that exist, by their ids."""

    posts: "tuple[Mutation, ...]" = ()
    replies: "tuple[Mutation, ...]" = ()
    changes: "dict[UUID, Mutation]" = field(default_factory=dict)

    def replies_to(self, post_id: UUID) -> "tuple[Mutation, ...]":
        """Return the new replies to one post."""
        return tuple(mutation for mutation in self.replies if mutation.arguments.get("post_id") == str(post_id))


_CHANGES = {"feed.update_post": "post_id", "feed.remove_post": "post_id"}
_REPLY_CHANGES = {"feed.update_reply": "reply_id", "feed.remove_reply": "reply_id"}
# A tap shows at once and needs no line; one that was refused is told where it was made.
_TAPS = dict.fromkeys(
    (
        *("feed.join_company", "feed.leave_company", "feed.promise_check", "feed.withdraw_check", "feed.close_post"),
        *("feed.reopen_post", "feed.pin_post", "feed.unpin_post", "feed.flag_link", "feed.unflag_link"),
    ),
    "post_id",
)
_REPLY_TAPS = {"feed.mark_helped": "reply_id", "feed.unmark_helped": "reply_id"}


def unsent_in(mutations: "Iterable[Mutation]", group_id: UUID) -> Unsent:
    """Return what of `mutations`, oldest first, belongs to a group."""
    here = [mutation for mutation in mutations if mutation.group_id == str(group_id)]
    changes: dict[UUID, Mutation] = {}
    for mutation in here:
        name = _CHANGES.get(mutation.operation) or _REPLY_CHANGES.get(mutation.operation)
        if mutation.state == FAILED:
            name = name or _TAPS.get(mutation.operation) or _REPLY_TAPS.get(mutation.operation)
        if name is not None:
            changes[UUID(mutation.arguments[name])] = mutation
    return Unsent(
        posts=tuple(reversed([m for m in here if isinstance(m.request, CreatePost)])),
        replies=tuple(m for m in here if isinstance(m.request, CreateReply)),
        changes=changes,
    )


def is_removal(mutation: "Mutation | None") -> bool:
    """Tell whether a change takes a post or reply away and has not failed."""
    return mutation is not None and mutation.operation.startswith("feed.remove_") and mutation.state != FAILED


def edited_text(mutation: "Mutation | None") -> "UpdatePost | UpdateReply | None":
    """Return the words that a change puts in place of the old ones."""
    request = mutation.request if mutation is not None else None
    return request if isinstance(request, UpdatePost | UpdateReply) else None


def waiting_sentence(sync_state: str) -> str:
    """Return when something that waits goes out; `sync_state` is that of the sync's status."""
    return {
        "offline": t("Sends when you’re back online"),
        "signed_out": t("Sends when you sign in again"),
        "paused": t("Sends when sync goes on"),
        "incompatible": t("Sends after the app is updated"),
    }.get(sync_state, t("Sending"))


def state_sentence(mutation: "Mutation", sync_state: str) -> str:
    """Return where an unsent thing stands."""
    if mutation.state == FAILED:
        return t("Not sent. {reason}", reason=_why(mutation))
    return waiting_sentence(sync_state)


def _why(mutation: "Mutation") -> str:
    request = mutation.request
    if mutation.error_code == ProblemCode.TOO_LARGE and isinstance(request, CreatePost | UpdatePost) and request.photo:
        return field_sentence("photo_size")  # the words alone never are
    return reason(mutation.error_code or "", mutation.error_fields)


def reason(code: str, fields: Mapping[str, str]) -> str:
    """Return why the host did not take something, in one sentence; of several fields the first speaks."""
    if code == PARENT_FAILED:
        return t("What it answers to was not accepted, either.")
    if code == GROUP_ENDED:
        return t("The group was closed, or you are no longer in it.")
    if code == ProblemCode.INVALID and fields:
        return field_sentence(next(iter(fields.values())))
    return refusal_sentence(code)

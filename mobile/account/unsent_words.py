"""What waits in the outbox, in words: what it is, where it stands, and where it can be changed."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.errors import ProblemCode
from mobile import paths
from mobile.sentences import field_sentence, refusal_sentence
from mobile.words import t

if TYPE_CHECKING:
    from mobile.storage.outbox import Mutation

_EXCERPT_MAX = 140


def what(operation: str) -> str:
    """Return what a stored call does."""
    say = _OPERATIONS.get(operation)
    return say() if say else t("A change")


_OPERATIONS: dict[str, Callable[[], str]] = {
    "feed.create_post": lambda: t("A post"),
    "feed.update_post": lambda: t("A changed post"),
    "feed.remove_post": lambda: t("Removing a post"),
    "feed.create_reply": lambda: t("A reply"),
    "feed.update_reply": lambda: t("A changed reply"),
    "feed.remove_reply": lambda: t("Removing a reply"),
    "feed.set_reaction": lambda: t("A reaction"),
    "feed.remove_reaction": lambda: t("Taking back a reaction"),
    "feed.join_company": lambda: t("Being there for somebody"),
    "feed.leave_company": lambda: t("Taking back that you are there"),
    "feed.promise_check": lambda: t("A promise to ask tomorrow"),
    "feed.withdraw_check": lambda: t("Taking back a promise"),
    "feed.close_post": lambda: t("That something is done"),
    "feed.reopen_post": lambda: t("Opening something again"),
    "feed.pin_post": lambda: t("Keeping a post on top"),
    "feed.unpin_post": lambda: t("Taking a post from the top"),
    "feed.mark_helped": lambda: t("That a reply helped"),
    "feed.unmark_helped": lambda: t("That a reply did not help after all"),
    "feed.flag_link": lambda: t("That a link is broken"),
    "feed.unflag_link": lambda: t("That a link works"),
    "feed.rate_strategy": lambda: t("How much a strategy helped"),
    "feed.unrate_strategy": lambda: t("Taking back how much a strategy helped"),
    "groups.create_group": lambda: t("A new group"),
    "groups.join_group": lambda: t("Joining a group"),
    "groups.leave_group": lambda: t("Leaving a group"),
    "groups.remove_group": lambda: t("Removing a group"),
    "groups.set_role": lambda: t("A new role for a member"),
    "groups.update_group": lambda: t("A changed group"),
    "groups.accept_agreement": lambda: t("Your yes to what a group agreed on"),
    "groups.archive_group": lambda: t("Closing a group for new words"),
    "groups.unarchive_group": lambda: t("Opening a group for new words"),
    "groups.create_invite": lambda: t("A new invite"),
    "groups.revoke_invite": lambda: t("Ending an invite"),
    "groups.join_listed": lambda: t("Joining a group"),
    "groups.ask_to_join": lambda: t("Asking to be let into a group"),
    "groups.withdraw_request": lambda: t("Taking back a request"),
    "groups.answer_request": lambda: t("Answering a request to join"),
    "profiles.set_profile": lambda: t("What groups read about you"),
    "profiles.set_group_profile": lambda: t("What one group reads about you"),
    "profiles.remove_group_profile": lambda: t("What one group reads about you"),
    "profiles.set_capacity": lambda: t("Whether you can listen today"),
    "groups.remove_member": lambda: t("Removing a member"),
    "groups.mark_read": lambda: t("What you have read"),
    "aid.thank": lambda: t("Your thanks"),
    "aid.keep_post": lambda: t("That you keep a card"),
    "aid.unkeep_post": lambda: t("That you keep a card no more"),
    "aid.greet_member": lambda: t("A hello"),
    "aid.start_greeting": lambda: t("That you greet newcomers"),
    "aid.stop_greeting": lambda: t("That you greet newcomers no more"),
    "notices.mark_read": lambda: t("What you have read"),
    "notices.update_settings": lambda: t("How you want to be told"),
    "reminders.set_settings": lambda: t("When you are reminded by mail"),
    "reminders.note_logged": lambda: t("That a day has a check-in, so that no mail reminds of it"),
    "moderation.create_report": lambda: t("A report"),
    "moderation.resolve_report": lambda: t("Closing a report"),
    "moderation.note_post": lambda: t("A content note before a post"),
    "moderation.block": lambda: t("Blocking somebody"),
    "moderation.unblock": lambda: t("Unblocking somebody"),
    "accounts.update_account": lambda: t("Your name in groups"),
}


def excerpt(mutation: "Mutation") -> str:
    """Return the first words of what was written, empty when the call carries none."""
    request = mutation.request
    for name in ("body", "title", "name", "display_name"):
        if text := getattr(request, name, None):
            line = " ".join(str(text).split())
            return line if len(line) <= _EXCERPT_MAX else line[: _EXCERPT_MAX - 1].rstrip() + "…"
    return ""


def standing(mutation: "Mutation", sync_state: str) -> str:
    """Return where a stored call stands; `sync_state` is that of the sync's status."""
    if mutation.state == "failed":
        return t("Not sent. {reason}", reason=_reason(mutation))
    if mutation.state == "sending" and sync_state not in ("offline", "signed_out"):
        return t("Being sent now.")
    return {
        "offline": t("Sends when you’re back online."),
        "signed_out": t("Sends when you are signed in again."),
        "paused": t("Sends when sync goes on."),
        "incompatible": t("Sends after an update."),
    }.get(sync_state, t("Waiting to send."))


def _reason(mutation: "Mutation") -> str:
    if mutation.error_code == ProblemCode.INVALID and mutation.error_fields:
        return field_sentence(next(iter(mutation.error_fields.values())))
    return refusal_sentence(mutation.error_code or "")


def edit_path(mutation: "Mutation") -> str | None:
    """Return where the words of a failed call can be changed, None when there is nothing to change."""
    arguments = mutation.arguments
    try:
        group_id = UUID(arguments["group_id"])
        if mutation.operation == "feed.create_post":
            return paths.edit_unsent_post(group_id, mutation.id)
        if mutation.operation == "feed.update_post":
            return paths.edit_post(group_id, UUID(arguments["post_id"]))
        if mutation.operation in ("feed.create_reply", "feed.update_reply"):
            return paths.thread(group_id, UUID(arguments["post_id"]))
    except (KeyError, ValueError):
        return None
    return None

"""Unsent things: what they wait for, and why they were not taken, in one sentence each."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api_client.wire.errors import ProblemCode
from mobile.feed.unsent import Unsent, is_removal, reason, unsent_in, waiting_sentence
from mobile.storage.outbox import GROUP_ENDED, PARENT_FAILED, Mutation, MutationState

GROUP, POST = uuid4(), uuid4()


def mutation(operation: str, state: MutationState = "queued", **arguments: str) -> Mutation:
    return Mutation(1, operation, {"group_id": str(GROUP), **arguments}, None, "s", state, datetime.now(UTC))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("idle", "Sending"),
        ("syncing", "Sending"),
        ("offline", "Sends when you’re back online"),
        ("signed_out", "Sends when you sign in again"),
        ("paused", "Sends when sync goes on"),
        ("incompatible", "Sends after the app is updated"),
    ],
)
def test_waiting_says_what_it_waits_for(state: str, sentence: str) -> None:
    assert waiting_sentence(state) == sentence


@pytest.mark.parametrize("code", [*ProblemCode, PARENT_FAILED, GROUP_ENDED, "of a later host"])
def test_every_refusal_has_a_whole_sentence(code: str) -> None:
    assert reason(code, {}).endswith(".")


def test_refused_field_speaks_for_itself() -> None:
    assert reason("invalid", {"body": "string_too_long"}) == "This is too long. Shorten it a little."


def test_changes_are_found_by_what_they_change_in_this_group_only() -> None:
    here = mutation("feed.remove_post", post_id=str(POST))
    elsewhere = Mutation(
        2,
        "feed.remove_post",
        {"group_id": str(uuid4()), "post_id": str(uuid4())},
        None,
        "s",
        "queued",
        datetime.now(UTC),
    )
    assert unsent_in([here, elsewhere], GROUP) == Unsent(changes={POST: here})


def test_refused_removal_leaves_the_post_as_it_was() -> None:
    assert is_removal(mutation("feed.remove_post", post_id=str(POST)))
    assert not is_removal(mutation("feed.remove_post", "failed", post_id=str(POST)))
    assert not is_removal(None)

"""Routes of mutual aid."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import aid as wire
from api_client.wire import limits
from server.aid import answered, board, greeting, kept, thanks, waiting
from server.answers import BASE, answer, no_content
from server.routing import Route
from server.sign_in import SignedIn

router = APIRouter(prefix=BASE, route_class=Route)

_GROUP = "/groups/{group_id}"
_POST = f"{_GROUP}/posts/{{post_id}}"
Limit = Annotated[int, Query(ge=1, le=limits.PAGE_MAX)]


@router.get("/board", operation_id="aid.list_board", response_model=wire.BoardPage)
async def list_board(caller: SignedIn, after: str | None = None, limit: Limit = limits.PAGE_DEFAULT) -> Response:
    """Give a page of open asks and offers of all one's groups."""
    return answer(await caller.read(board.list_board, after, limit))


@router.get("/thanks", operation_id="aid.list_thanks", response_model=wire.ThanksPage)
async def list_thanks(caller: SignedIn, before: str | None = None, limit: Limit = limits.PAGE_DEFAULT) -> Response:
    """Give a page of what one was thanked for."""
    return answer(await caller.read(thanks.list_thanks, before, limit))


@router.get("/ripples", operation_id="aid.list_ripples", response_model=wire.Ripples)
async def list_ripples(caller: SignedIn) -> Response:
    """Give which of one's own cards people kept this month."""
    return answer(await caller.read(kept.list_ripples))


@router.post(f"{_POST}/thanks", operation_id="aid.thank", status_code=204)
async def thank(caller: SignedIn, group_id: UUID, post_id: UUID, body: wire.Thank) -> Response:
    """Thank a helper."""
    await caller.write(thanks.thank, group_id, post_id, body)
    return no_content()


@router.put(f"{_POST}/kept", operation_id="aid.keep_post", status_code=204)
async def keep_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Note that one keeps a post."""
    await caller.write(kept.keep_post, group_id, post_id)
    return no_content()


@router.delete(f"{_POST}/kept", operation_id="aid.unkeep_post", status_code=204)
async def unkeep_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Keep a post no more."""
    await caller.write(kept.unkeep_post, group_id, post_id)
    return no_content()


@router.get(f"{_GROUP}/waiting", operation_id="aid.list_waiting", response_model=wire.WaitingPosts)
async def list_waiting(caller: SignedIn, group_id: UUID) -> Response:
    """Give the posts that wait for an answer."""
    return answer(await caller.read(waiting.list_waiting, group_id))


@router.get(f"{_GROUP}/answered", operation_id="aid.get_answered", response_model=wire.Answered)
async def get_answered(caller: SignedIn, group_id: UUID) -> Response:
    """Give how soon the group answers."""
    return answer(await caller.read(answered.get_answered, group_id))


@router.get(f"{_GROUP}/gratitude", operation_id="aid.get_gratitude", response_model=wire.GratitudePage)
async def get_gratitude(caller: SignedIn, group_id: UUID, month: str | None = None) -> Response:
    """Give the group's page of gratitude of a month."""
    return answer(await caller.read(thanks.get_gratitude, group_id, month))


@router.get(f"{_GROUP}/newcomers", operation_id="aid.list_newcomers", response_model=wire.Newcomers)
async def list_newcomers(caller: SignedIn, group_id: UUID) -> Response:
    """Give who waits for a hello."""
    return answer(await caller.read(greeting.list_newcomers, group_id))


@router.put(f"{_GROUP}/members/{{account_id}}/greeting", operation_id="aid.greet_member", status_code=204)
async def greet_member(caller: SignedIn, group_id: UUID, account_id: UUID) -> Response:
    """Say hello to a member."""
    await caller.write(greeting.greet_member, group_id, account_id)
    return no_content()


@router.put(f"{_GROUP}/greeter", operation_id="aid.start_greeting", status_code=204)
async def start_greeting(caller: SignedIn, group_id: UUID) -> Response:
    """Volunteer to greet whoever joins."""
    await caller.write(greeting.start_greeting, group_id)
    return no_content()


@router.delete(f"{_GROUP}/greeter", operation_id="aid.stop_greeting", status_code=204)
async def stop_greeting(caller: SignedIn, group_id: UUID) -> Response:
    """Greet no more."""
    await caller.write(greeting.stop_greeting, group_id)
    return no_content()

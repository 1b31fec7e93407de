"""Routes of the feed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from api_client.wire import feed as wire
from api_client.wire import groups as groups_wire
from api_client.wire import limits
from api_client.wire.moderation import NotePost
from server.answers import BASE, answer, no_content
from server.feed import (
    changes,
    company,
    marks,
    notes,
    pages,
    posts,
    ratings,
    reactions,
    replies,
    search,
    unmask,
    versions,
)
from server.routing import Route
from server.schema import COUNTER_MAX
from server.sign_in import SignedIn

router = APIRouter(prefix=f"{BASE}/groups/{{group_id}}", route_class=Route)

everywhere = APIRouter(prefix=BASE, route_class=Route)

Limit = Annotated[int, Query(ge=1, le=limits.PAGE_MAX)]
Question = Annotated[str, Query(min_length=limits.SEARCH_MIN, max_length=limits.SEARCH_MAX)]


@router.get("/changes", operation_id="groups.list_changes", response_model=groups_wire.GroupChanges)
async def list_changes(
    caller: SignedIn,
    group_id: UUID,
    after: Annotated[int, Query(ge=0, le=COUNTER_MAX)] = 0,
    limit: Annotated[int, Query(ge=1, le=limits.CHANGES_PAGE_MAX)] = limits.CHANGES_PAGE_MAX,
) -> Response:
    """Give what changed in the group after a cursor."""
    return answer(await caller.read(changes.list_changes, group_id, after, limit))


@router.get("/posts", operation_id="feed.list_posts", response_model=wire.PostPage)
async def list_posts(
    caller: SignedIn,
    group_id: UUID,
    before: str | None = None,
    kind: wire.PostKind | None = None,
    need: wire.Need | None = None,
    limit: Limit = limits.PAGE_DEFAULT,
    pinned: bool = False,
) -> Response:
    """Give a page of posts, newest first; or of those alone that the group keeps on top."""
    return answer(await caller.read(pages.list_posts, group_id, before, kind, need, limit, pinned))


@router.post("/posts", operation_id="feed.create_post", status_code=201, response_model=wire.Post)
async def create_post(caller: SignedIn, group_id: UUID, body: wire.CreatePost) -> Response:
    """Write a post."""
    post, is_new = await caller.write(posts.create_post, group_id, body)
    return answer(post, 201 if is_new else 200)


@router.get("/posts/{post_id}", operation_id="feed.get_post", response_model=wire.Post)
async def get_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Give one post."""
    return answer(await caller.read(posts.get_post, group_id, post_id))


@router.patch("/posts/{post_id}", operation_id="feed.update_post", response_model=wire.Post)
async def update_post(caller: SignedIn, group_id: UUID, post_id: UUID, body: wire.UpdatePost) -> Response:
    """Change one's own post."""
    return answer(await caller.write(posts.update_post, group_id, post_id, body))


@router.delete("/posts/{post_id}", operation_id="feed.remove_post", status_code=204)
async def remove_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Remove a post."""
    await caller.write(posts.remove_post, group_id, post_id)
    return no_content()


@router.get("/posts/{post_id}/versions", operation_id="feed.list_versions", response_model=wire.PostVersions)
async def list_versions(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Give what a post said before."""
    return answer(await caller.read(versions.list_versions, group_id, post_id))


@router.get("/posts/{post_id}/replies", operation_id="feed.list_replies", response_model=wire.ReplyPage)
async def list_replies(
    caller: SignedIn, group_id: UUID, post_id: UUID, after: str | None = None, limit: Limit = limits.PAGE_DEFAULT
) -> Response:
    """Give a page of replies, oldest first."""
    return answer(await caller.read(replies.list_replies, group_id, post_id, after, limit))


@router.post("/posts/{post_id}/replies", operation_id="feed.create_reply", status_code=201, response_model=wire.Reply)
async def create_reply(caller: SignedIn, group_id: UUID, post_id: UUID, body: wire.CreateReply) -> Response:
    """Answer a post."""
    reply, is_new = await caller.write(replies.create_reply, group_id, post_id, body)
    return answer(reply, 201 if is_new else 200)


@router.patch("/posts/{post_id}/replies/{reply_id}", operation_id="feed.update_reply", response_model=wire.Reply)
async def update_reply(
    caller: SignedIn, group_id: UUID, post_id: UUID, reply_id: UUID, body: wire.UpdateReply
) -> Response:
    """Change one's own reply."""
    return answer(await caller.write(replies.update_reply, group_id, post_id, reply_id, body))


@router.delete("/posts/{post_id}/replies/{reply_id}", operation_id="feed.remove_reply", status_code=204)
async def remove_reply(caller: SignedIn, group_id: UUID, post_id: UUID, reply_id: UUID) -> Response:
    """Remove a reply."""
    await caller.write(replies.remove_reply, group_id, post_id, reply_id)
    return no_content()


@router.put("/posts/{post_id}/reactions/{kind}", operation_id="feed.set_reaction", status_code=204)
async def set_reaction(caller: SignedIn, group_id: UUID, post_id: UUID, kind: wire.ReactionKind) -> Response:
    """React to a post."""
    await caller.write(reactions.set_reaction, group_id, post_id, kind)
    return no_content()


@router.delete("/posts/{post_id}/reactions/{kind}", operation_id="feed.remove_reaction", status_code=204)
async def remove_reaction(caller: SignedIn, group_id: UUID, post_id: UUID, kind: wire.ReactionKind) -> Response:
    """Take a reaction back."""
    await caller.write(reactions.remove_reaction, group_id, post_id, kind)
    return no_content()


@router.get("/search", operation_id="feed.search_posts", response_model=wire.SearchPage)
async def search_posts(
    caller: SignedIn, group_id: UUID, q: Question, before: str | None = None, limit: Limit = limits.PAGE_DEFAULT
) -> Response:
    """Find words in a group."""
    return answer(await caller.read_aside(search.search_posts, group_id, q, before, limit))


@everywhere.get("/search", operation_id="feed.search_all", response_model=wire.SearchPage)
async def search_all(
    caller: SignedIn, q: Question, before: str | None = None, limit: Limit = limits.PAGE_DEFAULT
) -> Response:
    """Find words in all groups of the account."""
    return answer(await caller.read_aside(search.search_all, q, before, limit))


@router.put("/posts/{post_id}/content-note", operation_id="moderation.note_post", response_model=wire.Post)
async def note_post(caller: SignedIn, group_id: UUID, post_id: UUID, body: NotePost) -> Response:
    """Put a content note before a post."""
    return answer(await caller.write(notes.note_post, group_id, post_id, body))


@router.put("/posts/{post_id}/company", operation_id="feed.join_company", status_code=204)
async def join_company(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Say "I'm here"."""
    await caller.write(company.join_company, group_id, post_id)
    return no_content()


@router.delete("/posts/{post_id}/company", operation_id="feed.leave_company", status_code=204)
async def leave_company(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Take "I'm here" back."""
    await caller.write(company.leave_company, group_id, post_id)
    return no_content()


@router.put("/posts/{post_id}/check", operation_id="feed.promise_check", status_code=204)
async def promise_check(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Promise to ask tomorrow."""
    await caller.write(company.promise_check, group_id, post_id)
    return no_content()


@router.delete("/posts/{post_id}/check", operation_id="feed.withdraw_check", status_code=204)
async def withdraw_check(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Take the promise back."""
    await caller.write(company.withdraw_check, group_id, post_id)
    return no_content()


@router.put("/posts/{post_id}/closed", operation_id="feed.close_post", status_code=204)
async def close_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Say that an ask or an offer is done."""
    await caller.write(marks.set_closed, group_id, post_id, closed=True)
    return no_content()


@router.delete("/posts/{post_id}/closed", operation_id="feed.reopen_post", status_code=204)
async def reopen_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Open an ask or an offer again."""
    await caller.write(marks.set_closed, group_id, post_id, closed=False)
    return no_content()


@router.put("/posts/{post_id}/pin", operation_id="feed.pin_post", status_code=204)
async def pin_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Keep a post on top."""
    await caller.write(marks.set_pinned, group_id, post_id, pinned=True)
    return no_content()


@router.delete("/posts/{post_id}/pin", operation_id="feed.unpin_post", status_code=204)
async def unpin_post(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Keep a post on top no longer."""
    await caller.write(marks.set_pinned, group_id, post_id, pinned=False)
    return no_content()


@router.put("/posts/{post_id}/link-flag", operation_id="feed.flag_link", status_code=204)
async def flag_link(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Say that a link no longer works."""
    await caller.write(marks.set_link_flag, group_id, post_id, flagged=True)
    return no_content()


@router.delete("/posts/{post_id}/link-flag", operation_id="feed.unflag_link", status_code=204)
async def unflag_link(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Say that a link works."""
    await caller.write(marks.set_link_flag, group_id, post_id, flagged=False)
    return no_content()


@router.put("/posts/{post_id}/rating", operation_id="feed.rate_strategy", status_code=204)
async def rate_strategy(caller: SignedIn, group_id: UUID, post_id: UUID, body: wire.RateStrategy) -> Response:
    """Say how a strategy was."""
    await caller.write(ratings.rate_strategy, group_id, post_id, body)
    return no_content()


@router.delete("/posts/{post_id}/rating", operation_id="feed.unrate_strategy", status_code=204)
async def unrate_strategy(caller: SignedIn, group_id: UUID, post_id: UUID) -> Response:
    """Take a rating back."""
    await caller.write(ratings.unrate_strategy, group_id, post_id)
    return no_content()


@router.post("/posts/{post_id}/unmask", operation_id="feed.unmask_post", response_model=wire.Author)
async def unmask_post(caller: SignedIn, group_id: UUID, post_id: UUID, body: wire.UnmaskPost) -> Response:
    """Look behind an alias."""
    return answer(await caller.write(unmask.unmask_post, group_id, post_id, body))


@router.put("/posts/{post_id}/replies/{reply_id}/helped", operation_id="feed.mark_helped", status_code=204)
async def mark_helped(caller: SignedIn, group_id: UUID, post_id: UUID, reply_id: UUID) -> Response:
    """Say that a reply helped."""
    await caller.write(marks.set_helped, group_id, post_id, reply_id, helped=True)
    return no_content()


@router.delete("/posts/{post_id}/replies/{reply_id}/helped", operation_id="feed.unmark_helped", status_code=204)
async def unmark_helped(caller: SignedIn, group_id: UUID, post_id: UUID, reply_id: UUID) -> Response:
    """Say so no longer."""
    await caller.write(marks.set_helped, group_id, post_id, reply_id, helped=False)
    return no_content()


router.routes.extend(everywhere.routes)

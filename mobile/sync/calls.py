"""Sending the outbox: each stored call once, in order, and what its answer changes here.

Calls of one subject go one after another, and a call waits for what makes the thing it is about; everything else goes
side by side. A refusal is final and never blocks what comes after; no answer means to wait and repeat, which is safe
because ids were made here.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import ApiError, Rejected
from api_client.wire.errors import ProblemCode
from api_client.wire.feed import Author, CreatePost, CreateReply, Post, Reply, UpdatePost, UpdateReply
from api_client.wire.groups import MarkRead, Membership
from api_client.wire.live import NOTICES_SCOPE
from api_client.wire.model import WireModel
from mobile.storage.cache import CachedPost, CachedReply
from mobile.storage.intake import Intake, remove_group
from mobile.storage.outbox import PARENT_FAILED, Mutation, remove_mutation
from mobile.storage.overlay import HELPED, POST_TAPS, overlay_post, overlay_reply
from mobile.sync.local import Local, group_scope
from mobile.sync.notices import prepare_settled
from mobile.sync.photos import prepare_settled_photo
from mobile.sync.reports import SCOPE as REPORTS_SCOPE
from mobile.sync.reports import prepare_settled_report
from mobile.sync.ways_in import prepare_settled as prepare_settled_group

_LANES_AT_ONCE = 4
_ROUNDS_MAX = 100  # calls added while others were being sent are taken along, but not without end


async def send_calls(client: ApiClient, local: Local) -> bool:
    """Send everything that waits; return whether a group should be looked at because it refused to know us.

    Raises the first ApiError that means to wait, after every other lane had its turn.
    """
    suspicious = False
    for _ in range(_ROUNDS_MAX):
        lanes = lanes_of(await local.outbox.list())
        if not lanes:
            break
        slots = asyncio.Semaphore(_LANES_AT_ONCE)
        results = await asyncio.gather(
            *(_send_lane(client, local, lane, slots) for lane in lanes), return_exceptions=True
        )
        suspicious = suspicious or any(result is True for result in results)
        if failure := next((result for result in results if isinstance(result, BaseException)), None):
            raise failure
    return suspicious


def lanes_of(mutations: Sequence[Mutation]) -> list[list[Mutation]]:
    """Return what waits, sorted into lanes that do not depend on each other, each in order.

    A failed call stands in its lane too, so that what is about the thing it would have made is held back.
    """
    lanes: list[list[Mutation]] = []
    for mutation in mutations:
        related = [
            lane for lane in lanes if any(mutation.subject == other.subject or mutation.needs(other) for other in lane)
        ]
        lane = sorted((other for one in related for other in one), key=lambda other: other.id)
        lanes = [one for one in lanes if not any(one is other for other in related)] + [[*lane, mutation]]
    waiting = [lane for lane in lanes if any(mutation.state != "failed" for mutation in lane)]
    return sorted(waiting, key=lambda lane: lane[0].id)


async def _send_lane(client: ApiClient, local: Local, lane: list[Mutation], slots: asyncio.Semaphore) -> bool:
    """Send the calls of one lane in order; return whether the host did not know what one was about."""
    suspicious = False
    failed: list[Mutation] = []
    async with slots:
        for mutation in lane:
            if mutation.state == "failed":
                failed.append(mutation)
            elif any(mutation.needs(other) for other in failed):
                failed.append(mutation)
                await local.outbox.mark_failed(mutation.id, PARENT_FAILED, {})
            elif await local.outbox.mark_sending(mutation.id):
                try:
                    await _send(client, local, mutation)
                except Rejected as refusal:
                    failed.append(mutation)
                    suspicious = suspicious or refusal.code == ProblemCode.NOT_FOUND
    return suspicious


async def _send(client: ApiClient, local: Local, mutation: Mutation) -> None:
    """Make one call and settle it. A refusal is stored and raised; any other failure puts it back into the queue."""
    try:
        answer = await client.call(mutation.operation, mutation.arguments, mutation.request)
    except Rejected as refusal:
        await local.outbox.mark_failed(mutation.id, refusal.code, refusal.fields)
        raise
    except ApiError:
        await local.outbox.mark_queued(mutation.id)
        raise
    except ValueError as error:
        await local.outbox.mark_failed(mutation.id, ProblemCode.INVALID, {})
        raise Rejected(ProblemCode.INVALID, "") from error
    await _settle(local, mutation, answer)


async def _settle(local: Local, mutation: Mutation, answer: WireModel | None) -> None:
    """Store what the answer changed and take the call out of the outbox, in one transaction."""
    change = await local.prepare(await _intake(local, mutation, answer))
    change_notices = await prepare_settled(local, mutation, answer)
    change_reports = await prepare_settled_report(local, mutation, answer)
    change_ways_in = await prepare_settled_group(local, mutation, answer)
    keep_photo = await prepare_settled_photo(local, mutation, answer)
    group_id = UUID(mutation.group_id) if mutation.group_id else None

    def write(session: Session) -> None:
        change(session)
        change_ways_in(session)
        keep_photo(session)
        change_notices(session)
        change_reports(session)
        if group_id and mutation.operation in ("groups.leave_group", "groups.remove_group"):
            remove_group(session, group_id, group_scope(group_id))
        remove_mutation(session, mutation.id)

    await local.database.write(write)
    if group_id:
        local.group_changed(group_id)
    if mutation.operation.startswith("moderation."):
        local.signal.emit(REPORTS_SCOPE)
    if mutation.operation.startswith("notices."):
        local.signal.emit(NOTICES_SCOPE)
    if mutation.operation.startswith("reminders."):
        local.signal.emit("reminders")
    local.outbox.changed()


async def _intake(local: Local, mutation: Mutation, answer: WireModel | None) -> Intake:
    """Return what a settled call changes in the cache."""
    arguments = mutation.arguments
    match answer, mutation.operation:
        case Post(), _:
            return Intake(posts=[answer], mine=[answer.id] if await _is_own(local, mutation, answer) else ())
        case Reply(), _:
            return Intake(replies=[answer], mine=[answer.id] if await _is_own(local, mutation, answer) else ())
        case Membership(), _:
            return Intake(memberships=[answer])
        case _, "feed.remove_post":
            return Intake(removed_posts=[UUID(arguments["post_id"])])
        case _, "feed.remove_reply":
            return Intake(removed_replies=[UUID(arguments["reply_id"])])
        case _, operation if operation in POST_TAPS:
            return await _tapped_post(local, mutation)
        case _, operation if operation in HELPED:
            reply = await local.cache.get_reply(UUID(arguments["reply_id"]))
            if reply is None:
                return Intake()
            tapped = overlay_reply(reply, [mutation])
            return Intake(replies=[tapped.reply], mine=[tapped.reply.id] if tapped.is_mine else ())
        case _, "groups.mark_read":
            membership = await local.cache.get_membership(UUID(arguments["group_id"]))
            if membership is None or not isinstance(mutation.request, MarkRead):
                return Intake()
            sequence = max(membership.read_sequence, mutation.request.sequence)
            return Intake(memberships=[membership.model_copy(update={"read_sequence": sequence})])
    return Intake()


async def _is_own(local: Local, mutation: Mutation, answer: Post | Reply) -> bool:
    """Whether this member wrote what the host answered with; under an alias the answer itself does not say it."""
    if isinstance(mutation.request, CreatePost | UpdatePost | CreateReply | UpdateReply):
        return True
    cached: CachedPost | CachedReply | None
    if isinstance(answer, Post):
        cached = await local.cache.get_post(answer.group_id, answer.id)
    else:
        cached = await local.cache.get_reply(answer.id)
    return cached is not None and cached.is_mine


async def _tapped_post(local: Local, mutation: Mutation) -> Intake:
    """Return the post as the tap leaves it, until the log brings the host's own words."""
    group_id = UUID(mutation.arguments["group_id"])
    cached = await local.cache.get_post(group_id, UUID(mutation.arguments["post_id"]))
    if cached is None:
        return Intake()
    me = next(
        (
            Author(account_id=one.account_id, display_name=one.display_name)
            for one in await local.cache.list_members(group_id)
            if one.account_id == local.keyring.account_id
        ),
        None,
    )
    after = overlay_post(cached, [mutation], me)
    mine = [after.post.id] if after.is_mine else ()
    return Intake(posts=[after.post], my_reactions={after.post.id: sorted(after.my_reactions)}, mine=mine)

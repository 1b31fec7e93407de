"""Invites, requests and one's own profile as the host last told them, and what one's own settled calls change here.

They are short lists that are asked for when their screen opens; requests come with a group's changes too, so that a
facilitator finds them offline.
"""

from collections.abc import Callable
from uuid import UUID, uuid5

from sqlmodel import Session

from api_client.client import ApiClient
from api_client.errors import Rejected
from api_client.wire.directory import JoinRequest, OwnRequest
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import AcceptAgreement, Group, Membership, Role
from api_client.wire.invites import Invite
from api_client.wire.model import WireModel
from api_client.wire.profiles import OwnProfile, Profile, SetCapacity, SetProfile
from mobile.storage.cache import microseconds
from mobile.storage.intake import Intake
from mobile.storage.outbox import Mutation
from mobile.storage.shared import SETTINGS_ID, SharedThing, clear_shared, prepare_shared, remove_shared
from mobile.sync.local import Local

INVITE = "invite"
JOIN_REQUEST = "join_request"
OWN_REQUEST = "own_request"
OWN_PROFILE = "own_profile"

Change = Callable[[Session], None]


async def pull_invites(client: ApiClient, local: Local, group_id: UUID) -> None:
    """Read the invites of a group that can still be used."""
    invites = (await client.groups.list_invites(group_id)).invites
    await _replace(local, INVITE, [_invite(group_id, one) for one in invites], group_id)


async def pull_requests(client: ApiClient, local: Local, membership: Membership) -> None:
    """Read who waits to be let in, where the member may answer; who asked before the way in changed is among them."""
    group = membership.group
    if membership.role is Role.FACILITATOR:
        try:
            requests = (await client.groups.list_requests(group.id)).requests
        except Rejected:
            return  # stepped back or left on another device; the list of groups will say so
        await _replace(local, JOIN_REQUEST, [_request(group.id, one) for one in requests], group.id)


async def pull_own_requests(client: ApiClient, local: Local) -> None:
    """Read where the member waits to be let in."""
    requests = (await client.groups.list_own_requests()).requests
    things = [_own_request(one) for one in requests]
    asking = {one.group_id for one in await local.outbox.list() if one.operation == "groups.ask_to_join"}
    kept = await local.shared.list(OWN_REQUEST, OwnRequest)
    things += [_own_request(one) for one in kept if str(one.group_id) in asking]  # not told to the host yet
    await _replace(local, OWN_REQUEST, things)


async def keep_own_request(local: Local, request: OwnRequest) -> None:
    """Remember where the member waits, before the host lists it."""
    await local.database.write(await prepare_shared(local.keyring, [_own_request(request)]))
    local.signal.emit("groups")


async def pull_profile(client: ApiClient, local: Local) -> None:
    """Read what the member says of themselves."""
    profile = await client.profiles.get_profile()
    await _replace(local, OWN_PROFILE, [SharedThing(OWN_PROFILE, SETTINGS_ID, profile)])


async def prepare_settled(local: Local, mutation: Mutation, answer: WireModel | None) -> Change:
    """Return what a settled call about a group changes here before the host tells it back."""
    group_id = UUID(mutation.group_id) if mutation.group_id else None
    match answer, mutation.operation:
        case Group(), _:
            return await _membership_with(local, answer.id, group=answer)
        case Invite(), _ if group_id:
            return await prepare_shared(local.keyring, [_invite(group_id, answer)])
        case _, "groups.revoke_invite":
            return _without(INVITE, UUID(mutation.arguments["invite_id"]))
        case _, "groups.withdraw_request" if group_id:
            return _without(OWN_REQUEST, group_id)
        case _, "groups.answer_request" if group_id:
            return _without(JOIN_REQUEST, _request_id(group_id, UUID(mutation.arguments["account_id"])))
        case _, "profiles.set_profile" | "profiles.set_group_profile" if isinstance(mutation.request, SetProfile):
            return await _own_profile(local, mutation.request, group_id)
        case _, "profiles.remove_group_profile":
            return await _own_profile(local, None, group_id)
        case _, "profiles.set_capacity" if isinstance(mutation.request, SetCapacity):
            word, until = mutation.request.capacity, mutation.request.until
            return await _keep_profile(local, capacity=word, capacity_until=until)
        case _, "groups.accept_agreement" if group_id and isinstance(mutation.request, AcceptAgreement):
            await _queue_what_waited(local, group_id)
            return await _membership_with(local, group_id, agreement_accepted=mutation.request.version)
    return _nothing


async def _own_profile(local: Local, request: SetProfile | None, group_id: UUID | None) -> Change:
    """Return what one's own words change here: those for all groups, or those for one."""
    words = Profile(**request.model_dump()) if request is not None else None
    if group_id is None:
        return await _keep_profile(local, everywhere=words or Profile())
    before = await local.shared.get(OWN_PROFILE, SETTINGS_ID, OwnProfile) or OwnProfile()
    others = {other: profile for other, profile in before.by_group.items() if other != group_id}
    return await _keep_profile(local, by_group=others if words is None else others | {group_id: words})


async def _keep_profile(local: Local, **changed: object) -> Change:
    before = await local.shared.get(OWN_PROFILE, SETTINGS_ID, OwnProfile) or OwnProfile()
    after = before.model_copy(update=changed)
    return await prepare_shared(local.keyring, [SharedThing(OWN_PROFILE, SETTINGS_ID, after)])


async def _queue_what_waited(local: Local, group_id: UUID) -> None:
    """Queue again what the host did not take because the agreement was not accepted."""
    for one in await local.outbox.list():
        if one.error_code == ProblemCode.AGREEMENT_REQUIRED and one.group_id == str(group_id):
            await local.outbox.retry(one.id)


async def _membership_with(local: Local, group_id: UUID, **changed: object) -> Change:
    membership = await local.cache.get_membership(group_id)
    if membership is None:
        return _nothing
    return await local.prepare(Intake(memberships=[membership.model_copy(update=changed)]))


async def _replace(local: Local, kind: str, things: list[SharedThing], group_id: UUID | None = None) -> None:
    write_all = await prepare_shared(local.keyring, things)

    def write(session: Session) -> None:
        clear_shared(session, kind, group_id=group_id)
        write_all(session)

    await local.database.write(write)
    if group_id is not None:
        local.group_changed(group_id)
    else:
        local.signal.emit("groups")


def _without(kind: str, thing_id: UUID) -> Change:
    return lambda session: remove_shared(session, kind, [thing_id])


def _nothing(_session: Session) -> None:
    """Change nothing."""


def _invite(group_id: UUID, invite: Invite) -> SharedThing:
    return SharedThing(INVITE, invite.id, invite, microseconds(invite.created_at), group_id)


def _request(group_id: UUID, request: JoinRequest) -> SharedThing:
    place = -microseconds(request.asked_at)  # the longest waiting first
    return SharedThing(JOIN_REQUEST, _request_id(group_id, request.account_id), request, place, group_id)


def _request_id(group_id: UUID, account_id: UUID) -> UUID:
    """Return the name of one person's request to one group: the same person may ask two groups of mine."""
    return uuid5(group_id, account_id.hex)


def _own_request(request: OwnRequest) -> SharedThing:
    return SharedThing(OWN_REQUEST, request.group_id, request, microseconds(request.asked_at))

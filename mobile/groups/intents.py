"""What a member does with groups. Starting and leaving are stored here and sent when there is a way; joining asks the
host, because only the host knows a code."""

from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.directory import AnswerRequest, AskToJoin, JoinListed, ListedGroup, OwnRequest
from api_client.wire.groups import AcceptAgreement, CreateGroup, Group, Role, SetRole, UpdateGroup
from api_client.wire.invites import CreateInvite
from api_client.wire.model import WireRequest
from api_client.wire.profiles import SetProfile

if TYPE_CHECKING:
    from mobile.services import Services


async def create_group(services: "Services", request: CreateGroup, refused_id: int | None = None) -> None:
    """Start a group; `refused_id` names the stored call that the host did not accept and this one replaces."""
    if refused_id is None:
        await services.outbox.add("groups.create_group", {}, request, subject=f"group:{request.id}")
    else:
        await services.outbox.replace(refused_id, request)
    services.sync.nudge()


async def leave_group(services: "Services", group_id: UUID) -> None:
    """Leave a group."""
    await _store(services, "groups.leave_group", group_id)


async def remove_group(services: "Services", group_id: UUID) -> None:
    """Remove a group for everyone, with all that is in it."""
    await _store(services, "groups.remove_group", group_id)


async def remove_member(services: "Services", group_id: UUID, account_id: UUID) -> None:
    """Take a member out of a group."""
    await _store(services, "groups.remove_member", group_id, account_id=str(account_id))


async def set_role(services: "Services", group_id: UUID, account_id: UUID, role: Role) -> None:
    """Let another member look after the group too, or step back oneself."""
    await _store(services, "groups.set_role", group_id, SetRole(role=role), account_id=str(account_id))


async def update_group(
    services: "Services", group_id: UUID, request: UpdateGroup, refused_id: int | None = None
) -> None:
    """Change a group's words and rules; `refused_id` names the stored change that this one replaces."""
    if refused_id is None:
        await _store(services, "groups.update_group", group_id, request)
    else:
        await services.outbox.replace(refused_id, request)
        services.sync.nudge()


async def accept_agreement(services: "Services", group: Group) -> None:
    """Agree to what the group agreed on, as it was on the screen; what waited for that goes out after it."""
    await _store(services, "groups.accept_agreement", group.id, AcceptAgreement(version=group.agreement_version))


async def set_archived(services: "Services", group_id: UUID, archived: bool) -> None:
    """Close a group for new words, or open it again."""
    await _store(services, "groups.archive_group" if archived else "groups.unarchive_group", group_id)


async def create_invite(services: "Services", group_id: UUID, request: CreateInvite) -> None:
    """Make an invite; its code stands there once the host knows it."""
    await _store(services, "groups.create_invite", group_id, request)


async def revoke_invite(services: "Services", group_id: UUID, invite_id: UUID) -> None:
    """End an invite."""
    await _store(services, "groups.revoke_invite", group_id, invite_id=str(invite_id))


async def join_listed(services: "Services", group: ListedGroup) -> None:
    """Come into an open group, accepting its agreement as it was on the screen."""
    await _store(services, "groups.join_listed", group.id, JoinListed(agreement_version=group.agreement_version))


async def ask_to_join(services: "Services", group: ListedGroup, words: str) -> None:
    """Ask to be let in, accepting the group's agreement as it was on the screen."""
    request = AskToJoin(words=words, agreement_version=group.agreement_version)
    own = OwnRequest(group_id=group.id, name=group.name, picture=group.picture, asked_at=services.clock.now())
    await services.groups.note_request(own)
    await _store(services, "groups.ask_to_join", group.id, request)


async def withdraw_request(services: "Services", group_id: UUID) -> None:
    """Ask no longer to be let in."""
    await _store(services, "groups.withdraw_request", group_id)


async def answer_request(services: "Services", group_id: UUID, account_id: UUID, *, accept: bool) -> None:
    """Let somebody in, or decline without a word."""
    await _store(services, "groups.answer_request", group_id, AnswerRequest(accept=accept), account_id=str(account_id))


async def set_profile(services: "Services", group_id: UUID | None, request: SetProfile | None) -> None:
    """Say who one is, everywhere or in one group; None takes the words of one group back."""
    if group_id is None:
        await services.outbox.add("profiles.set_profile", {}, request or SetProfile(), subject="profile")
        services.sync.nudge()
    elif request is None:
        await _store(services, "profiles.remove_group_profile", group_id)
    else:
        await _store(services, "profiles.set_group_profile", group_id, request)


async def discard(services: "Services", mutation_id: int) -> None:
    """Give up something that was not accepted."""
    await services.outbox.discard(mutation_id)


async def _store(
    services: "Services", operation: str, group_id: UUID, request: WireRequest | None = None, **more: str
) -> None:
    arguments = {"group_id": str(group_id), **more}
    await services.outbox.add(operation, arguments, request, subject=f"group:{group_id}")
    services.sync.nudge()

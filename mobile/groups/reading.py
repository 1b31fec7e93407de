"""What the list of groups shows, read from this device alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.directory import AskToJoin, JoinRequest, OwnRequest
from api_client.wire.feed import Post
from api_client.wire.groups import AcceptAgreement, CreateGroup, Member, Membership, Role
from api_client.wire.invites import CreateInvite, Invite
from mobile.markup import parse
from mobile.shown import Why
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation

ENDING = frozenset({"groups.leave_group", "groups.remove_group"})

ON_MEMBERS = frozenset({"groups.remove_member", "groups.set_role"})
CHANGING = frozenset({"groups.update_group", "groups.archive_group", "groups.unarchive_group"})

_PREVIEW_MAX = 120  # characters
_LOOKED_AT = 10  # posts, of which the first that the member did not hide is previewed


@dataclass(frozen=True)
class Summary:
    """One group of the member with its last post; `ending` is an unsent leaving or removing of it."""

    membership: Membership
    last: Post | None
    ending: "Mutation | None"
    why: Why | None = None  # the member does not want to see the last post
    is_mine: bool = False  # the last post, with or without a name

    @property
    def unread_count(self) -> int:
        """How many posts came after the newest one that was read."""
        return max(0, self.membership.group.post_count - self.membership.read_sequence)


@dataclass(frozen=True)
class GroupsShown:
    """Every group, and those that were started here and are not on the host yet."""

    groups: tuple[Summary, ...]
    starting: "tuple[Mutation, ...]"
    waiting: "tuple[tuple[OwnRequest, Mutation | None], ...]" = ()  # to be let in; with the asking that was refused


@dataclass(frozen=True)
class AboutShown:
    """One group with its people; `unsent` is what is to happen to it or to a member."""

    membership: Membership | None
    members: tuple[Member, ...]
    unsent: "tuple[Mutation, ...]"
    requests: tuple[JoinRequest, ...] = ()

    @property
    def ending(self) -> "Mutation | None":
        """The leaving or removing of the group that is on its way or was refused."""
        return next((mutation for mutation in self.unsent if mutation.operation in ENDING), None)

    @property
    def change(self) -> "Mutation | None":
        """The newest change of the group itself that is on its way or was refused."""
        return next((one for one in reversed(self.unsent) if one.operation in CHANGING), None)

    @property
    def starting(self) -> "CreateGroup | None":
        """What the group will be, while it was started here and the host does not know it yet."""
        return next((one.request for one in self.unsent if isinstance(one.request, CreateGroup)), None)

    def acts_on(self, account_id: UUID) -> "Mutation | None":
        """The removal or the new role of one member that is on its way or was refused."""
        return next(
            (
                one
                for one in self.unsent
                if one.operation in ON_MEMBERS and one.arguments.get("account_id") == str(account_id)
            ),
            None,
        )

    def others(self, me: UUID | None) -> "tuple[Member, ...]":
        """Everybody but the viewer."""
        return tuple(member for member in self.members if member.account_id != me)

    def is_alone_in_charge(self, me: UUID | None) -> bool:
        """Whether the viewer looks after the group alone while others are there: somebody must."""
        membership = self.membership
        return (
            membership is not None
            and membership.role is Role.FACILITATOR
            and membership.group.member_count > 1
            and not any(member.role is Role.FACILITATOR for member in self.others(me))
        )


async def read_groups(services: "Services") -> GroupsShown:
    """Return the groups, the one with the newest post first, and what waits to be started."""
    mutations = await services.outbox.list()
    ending = {mutation.group_id: mutation for mutation in mutations if mutation.operation in ENDING}
    groups = []
    for membership in await services.cache.list_memberships():
        newest = await services.cache.list_posts(membership.group.id, limit=_LOOKED_AT, veiled=True)
        last = next((one for one in newest if one.why is None or not one.why.is_gone), None)
        unsent = ending.get(str(membership.group.id))
        post, why, mine = (last.post, last.why, last.is_mine) if last else (None, None, False)
        groups.append(Summary(membership, post, unsent, why, mine))
    groups.sort(key=lambda one: one.last.posted_at if one.last else one.membership.joined_at, reverse=True)
    starting = tuple(one for one in mutations if isinstance(one.request, CreateGroup))
    return GroupsShown(tuple(groups), starting, await _read_waiting(services, mutations, groups))


async def _read_waiting(
    services: "Services", mutations: "tuple[Mutation, ...]", groups: list[Summary]
) -> "tuple[tuple[OwnRequest, Mutation | None], ...]":
    """Return where the member asked to be let in and is not in yet, without what is being taken back."""
    over = {str(one.membership.group.id) for one in groups}
    over |= {str(one.group_id) for one in mutations if one.operation == "groups.withdraw_request"}
    refused = {one.group_id: one for one in mutations if isinstance(one.request, AskToJoin) and one.state == "failed"}
    requests = await services.shared.list("own_request", OwnRequest)
    return tuple((one, refused.get(str(one.group_id))) for one in requests if str(one.group_id) not in over)


async def read_about(services: "Services", group_id: UUID) -> AboutShown:
    """Return a group's own words and its people."""
    mutations = [one for one in await services.outbox.list() if one.group_id == str(group_id)]
    unsent = tuple(one for one in mutations if one.operation.startswith("groups."))
    answered = {one.arguments["account_id"] for one in unsent if one.operation == "groups.answer_request"}
    membership = await services.cache.get_membership(group_id)
    answers = membership is not None and membership.role is Role.FACILITATOR
    requests = await services.shared.list("join_request", JoinRequest, group_id=group_id) if answers else ()
    return AboutShown(
        membership=membership,
        members=await services.cache.list_members(group_id),
        unsent=unsent,
        requests=tuple(one for one in requests if str(one.account_id) not in answered),
    )


async def read_standing(services: "Services", group_id: UUID) -> tuple[Membership | None, bool]:
    """Return the membership, and whether accepting the agreement as it stands is on its way."""
    membership = await services.cache.get_membership(group_id)
    on_its_way = membership is not None and any(
        one.group_id == str(group_id)
        and one.state != "failed"
        and isinstance(one.request, AcceptAgreement)
        and one.request.version >= membership.group.agreement_version
        for one in await services.outbox.list()
    )
    return membership, on_its_way


@dataclass(frozen=True)
class InvitesShown:
    """The invites of a group that can be used, and those that the host does not know yet."""

    membership: Membership | None
    invites: tuple[Invite, ...]
    unsent: "tuple[Mutation, ...]"

    @property
    def name(self) -> str:
        """The group's name."""
        return self.membership.group.name if self.membership else ""


async def read_invites(services: "Services", group_id: UUID) -> InvitesShown:
    """Return the invites of a group, without those that are being ended."""
    mutations = [one for one in await services.outbox.list() if one.group_id == str(group_id)]
    ending = {one.arguments["invite_id"] for one in mutations if one.operation == "groups.revoke_invite"}
    invites = await services.shared.list("invite", Invite, group_id=group_id)
    now = services.clock.now()
    good = [one for one in invites if one.expires_at is None or one.expires_at > now]
    return InvitesShown(
        membership=await services.cache.get_membership(group_id),
        invites=tuple(one for one in good if str(one.id) not in ending),
        unsent=tuple(one for one in mutations if isinstance(one.request, CreateInvite)),
    )


def shortened(text: str) -> str:
    """Return `text` as long as a preview may be: the eye sees one line of it, a screen reader reads out all of it."""
    return text if len(text) <= _PREVIEW_MAX else text[: _PREVIEW_MAX - 1].rstrip() + "…"


def last_line(post: Post | None, mine: bool) -> str:
    """Return the newest post in one short line, without its Markdown; what stands behind a content note stays there."""
    if post is None:
        return t("Quiet so far")
    text = " ".join((post.title or " ".join(block.text for block in parse(post.body))).split())
    if post.content_note is not None:
        text = t("Content note: {note}", note=post.content_note)
    text = shortened(text)
    if mine and post.author.account_id is None:
        return t("You, without your name: {text}", text=text)
    if mine:
        return t("You: {text}", text=text)
    return t("{name}: {text}", name=post.author.display_name, text=text)

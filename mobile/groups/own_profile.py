"""What the profile screen shows, read from this device: the words that are on their way before those that arrived."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.groups import Membership
from api_client.wire.profiles import Capacity, OwnProfile, Profile, SetProfile
from mobile.capacity import read_capacity
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.ways_in import OWN_PROFILE

if TYPE_CHECKING:
    from mobile.services import Services
    from mobile.storage.outbox import Mutation

_OF_ONE = ("profiles.set_group_profile", "profiles.remove_group_profile")


@dataclass(frozen=True)
class ProfileShown:
    """The words that one group or every group sees; `has_own` is whether the group has its own, `refused` the code of
    what the host did not take, empty when it took all."""

    profile: Profile
    group: Membership | None
    memberships: tuple[Membership, ...]
    capacity: Capacity | None
    has_own: bool
    refused: str

    @property
    def version(self) -> str:
        """A name for these words, so that a form begins anew when others arrive."""
        return hashlib.sha256(self.profile.model_dump_json().encode()).hexdigest()[:12]


async def read_profile(services: "Services", group_id: UUID | None) -> ProfileShown:
    """Return what every group sees of the member, or what one does."""
    mutations = await services.outbox.list()
    arrived = await services.shared.get(OWN_PROFILE, SETTINGS_ID, OwnProfile) or OwnProfile()
    everywhere = [one for one in mutations if one.operation == "profiles.set_profile"]
    profile, own = arrived.everywhere, group_id in arrived.by_group
    relevant = everywhere
    if group_id is not None:
        relevant = [one for one in mutations if one.operation in _OF_ONE and one.group_id == str(group_id)]
        if relevant:
            own = relevant[-1].request is not None
        profile = _newest(everywhere, profile)
        profile = _newest(relevant, arrived.by_group.get(group_id, profile)) if own else profile
    else:
        profile = _newest(everywhere, profile)
    memberships = await services.cache.list_memberships()
    return ProfileShown(
        profile=profile,
        group=next((one for one in memberships if one.group.id == group_id), None),
        memberships=memberships,
        capacity=await read_capacity(services),
        has_own=own,
        refused=next((one.error_code or "" for one in relevant if one.state == "failed"), ""),
    )


def _newest(mutations: "list[Mutation]", otherwise: Profile) -> Profile:
    """Return what the last unsent words make of the profile."""
    for one in reversed(mutations):
        if isinstance(one.request, SetProfile):
            return Profile(**one.request.model_dump())
    return otherwise

"""The switch "I can listen today", which stands on the board and in one's profile."""

from datetime import timedelta
from typing import TYPE_CHECKING

from api_client.wire.profiles import Capacity, OwnProfile, SetCapacity
from mobile.storage.shared import SETTINGS_ID
from mobile.sync.ways_in import OWN_PROFILE

if TYPE_CHECKING:
    from mobile.services import Services


async def set_capacity(services: "Services", capacity: Capacity | None) -> None:
    """Say for the rest of the day whether one can listen; None takes it back."""
    now = services.clock.now()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    request = SetCapacity(capacity=capacity, until=midnight)
    await services.outbox.add("profiles.set_capacity", {}, request, subject="profile")
    services.sync.nudge()


async def read_capacity(services: "Services") -> Capacity | None:
    """Return what the member said for today, also when the host does not know yet; None once the day is over."""
    arrived = await services.shared.get(OWN_PROFILE, SETTINGS_ID, OwnProfile) or OwnProfile()
    word, until = arrived.capacity, arrived.capacity_until
    for one in await services.outbox.list():
        if isinstance(one.request, SetCapacity) and one.state != "failed":
            word, until = one.request.capacity, one.request.until
    return word if until is not None and until > services.clock.now() else None

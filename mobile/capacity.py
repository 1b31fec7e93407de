"""The switch "I can listen today", which stands on the board and in one's profile."""

from datetime import timedelta
from typing import TYPE_CHECKING

from api_client.wire.profiles import Capacity, SetCapacity

if TYPE_CHECKING:
    from mobile.services import Services


async def set_capacity(services: "Services", capacity: Capacity | None) -> None:
    """Say for the rest of the day whether one can listen; None takes it back."""
    now = services.clock.now()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    request = SetCapacity(capacity=capacity, until=midnight)
    await services.outbox.add("profiles.set_capacity", {}, request, subject="profile")
    services.sync.nudge()

"""The zone of this device by a name that a host knows, too: what is sent by mail keeps to the member's own clock."""

from contextlib import suppress
from datetime import timedelta

from api_client.wire.notices import check_zone
from mobile.device import Clock


def zone_here(clock: Clock) -> str:
    """Return the zone of this device by a name that both ends know; where it has none, that of its hours."""
    with suppress(ValueError):
        return check_zone(clock.zone())
    offset = clock.now().utcoffset() or timedelta()
    hours = round(offset / timedelta(hours=1))
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"  # these names count from the other side

"""What a host says of itself to anyone who asks."""

from api_client.wire.model import WireModel


class About(WireModel):
    """The host's name and rules, read before signing up. `house_rules` are short lines, written by the host.

    `backups_kept_days` is for how long a backup may still hold what was removed; None: the host does not say."""

    name: str
    version: str
    protocol: int
    protocol_oldest: int
    sign_up_open: bool
    age_min: int
    house_rules: tuple[str, ...]
    backups_kept_days: int | None = None

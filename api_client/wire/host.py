"""What a host says of itself to anyone who asks."""

from api_client.wire.model import WireModel


class About(WireModel):
    """The host's name and rules, read before signing up. `house_rules` are short lines, written by the host."""

    name: str
    version: str
    protocol: int
    protocol_oldest: int
    sign_up_open: bool
    age_min: int
    house_rules: tuple[str, ...]

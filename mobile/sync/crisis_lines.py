"""Reading the crisis lines that the host keeps, now and then, so that they are here without a network."""

from api_client.client import ApiClient
from api_client.errors import Rejected
from mobile.host_lines import HOST_LINES, kept_tag, packed
from mobile.sync.local import Local


async def pull_crisis_lines(client: ApiClient, local: Local) -> None:
    """Keep the host's lines if they changed; a host that knows of none leaves what is here."""
    try:
        answer = await client.host.get_crisis_lines(known=kept_tag(local.preferences.get(HOST_LINES)))
    except Rejected:
        return  # a host of an earlier version
    if answer.changed:
        await local.preferences.set(HOST_LINES, packed(answer))

"""Reading the check-in measures that the host adds, now and then, so that they are here without a network."""

from api_client.client import ApiClient
from api_client.errors import Rejected
from mobile.host_measures import HOST_MEASURES, kept_tag, packed
from mobile.sync.local import Local


async def pull_measures(client: ApiClient, local: Local) -> None:
    """Keep the host's packs if they changed; a host that knows of none leaves what is here."""
    try:
        answer = await client.host.get_measures(known=kept_tag(local.preferences.get(HOST_MEASURES)))
    except Rejected:
        return  # a host of an earlier version
    if answer.changed:
        await local.preferences.set(HOST_MEASURES, packed(answer))

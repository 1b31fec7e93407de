"""One running host: what routes need besides the request. Made once by `server.app`, found by `Here`."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from api_client.wire.crisis import CrisisLines
from api_client.wire.measures import MeasurePack
from server.clock import Clock
from server.database import Database
from server.hub import Hub
from server.jobs import Jobs
from server.mail import Mailer
from server.rate_limits import RateLimits
from server.secret_hashing import SecretHashing
from server.settings import Settings
from server.transaction import Transaction

# Called inside the transaction that gives an account another name; slices that show names bring theirs up to date.
Rename = Callable[[Transaction, UUID, str], None]

# Called inside the transaction in which an account goes out of a group, before it does.
Leave = Callable[[Transaction, UUID, UUID], None]

# Called inside the transaction that ends an account, with whether its posts stay, before its row goes: what hangs on
# that row goes by cascade, and the slices see to the rest.
Ending = Callable[[Transaction, UUID, bool], None]


@dataclass(slots=True)
class Host:
    """The parts of a running host. `secret` is the one that its database keeps."""

    settings: Settings
    database: Database
    hub: Hub
    hashing: SecretHashing
    limits: RateLimits
    secret: bytes
    clock: Clock
    jobs: Jobs
    mailer: Mailer | None = None  # None: this host sends no mail
    renames: tuple[Rename, ...] = ()
    leaves: tuple[Leave, ...] = ()
    endings: tuple[Ending, ...] = ()
    crisis_lines: CrisisLines | None = None  # None: what comes with the app is all there is
    measures: tuple[MeasurePack, ...] = ()  # beside those that come with the app


async def get_host(request: Request) -> Host:
    """Return the host that answers `request`."""
    host: Host = request.app.state.host
    return host


Here = Annotated[Host, Depends(get_host)]


def address_of(request: Request) -> str:
    """Return where `request` comes from: the address, or for IPv6 the /64, which is what one household gets."""
    return _household(request.client.host if request.client else "")


@lru_cache(maxsize=4096)
def _household(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))

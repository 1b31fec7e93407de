"""The guard that keeps every test on this machine.

Kith fetches nothing by itself; a test that reached another host would hide the day when it starts to.
"""

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest


class EgressRefused(AssertionError):
    """A test tried to reach another host. Not an OSError, so that no retry loop swallows it."""


def is_loopback(host: str) -> bool:
    """Whether a host, a name or an address, is this machine itself."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def check_address(address: Any) -> None:
    """Raise EgressRefused for a socket address outside this machine; file sockets have none and pass."""
    if isinstance(address, tuple) and address and not is_loopback(str(address[0])):
        raise EgressRefused(f"a test tried to reach {address[0]}, and tests stay on this machine")


@pytest.fixture(autouse=True, scope="session")
def refuse_egress() -> Iterator[None]:
    """Fail every connection and every look-up of a name that leaves this machine, for the whole run."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check_address(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check_address(address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name:
            check_address((name,))
        return getaddrinfo(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
    yield
    patch.undo()

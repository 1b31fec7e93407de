"""The guard around every test lets this machine through and nothing else."""

import socket

import httpx
import pytest

from tests.support.egress import EgressRefused, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost", "LOCALHOST."])
def test_this_machine_is_let_through(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "0.0.0.0", "2001:db8::1", "localhost.example.org"])  # noqa: S104
def test_other_hosts_are_not(host: str) -> None:
    assert not is_loopback(host)


def test_connection_to_another_host_fails_the_test() -> None:
    with socket.socket() as connection, pytest.raises(EgressRefused):
        connection.connect(("192.0.2.1", 80))


async def test_async_client_cannot_leave_either() -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(EgressRefused):
            await client.get("http://example.org/")


def test_connection_to_this_machine_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()

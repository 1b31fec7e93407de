"""Ports that tests name beforehand stay theirs until their program listens."""

import socket

from tests.support.ports import LOOPBACK, free_ports


def test_the_system_gives_a_port_of_a_test_to_nobody() -> None:
    given = {free_ports(3) + step for _ in range(30) for step in range(3)}
    assert len(given) == 90
    for _ in range(200):
        with socket.create_server((LOOPBACK, 0)) as anybody:
            assert anybody.getsockname()[1] not in range(min(given) // 1000 * 1000, max(given) // 1000 * 1000 + 1000)


def test_a_port_that_is_taken_is_left_out() -> None:
    first = free_ports()
    with socket.create_server((LOOPBACK, first + 2)):
        row = free_ports(3)
    assert first + 2 not in range(row, row + 3)

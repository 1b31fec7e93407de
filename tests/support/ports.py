"""Ports of loopback for programs that are told where to listen, or must come back to where they were.

None is from the range out of which systems give a port to whoever asks for any (32768 and up on Linux, 49152 and up
elsewhere): while a program starts, or is down, a connection of some other test could take such a port away from it.
"""

import os
import re
from itertools import cycle

from server.serving import is_port_free

LOOPBACK = "127.0.0.1"
FIRST = 20_000
PER_WORKER = 1_000  # each worker of a run has a range of its own
WORKERS = 12

_worker = int((re.findall(r"\d+$", os.environ.get("PYTEST_XDIST_WORKER", "")) or ["0"])[0]) % WORKERS
_range = range(FIRST + _worker * PER_WORKER, FIRST + (_worker + 1) * PER_WORKER)
_middle = os.getpid() * 37 % PER_WORKER  # another run on this machine begins elsewhere
_ports = cycle([*_range[_middle:], *_range[:_middle]])


def free_ports(number: int = 1) -> int:
    """Return the first of `number` ports in a row that nobody listens on; none comes again soon."""
    row: list[int] = []
    for port in _ports:
        if row and port != row[-1] + 1:
            row.clear()
        row.append(port)
        if not is_port_free(LOOPBACK, port):
            row.clear()
        elif len(row) == number:
            break
    return row[0]

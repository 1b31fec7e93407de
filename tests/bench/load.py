"""The load generator, a process of its own: `python -m tests.bench.load` reads a plan (JSON) from standard input.

Raw sockets and one selector, because a client library costs more per request than the servers that are measured here.
Every connection is kept alive and has one request under way (a closed loop), as wrk does it.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from uuid6 import uuid7

STALL_SECONDS = 30.0
RECEIVE_BYTES = 1 << 18


Request = tuple[str, str, str, str | None]  # method, path, token, body


@dataclass(frozen=True)
class Plan:
    """What to send. Connection i repeats request i modulo their number; `{id}` in a body becomes a fresh UUIDv7."""

    port: int
    requests: list[Request]
    connections: int = 32
    seconds: float = 3.0
    warm_up: float = 0.5


@dataclass
class Result:
    """What came of it; times in milliseconds, counted after the warm-up; `body_bytes` is the size of an answer."""

    rate: float = 0.0
    p50: float = 0.0
    p99: float = 0.0
    slowest: float = 0.0
    answered: int = 0
    total: int = 0  # with those of the warm-up
    refused: int = 0
    body_bytes: int = 0
    cpu_seconds: float = 0.0
    statuses: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    head: bytes
    body: str | None
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    expected: int = 0  # bytes of the whole answer, 0 until its head is here
    body_bytes: int = 0
    status: str = ""

    def send(self, now: float) -> None:
        self.received.clear()
        self.expected = 0
        self.sent_at = now
        if self.body is None:
            self.socket.sendall(self.head)
            return
        body = self.body.replace("{id}", str(uuid7())).encode()
        self.socket.sendall(b"%scontent-length: %d\r\n\r\n%s" % (self.head, len(body), body))

    def receive(self) -> bool:
        """Take in what came; return whether the answer is whole."""
        piece = self.socket.recv(RECEIVE_BYTES)
        if not piece:
            raise ConnectionError("the server closed a connection")
        self.received += piece
        if not self.expected:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.received[: end + 2]).lower()
            at = head.find(b"content-length: ")
            self.body_bytes = int(head[at + 16 : head.index(b"\r", at)]) if at >= 0 else 0
            self.status = head[9:12].decode()
            self.expected = end + 4 + self.body_bytes
        return len(self.received) >= self.expected


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` (0 to 1) of the sorted `values` do not exceed."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def run(plan: Plan) -> Result:
    """Put `plan` on the server and return what came of it."""
    selector = selectors.DefaultSelector()
    connections = [_connect(plan, number) for number in range(plan.connections)]
    for connection in connections:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    cpu_at = time.process_time()
    began = time.perf_counter()
    counted_from, until = began + plan.warm_up, began + plan.warm_up + plan.seconds
    latencies: list[float] = []
    result = Result()
    for connection in connections:
        connection.send(time.perf_counter())
    open_count = len(connections)
    while open_count:
        ready = selector.select(STALL_SECONDS)
        if not ready:
            result.refused += open_count
            break
        for key, _ in ready:
            connection = key.data
            if not connection.receive():
                continue
            now = time.perf_counter()
            result.total += 1
            if connection.status[0] != "2":
                result.refused += 1
                result.statuses[connection.status] = result.statuses.get(connection.status, 0) + 1
            elif counted_from <= now <= until:
                latencies.append((now - connection.sent_at) * 1000)
            if now < until:
                connection.send(now)
            else:
                open_count -= 1
    for connection in connections:
        result.body_bytes = max(result.body_bytes, connection.body_bytes)
        connection.socket.close()
    latencies.sort()
    result.cpu_seconds = time.process_time() - cpu_at
    result.answered = len(latencies)
    result.rate = len(latencies) / plan.seconds
    result.p50, result.p99 = percentile(latencies, 0.5), percentile(latencies, 0.99)
    result.slowest = latencies[-1] if latencies else 0.0
    return result


def _connect(plan: Plan, number: int) -> _Connection:
    method, path, token, body = plan.requests[number % len(plan.requests)]
    opened = socket.create_connection(("127.0.0.1", plan.port), timeout=STALL_SECONDS)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    head = f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{plan.port}\r\nauthorization: Bearer {token}\r\n"
    head += "accept: application/json\r\nkith-version: 1\r\n"
    head += "\r\n" if body is None else "content-type: application/json\r\n"
    return _Connection(opened, head.encode(), body)


def main() -> None:
    """Read a plan, run it, print the result."""
    given: dict[str, Any] = json.load(sys.stdin)
    print(json.dumps(asdict(run(Plan(**given)))))


if __name__ == "__main__":
    main()

"""Many open live streams in one process, `python -m tests.bench.listeners`: it posts, and hears when each is told.

Posting and hearing share one clock this way. A plan (JSON) comes from standard input.
"""

import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from uuid6 import uuid7

from tests.bench.load import percentile

WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Plan:
    """`tokens` are those of the streams; posts go to `group_id`, which the first `listeners` of them follow."""

    port: int
    tokens: list[str]
    group_id: str
    listeners: int
    hints: int


@dataclass
class Heard:
    """Milliseconds from sending a post to a hint of it: of all hints, of the last of each post, and to the answer."""

    p50: float = 0.0
    p99: float = 0.0
    last_p50: float = 0.0
    last_slowest: float = 0.0
    answer_p50: float = 0.0
    missing: int = 0
    open_seconds: float = 0.0
    memory_mb: float = 0.0  # of the server while all are open; filled in by who knows its process
    lasts: list[float] = field(default_factory=list)


def run(plan: Plan, server_pid: int) -> Heard:
    """Open every stream, post, and listen."""
    selector = selectors.DefaultSelector()
    began = time.perf_counter()
    streams = []
    for number, token in enumerate(plan.tokens):
        opened = _open(plan.port)
        opened.sendall(f"GET /api/v1/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n".encode())
        selector.register(opened, selectors.EVENT_READ, number)
        streams.append(opened)
    _await_open(selector, len(streams))
    heard = Heard(open_seconds=time.perf_counter() - began)
    from tests.bench.processes import memory_mb

    heard.memory_mb = memory_mb(server_pid)
    poster = _open(plan.port)
    selector.register(poster, selectors.EVENT_READ, -1)
    hints, answers = [], []
    for number in range(plan.hints):
        times, answer = _post_and_listen(plan, selector, poster, plan.tokens[number % plan.listeners])
        hints += times
        answers.append(answer)
        heard.missing += plan.listeners - len(times)
        heard.lasts.append(max(times, default=WAIT_SECONDS * 1000))
    for opened in (*streams, poster):
        opened.close()
    hints.sort(), answers.sort(), heard.lasts.sort()
    heard.p50, heard.p99 = percentile(hints, 0.5), percentile(hints, 0.99)
    heard.last_p50, heard.last_slowest = percentile(heard.lasts, 0.5), heard.lasts[-1]
    heard.answer_p50 = percentile(answers, 0.5)
    return heard


def _open(port: int) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def _await_open(selector: selectors.BaseSelector, count: int) -> None:
    waiting = set(range(count))
    received = [b""] * count
    while waiting:
        ready = selector.select(WAIT_SECONDS)
        if not ready:
            raise RuntimeError(f"{len(waiting)} streams did not open")
        for key, _ in ready:
            piece = key.fileobj.recv(65536)  # type: ignore[union-attr]  # sockets were registered
            received[key.data] += piece
            if not piece or b" 200 " not in received[key.data][:20]:
                raise RuntimeError(f"a stream was refused: {received[key.data][:200]!r}")
            if b": open" in received[key.data]:
                waiting.discard(key.data)


def _post_and_listen(
    plan: Plan, selector: selectors.BaseSelector, poster: socket.socket, token: str
) -> tuple[list[float], float]:
    """Write one post; return the milliseconds to each hint, and to the answer."""
    body = json.dumps({"id": str(uuid7()), "kind": "share", "body": "Here again tonight."}).encode()
    head = f"POST /api/v1/groups/{plan.group_id}/posts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n"
    head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    scope = f"group:{plan.group_id}".encode()
    sent_at = time.perf_counter()
    poster.sendall(head.encode() + body)
    times: dict[int, float] = {}
    answered = 0.0
    while not answered or len(times) < plan.listeners:
        ready = selector.select(WAIT_SECONDS)
        now = (time.perf_counter() - sent_at) * 1000
        if not ready:
            break
        for key, _ in ready:
            piece = key.fileobj.recv(65536)  # type: ignore[union-attr]  # sockets were registered
            if not piece:
                raise RuntimeError("a stream ended")
            if key.data < 0 and piece.startswith(b"HTTP/"):  # its body may follow by itself
                answered = now
                if b" 201 " not in piece[:20]:
                    raise RuntimeError(f"the post was refused: {piece[:200]!r}")
            elif scope in piece:
                times.setdefault(key.data, now)
    return list(times.values()), answered


def main() -> None:
    """Read a plan and the server's process id, run it, print what was heard."""
    given: dict[str, Any] = json.load(sys.stdin)
    server_pid = given.pop("server_pid")
    print(json.dumps(asdict(run(Plan(**given), server_pid))))


if __name__ == "__main__":
    main()

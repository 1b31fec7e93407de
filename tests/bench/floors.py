"""The floors: the least that Python can do for the same answer, `python -m tests.bench.floors --database FILE`.

Bare Starlette and sqlite3, with the statements and the bytes of the real server but none of its questions: who asks,
whether they are in the group, whether the request is well-formed, whether it came before, who should hear of it.
`--fixed` answers ready bytes from a socket, to show that the load generator is no bottleneck.
"""

import argparse
import asyncio
import json
import queue
import sqlite3
import threading
import time
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api_client.wire.aid import calls_for_answer
from api_client.wire.feed import Need, PostKind
from api_client.wire.limits import WAITING_MAX
from server.cursors import write_cursor
from server.schema import from_microseconds
from tests.bench import floor_sql as sql

_WEEK = 7 * 86_400_000_000  # microseconds


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection with the durability of the real server."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Floor:
    """The bare application over one database. Callers are known by their tokens from the start."""

    def __init__(self, path: Path, callers: dict[str, tuple[str, str]]) -> None:
        self.callers = callers  # authorization header -> (account id, display name)
        self.reader = connect(path)
        self.path = path
        ((epoch,),) = self.reader.execute("SELECT epoch FROM host").fetchall()
        self.epoch = str(UUID(epoch)).encode()
        self.waiting: queue.SimpleQueue[tuple[Any, asyncio.Future[bytes]]] = queue.SimpleQueue()
        threading.Thread(target=self._write, daemon=True).start()

    async def list_posts(self, request: Request) -> Response:
        """Answer a page with one query and bytes joined."""
        account_id, _ = self.callers[request.headers["authorization"]]
        group_id = UUID(request.path_params["group_id"]).hex
        rows = self.reader.execute(sql.PAGE, (UUID(account_id).hex, group_id)).fetchall()
        page = rows[:30]
        mine = b",".join(b'"%s":%s' % (str(UUID(row[1])).encode(), row[3].encode()) for row in page if row[3])
        cursor = write_cursor(from_microseconds(page[-1][0]), UUID(page[-1][1])).encode()
        body = b'{"posts":[%s],"my_reactions":{%s},"mine":[],"cursor":"%s","more":%s}' % (
            b",".join([row[2] for row in page]),
            mine,
            cursor,
            b"true" if len(rows) > 30 else b"false",
        )
        return Response(body, media_type="application/json")

    async def search(self, request: Request) -> Response:
        """Answer what holds one word's beginning with one query and bytes joined."""
        group, word = UUID(request.path_params["group_id"]).hex, request.query_params["q"]
        rows = self.reader.execute(sql.SEARCH, (f'group_id : ("{group}") AND words : ("{word}"*)',)).fetchall()
        hits = b",".join(b'{"post":%s,"reply":null}' % row[2] for row in rows[:30])
        cursor = b"null"
        if rows:
            at, last_id = rows[:30][-1][1], rows[:30][-1][0]
            cursor = b'"%s"' % write_cursor(from_microseconds(at), UUID(int=last_id)).encode()
        more = b"true" if len(rows) > 30 else b"false"
        return Response(b'{"found":[%s],"cursor":%s,"more":%s}' % (hits, cursor, more), media_type="application/json")

    async def list_board(self, request: Request) -> Response:
        """Answer what is open in all of the caller's groups with one query and bytes joined."""
        account_id, _ = self.callers[request.headers["authorization"]]
        rows = self.reader.execute(sql.BOARD, (UUID(account_id).hex, time.time_ns() // 1000)).fetchall()
        page, cursor = rows[:30], b"null"
        if page:
            cursor = b'"%s"' % write_cursor(from_microseconds(page[-1][0]), UUID(page[-1][1])).encode()
        more = b"true" if len(rows) > 30 else b"false"
        body = b'{"posts":[%s],"cursor":%s,"more":%s}' % (b",".join([row[2] for row in page]), cursor, more)
        return Response(body, media_type="application/json")

    async def list_waiting(self, request: Request) -> Response:
        """Answer what waits in a group with one query and bytes joined."""
        account_id, _ = self.callers[request.headers["authorization"]]
        now = time.time_ns() // 1000
        values = (UUID(request.path_params["group_id"]).hex, now - _WEEK, UUID(account_id).hex, now)
        rows = self.reader.execute(sql.QUEUE, values).fetchall()
        waits = [row[2] for row in rows if calls_for_answer(PostKind(row[0]), Need(row[1]))]
        return Response(b'{"posts":[%s]}' % b",".join(waits[:WAITING_MAX]), media_type="application/json")

    async def create_post(self, request: Request) -> Response:
        """Write what was sent, whatever it is, and answer once it is on the disk."""
        return await self._create(request, self._insert_post)

    async def create_reply(self, request: Request) -> Response:
        """Write a reply and its post's new count, and answer once both are on the disk."""
        return await self._create(request, self._insert_reply)

    async def list_records(self, request: Request) -> Response:
        """Answer a page of a vault."""
        account_id, _ = self.callers[request.headers["authorization"]]
        after = int(request.query_params["after"])
        rows = self.reader.execute(sql.LIST_RECORDS, (UUID(account_id).hex, after)).fetchall()
        records = b",".join(
            b'{"id":"%s","revision":%d,"sealed":"%s"}' % (str(UUID(row[0])).encode(), row[1], b64encode(row[2]))
            for row in rows[:500]
        )
        end = rows[:500][-1][1] if rows else after
        more = b"true" if len(rows) > 500 else b"false"
        body = b'{"epoch":"%s","records":[%s],"cursor":%d,"more":%s}' % (self.epoch, records, end, more)
        return Response(body, media_type="application/json")

    async def push_records(self, request: Request) -> Response:
        """Store records, whatever they are, and answer once they are on the disk."""
        return await self._create(request, self._insert_records, 200)

    async def _create(self, request: Request, insert: Any, status: int = 201) -> Response:
        given = json.loads(await request.body())
        given |= request.path_params
        given["account_id"], given["name"] = self.callers[request.headers["authorization"]]
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.waiting.put(((insert, given), future))
        return Response(await future, status, media_type="application/json")

    def _write(self) -> None:
        """Commit all that waits together, for ever."""
        writer = connect(self.path)
        while True:
            batch = [self.waiting.get()]
            while len(batch) < 128 and not self.waiting.empty():
                batch.append(self.waiting.get())
            writer.execute("BEGIN IMMEDIATE")
            results = [insert(writer, given) for (insert, given), _ in batch]
            writer.execute("COMMIT")
            futures = [future for _, future in batch]
            futures[0].get_loop().call_soon_threadsafe(_settle, futures, results)

    def _insert_post(self, writer: sqlite3.Connection, given: dict[str, Any]) -> bytes:
        group, subject = UUID(given["group_id"]).hex, UUID(given["id"]).hex
        ((revision, sequence),) = writer.execute(sql.MOVE_GROUP, (1, 1, group)).fetchall()
        now = time.time_ns() // 1000
        wire = _post_json(given, sequence, revision, now)
        author = UUID(given["account_id"]).hex
        writer.execute(sql.INSERT_POST, (group, subject, sequence, author, given["kind"], "listen", now, wire))
        writer.execute(sql.INSERT_CHANGE, (group, revision, "post", subject, None))
        writer.execute(sql.INSERT_PASSAGE, (group, subject, None, given["body"]))
        return wire

    def _insert_reply(self, writer: sqlite3.Connection, given: dict[str, Any]) -> bytes:
        group, subject, post = (UUID(given[name]).hex for name in ("group_id", "id", "post_id"))
        ((revision, _),) = writer.execute(sql.MOVE_GROUP, (2, 0, group)).fetchall()
        now = time.time_ns() // 1000
        wire = _reply_json(given, revision - 1, now)
        ((found,),) = writer.execute(sql.GET_POST, (group, post)).fetchall()
        changed = json.loads(found)
        changed |= {"reply_count": changed["reply_count"] + 1, "revision": revision}
        writer.execute(sql.INSERT_REPLY, (group, subject, post, UUID(given["account_id"]).hex, now, wire))
        writer.execute(sql.INSERT_CHANGE, (group, revision - 1, "reply", subject, post))
        writer.execute(sql.INSERT_PASSAGE, (group, post, subject, given["body"]))
        writer.execute(sql.SET_POST, (json.dumps(changed, separators=(",", ":")).encode(), group, post))
        writer.execute(sql.FORGET_CHANGE, (group, post))
        writer.execute(sql.INSERT_CHANGE, (group, revision, "post", post, None))
        self._tell(writer, given, group, post, subject, UUID(changed["author"]["account_id"]).hex, now)
        return wire

    def _tell(  # one notice of the writer, as the server writes it
        self, writer: sqlite3.Connection, given: dict[str, Any], group: str, post: str, reply: str, to: str, now: int
    ) -> None:
        actor = UUID(given["account_id"]).hex
        if actor == to:
            return
        ((revision,),) = writer.execute(sql.MOVE_NOTICES, (to,)).fetchall()
        if writer.execute(sql.GROW_NOTICE, (revision, reply, actor, now, to, given["post_id"])).rowcount == 0:
            row = (to, uuid4().hex, revision, given["post_id"], group, post, reply, actor, now)
            writer.execute(sql.INSERT_NOTICE, row)

    def _insert_records(self, writer: sqlite3.Connection, given: dict[str, Any]) -> bytes:
        records, account = given["records"], UUID(given["account_id"]).hex
        ((revision,),) = writer.execute(sql.MOVE_ACCOUNT, (len(records), account)).fetchall()
        start = revision - len(records)
        rows = [
            (account, UUID(one["id"]).hex, start + place, UUID(one["mutation_id"]).hex, b64decode(one["sealed"]))
            for place, one in enumerate(records, 1)
        ]
        writer.executemany(sql.INSERT_RECORD, rows)
        results = [
            {"id": one["id"], "accepted": True, "revision": start + place} for place, one in enumerate(records, 1)
        ]
        answer = {"epoch": self.epoch.decode(), "from_revision": start, "revision": revision, "results": results}
        return json.dumps(answer, separators=(",", ":")).encode()


def _post_json(given: dict[str, Any], sequence: int, revision: int, now: int) -> bytes:
    post = {"id": given["id"], "group_id": given["group_id"], "sequence": sequence, "revision": revision, "version": 1}
    post |= {"kind": given["kind"], "need": "listen", "title": None, "body": given["body"], "content_note": None}
    post |= {"from_journal": False, "author": {"account_id": given["account_id"], "display_name": given["name"]}}
    post |= {"posted_at": from_microseconds(now).isoformat(), "edited_at": None, "reply_count": 0, "reactions": {}}
    return json.dumps(post, separators=(",", ":")).encode()


def _reply_json(given: dict[str, Any], revision: int, now: int) -> bytes:
    reply = {"id": given["id"], "group_id": given["group_id"], "post_id": given["post_id"], "revision": revision}
    reply |= {"version": 1, "body": given["body"], "posted_at": from_microseconds(now).isoformat(), "edited_at": None}
    reply |= {"author": {"account_id": given["account_id"], "display_name": given["name"]}}
    return json.dumps(reply, separators=(",", ":")).encode()


def _settle(futures: list["asyncio.Future[bytes]"], results: list[bytes]) -> None:
    for future, result in zip(futures, results, strict=True):
        if not future.cancelled():
            future.set_result(result)


async def _health(_: Request) -> Response:
    return Response(b'{"status":"ok"}', media_type="application/json")


def make_app(path: Path | None, callers: dict[str, tuple[str, str]]) -> Starlette:
    """Return the bare application; without a database it only tells that it is well."""
    routes = [Route("/health", _health)]
    if path is not None:
        floor = Floor(path, callers)
        posts = "/api/v1/groups/{group_id}/posts"
        routes += [
            Route(posts, floor.list_posts, methods=["GET"]),
            Route("/api/v1/groups/{group_id}/search", floor.search, methods=["GET"]),
            Route("/api/v1/board", floor.list_board, methods=["GET"]),
            Route("/api/v1/groups/{group_id}/waiting", floor.list_waiting, methods=["GET"]),
            Route(posts, floor.create_post, methods=["POST"]),
            Route(posts + "/{post_id}/replies", floor.create_reply, methods=["POST"]),
            Route("/api/v1/vault/changes", floor.list_records, methods=["GET"]),
            Route("/api/v1/vault/push", floor.push_records, methods=["POST"]),
        ]
    return Starlette(routes=routes)


class _Fixed(asyncio.Protocol):
    """Answers every piece of input with the same bytes."""

    answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(self.answer)  # type: ignore[attr-defined]  # a stream's transport


async def _serve_fixed(port: int, size: int) -> None:
    _Fixed.answer = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (size, b"x" * size)
    server = await asyncio.get_running_loop().create_server(_Fixed, "127.0.0.1", port)
    await server.serve_forever()


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--callers", type=Path)
    parser.add_argument("--fixed", type=int)
    chosen = parser.parse_args()
    if chosen.fixed:
        uvicorn.Config(lambda: None).get_loop_factory()
        asyncio.run(_serve_fixed(chosen.port, chosen.fixed))
        return
    callers = json.loads(chosen.callers.read_text()) if chosen.callers else {}
    app = make_app(chosen.database, {key: (value[0], value[1]) for key, value in callers.items()})
    uvicorn.run(app, host="127.0.0.1", port=chosen.port, log_level="warning", access_log=False, ws="none")


if __name__ == "__main__":
    main()

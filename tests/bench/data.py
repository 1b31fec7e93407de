"""What is measured on: communities written straight into a host's SQLite file, as the server would have written them.

A million posts through the API would take minutes; the rows are the same, and the bytes come from the wire models.
"""

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.sql.schema import ScalarElementColumnDefault
from uuid6 import uuid7

from api_client.wire.aid import leaves_board_at
from api_client.wire.feed import Author, Need, Post, PostKind, ReactionKind
from server import schema
from server.app import ensure_host_row
from server.clock import utc_now
from server.database import make_engine
from server.migrations import migrate
from server.schema import to_microseconds
from server.sign_in import TOKEN_PREFIX, hash_token
from server.transaction import Transaction
from server.word_index import fold_words

FILE_NAME = "kith.sqlite"
SEALED_BYTES = 541  # a check-in with a short note: 512 bytes padded, and the envelope
Row = dict[str, Any]
_KINDS, _NEEDS = tuple(PostKind), tuple(Need)
_SENTENCE = "Slept badly again and everything felt too loud today, but I went outside for ten minutes."
_WORDS = tuple(_SENTENCE.split(" "))


@dataclass(frozen=True)
class Member:
    """An account with one signed-in device, in one group."""

    account_id: UUID
    token: str
    group_id: UUID
    name: str


@dataclass
class Community:
    """A host's folder and who is on it. `posts` are the newest of each group, for replies."""

    folder: Path
    members: list[Member]
    posts: dict[UUID, list[Post]]

    @property
    def path(self) -> Path:
        """The database."""
        return self.folder / FILE_NAME


def open_fast(path: Path) -> sqlite3.Connection:
    """Return a connection that writes without waiting for the disk, to fill a database."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-800000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows of one shape; what they leave out is what the table's own model begins with."""
    columns = schema.Row.metadata.tables[table].columns if table in schema.Row.metadata.tables else ()
    defaults = {c.name: c.default.arg for c in columns if isinstance(c.default, ScalarElementColumnDefault)}
    iterator = (defaults | row for row in rows)
    first = next(iterator, None)
    if first is None:
        return
    names = list(first)
    statement = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
    connection.execute("BEGIN")
    connection.execute(statement, list(first.values()))
    connection.executemany(statement, (list(row.values()) for row in iterator))
    connection.execute("COMMIT")


def make_community(folder: Path, *, groups: int, members: int, posts: int, minutes: int = 1) -> Community:
    """Make a host with `groups` groups of `members` members, the first with `posts` posts, the others with 60; the
    posts of a group are `minutes` apart."""
    folder.mkdir(parents=True)
    engine = make_engine(f"sqlite:///{folder / FILE_NAME}")
    migrate(engine)
    with engine.connect() as opened:
        driver: Any = opened.connection.driver_connection
        driver.execute("BEGIN")
        ensure_host_row(Transaction(opened, driver, utc_now()))
        driver.execute("COMMIT")
    engine.dispose()
    community = Community(folder, [], {})
    with closing(open_fast(community.path)) as connection:
        for number in range(groups):
            _add_group(connection, community, number, members, posts if number == 0 else min(posts, 60), minutes)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return community


def _add_group(
    connection: sqlite3.Connection, community: Community, number: int, members: int, posts: int, minutes: int
) -> None:
    group_id, now = uuid7(), datetime.now(UTC)
    people = [
        Member(uuid4(), TOKEN_PREFIX + secrets.token_urlsafe(32), UUID(int=group_id.int), f"Member {number}.{one}")
        for one in range(members)
    ]
    community.members += people
    insert(connection, "account", (account_row(person, now) for person in people))
    insert(connection, "device", (_device_row(person, now) for person in people))
    group: Row = {"id": group_id.hex, "name": f"Group {number}", "description": "", "agreement": "[]"}
    group |= {"created_by": people[0].account_id.hex, "created_digest": b"\0" * 32}
    group |= {"created_at": to_microseconds(now), "member_count": members, "revision": posts, "post_count": posts}
    insert(connection, "group", [group])
    insert(connection, "member", (_member_row(person, one, now) for one, person in enumerate(people)))
    newest: list[Post] = []
    insert(connection, "post", _post_rows(people, posts, minutes, newest))
    insert(connection, "change", _change_rows(connection, people[0].group_id))
    insert(connection, "reaction", (_reaction_row(person, post) for person in people[:8] for post in newest[::10]))
    community.posts[people[0].group_id] = newest


def account_row(person: Member, now: datetime) -> Row:
    """Return the row of an account that nobody can sign in to; its device holds a session."""
    row: Row = {"id": person.account_id.hex, "handle": f"m{person.account_id.hex[:20]}", "display_name": person.name}
    row |= {"created_at": to_microseconds(now), "auth_hash": "", "salt": b"\0" * 16, "memory_kib": 65536, "passes": 3}
    row |= {"lanes": 1, "wrapped_key": b"\0" * 60, "key_version": 1, "recovery_hash": b"\0" * 32}
    row |= {"recovery_wrapped_key": b"", "groups_revision": 1}
    return row | {"revision": 0, "record_count": 0, "revision_sum": 0}


def _device_row(person: Member, now: datetime) -> Row:
    row = {"id": uuid4().hex, "account_id": person.account_id.hex, "name": "Phone"}
    return row | {
        "token_hash": hash_token(person.token),
        "created_at": to_microseconds(now),
        "seen_on": now.date().isoformat(),
    }


def _member_row(person: Member, number: int, now: datetime) -> Row:
    row = {"group_id": person.group_id.hex, "account_id": person.account_id.hex}
    row |= {"role": "facilitator" if number == 0 else "member"}
    return row | {"joined_at": to_microseconds(now) + number, "read_sequence": 0}


def _post_rows(people: list[Member], count: int, minutes: int, newest: list[Post]) -> Iterator[Row]:
    """Give `count` posts, `minutes` apart, the last one now; keep the last 60 in `newest`, newest first."""
    begin = datetime.now(UTC) - timedelta(minutes=count * minutes)
    for number in range(count):
        person = people[number % len(people)]
        post = _make_post(person, number, begin + timedelta(minutes=number * minutes))
        if number >= count - 60:
            newest.insert(0, post)
        wire = post.model_dump_json().encode()
        yield {
            "group_id": person.group_id.hex,
            "id": post.id.hex,
            "sequence": number + 1,
            "author_id": person.account_id.hex,
            "kind": post.kind.value,
            "need": post.need.value,
            "posted_at": to_microseconds(post.posted_at),
            "created_digest": hashlib.sha256(wire).digest(),
            "wire": wire,
            "ends_at": None if (ends := leaves_board_at(post)) is None else to_microseconds(ends),
        }


def _make_post(person: Member, number: int, posted_at: datetime) -> Post:
    return Post.model_construct(
        id=UUID(int=uuid7().int),
        group_id=person.group_id,
        sequence=number + 1,
        revision=number + 1,
        version=1,
        kind=_KINDS[number % len(_KINDS)],
        need=_NEEDS[number % len(_NEEDS)],
        title=None,
        body=" ".join(_WORDS[: 4 + number % len(_WORDS)]),
        content_note=None,
        from_journal=False,
        author=Author.model_construct(account_id=person.account_id, display_name=person.name),
        posted_at=posted_at,
        edited_at=None,
        reply_count=number % 4,
        reactions={ReactionKind.HEAR_YOU: 1 + number % 3},
    )


def _change_rows(connection: sqlite3.Connection, group_id: UUID) -> Iterator[Row]:
    rows = connection.execute("SELECT sequence, id FROM post WHERE group_id = ?", (group_id.hex,)).fetchall()
    for sequence, post_id in rows:
        row = {"group_id": group_id.hex, "revision": sequence, "kind": "post", "subject_id": post_id}
        yield row | {"parent_id": None}


def _reaction_row(person: Member, post: Post) -> Row:
    row = {"group_id": person.group_id.hex, "post_id": post.id.hex, "account_id": person.account_id.hex}
    return row | {"kinds": '["hear_you"]'}


def add_passages(community: Community) -> None:
    """Let every post be found, by its words and by one that it has alone: `day<place>`."""
    with closing(open_fast(community.path)) as connection:
        rows = connection.execute("SELECT group_id, id, sequence, wire FROM post ORDER BY posted_at").fetchall()
        insert(
            connection,
            "passage",
            (
                {
                    "group_id": group_id,
                    "post_id": post_id,
                    "words": f"{' '.join(fold_words(json.loads(wire)['body']))} day{sequence}",
                }
                for group_id, post_id, sequence, wire in rows
            ),
        )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def add_vaults(community: Community, accounts: list[Member], records: int, *, of_first: int) -> None:
    """Fill vaults as they fill in real life: all accounts write in turns, so that their rows lie mixed on the disk."""
    remaining = [of_first, *([records] * (len(accounts) - 1))]
    sealed = os.urandom(SEALED_BYTES)

    def rows() -> Iterator[Row]:
        written = [0] * len(accounts)
        for turn in range(max(remaining)):
            for number, account in enumerate(accounts):
                # Those with fewer records write as long as the others, only more seldom.
                if written[number] < (turn + 1) * remaining[number] // max(remaining):
                    written[number] += 1
                    row = {"account_id": account.account_id.hex, "id": uuid4().hex, "revision": written[number]}
                    yield row | {"mutation_id": uuid4().hex, "sealed": sealed}

    with closing(open_fast(community.path)) as connection:
        insert(connection, "vault_record", rows())
        for account, count in zip(accounts, remaining, strict=True):
            connection.execute(
                "UPDATE account SET revision = ?, record_count = ?, revision_sum = ? WHERE id = ?",
                (count, count, count * (count + 1) // 2, account.account_id.hex),
            )
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

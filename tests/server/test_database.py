"""Transactions as functions: isolation of failures, group commit, durability, full disks."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from uuid6 import uuid7

from api_client.wire.errors import ProblemCode
from server.clock import utc_now
from server.database import Database
from server.errors import Refusal
from server.transaction import Announcement, Transaction, VaultMoved
from tests.support.server import MovedClock, local_host, record

SCHEMA = "CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL)"


class Store:
    """A database with one table, and what it announced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.announced: list[Announcement] = []
        self.database = Database(f"sqlite:///{path}", utc_now, self.announced.extend)
        self.database.open()

    def ids_on_disk(self) -> list[int]:
        """Return what another process would find."""
        with sqlite3.connect(self.path) as connection:
            rows = connection.execute("SELECT id FROM note ORDER BY id").fetchall()
        connection.close()
        return [row[0] for row in rows]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store(tmp_path / "notes.sqlite")
    await store.database.write(lambda tx: tx.driver.execute(SCHEMA).rowcount)
    yield store
    store.database.close()


async def run_pragma(database: Database, name: str, value: int | None = None) -> Any:
    """Ask or set a pragma of the writing connection on the writer's own thread; from two threads at once SQLite's
    errors go to the wrong one."""
    statement = f"PRAGMA {name}" if value is None else f"PRAGMA {name}={value}"
    return await database.write(lambda tx: (tx.driver.execute(statement).fetchone() or [None])[0])


def insert(tx: Transaction, id_: int, words: str = "x", *, fail: bool = False) -> int:
    tx.connection.execute(text("INSERT INTO note VALUES (:id, :words)"), {"id": id_, "words": words})
    tx.announce(VaultMoved(account_id=None, revision=id_))  # type: ignore[arg-type]
    if fail:
        raise Refusal(ProblemCode.NOT_ALLOWED)
    return id_


async def test_an_answer_comes_after_the_commit(store: Store) -> None:
    for number in range(20):
        await store.database.write(insert, number)
        assert number in store.ids_on_disk()


async def test_one_failing_transaction_takes_only_its_own_work_along(store: Store) -> None:
    jobs = [store.database.write(insert, number, fail=number % 3 == 0) for number in range(60)]
    jobs += [store.database.write(insert, 1)]  # breaks a constraint
    results = await asyncio.gather(*jobs, return_exceptions=True)
    kept = [number for number in range(60) if number % 3]
    assert store.ids_on_disk() == kept
    assert [r for r in results if isinstance(r, int)] == kept
    assert len([r for r in results if isinstance(r, Refusal)]) == 20
    assert [a.revision for a in store.announced if isinstance(a, VaultMoved)] == kept


async def test_a_refusal_before_the_first_change_costs_the_others_nothing(store: Store) -> None:
    runs: list[int] = []

    def refuse_or_insert(tx: Transaction, number: int) -> int:
        runs.append(number)
        if number % 3 == 0:
            raise Refusal(ProblemCode.NOT_ALLOWED)
        return insert(tx, number)

    jobs = [store.database.write(refuse_or_insert, number) for number in range(30)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert len([r for r in results if isinstance(r, Refusal)]) == 10
    assert sorted(runs) == list(range(30))  # nobody ran twice
    assert store.ids_on_disk() == [number for number in range(30) if number % 3]


async def test_waiting_transactions_share_a_commit(store: Store) -> None:
    commits = 0

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    await store.database.write(lambda tx: tx.driver.set_trace_callback(count))
    await asyncio.gather(*[store.database.write(insert, number) for number in range(200)])
    await store.database.write(lambda tx: tx.driver.set_trace_callback(None))
    assert len(store.ids_on_disk()) == 200
    assert commits < 50


async def test_a_read_sees_one_moment_and_writes_nothing(store: Store) -> None:
    await store.database.write(insert, 1)

    def look(tx: Transaction) -> tuple[int, int]:
        count = text("SELECT count(*) FROM note")
        before = tx.connection.execute(count).scalar_one()
        with sqlite3.connect(store.path) as other:
            other.execute("INSERT INTO note VALUES (2, 'meanwhile')")
        other.close()
        return before, tx.connection.execute(count).scalar_one()

    assert await store.database.read(look) == (1, 1)
    with pytest.raises(Exception, match="readonly"):
        await store.database.read(insert, 3)
    assert store.ids_on_disk() == [1, 2]
    assert await store.database.read(lambda tx: tx.connection.execute(text("SELECT 7")).scalar()) == 7


async def test_a_caller_that_gave_up_does_not_stop_the_others(store: Store) -> None:
    given_up = asyncio.create_task(store.database.write(insert, 1))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await store.database.write(insert, 2) == 2
    assert store.ids_on_disk() == [1, 2]
    assert len(store.announced) == 2  # the commit happened, so it is told


async def test_too_many_waiting_are_sent_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.group_commit.WAITING_MAX", 5)
    results = await asyncio.gather(
        *[store.database.write(insert, number) for number in range(50)], return_exceptions=True
    )
    busy = [r for r in results if isinstance(r, Refusal)]
    assert {r.code for r in busy} == {ProblemCode.BUSY}
    assert len(store.ids_on_disk()) == 50 - len(busy) >= 5


async def test_a_full_disk_refuses_what_does_not_fit_and_stays_usable(store: Store) -> None:
    await store.database.write(insert, 0)
    await run_pragma(store.database, "max_page_count", await run_pragma(store.database, "page_count") + 3)
    large = "x" * 40_000
    jobs: list[Any] = [store.database.write(insert, 1, "fits")]
    jobs += [store.database.write(insert, number, large) for number in (2, 3)]
    jobs += [store.database.write(insert, 4, "fits too")]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [getattr(r, "code", r) for r in results] == [1, ProblemCode.STORAGE_FULL, ProblemCode.STORAGE_FULL, 4]
    assert store.ids_on_disk() == [0, 1, 4]
    assert await store.database.read(lambda tx: tx.connection.execute(text("SELECT count(*) FROM note")).scalar()) == 3
    await run_pragma(store.database, "max_page_count", 1_000_000)
    assert await store.database.write(insert, 2, large) == 2
    assert await run_pragma(store.database, "integrity_check") == "ok"


async def test_a_locked_database_is_busy_not_broken(store: Store) -> None:
    await run_pragma(store.database, "busy_timeout", 20)
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal) as refused:
        await store.database.write(insert, 1)
    assert refused.value.code is ProblemCode.BUSY
    other.execute("ROLLBACK")
    other.close()
    assert await store.database.write(insert, 1) == 1


async def test_pragmas_that_durability_and_privacy_stand_on(store: Store) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert {name: await run_pragma(store.database, name) for name in expected} == expected
    reader = store.database._driver
    assert {name: reader.execute(f"PRAGMA {name}").fetchone()[0] for name in expected} == expected


async def test_nothing_ends_the_thread_that_all_writes_wait_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> bool:
        raise SystemError("returned NULL without setting an exception")

    monkeypatch.setattr("server.group_commit.forget_step", fail)
    assert await store.database.write(insert, 1) == 1
    assert await asyncio.wait_for(store.database.write(insert, 2), 20) == 2
    monkeypatch.setattr("server.group_commit.GroupWriter._roll_back", fail)
    with pytest.raises(SystemError):
        await asyncio.wait_for(store.database.write(insert, 3, fail=True), 20)
    monkeypatch.undo()
    assert await asyncio.wait_for(store.database.write(insert, 3), 20) == 3
    assert {"tidying_failed", "commit_failed"} <= {record.message for record in caplog.records}
    assert store.ids_on_disk() == [1, 2, 3]


async def test_a_host_without_space_says_so_and_goes_on_reading(tmp_path: Path) -> None:
    clock = MovedClock()
    async with local_host(tmp_path, clock=clock) as here:
        ada = await here.sign_up()
        group = (await ada.start_group())["group"]
        post = await ada.post(group["id"])
        database = here.host.database
        await run_pragma(database, "max_page_count", await run_pragma(database, "page_count"))
        words = {"id": str(uuid7()), "kind": "share", "body": "x" * 8_000}
        refused = await ada.call("POST", f"/groups/{group['id']}/posts", words, expect=507)
        assert refused.json()["code"] == "storage_full"
        sealed = {"epoch": None, "records": [record(size=30_000)]}
        await ada.call("POST", "/vault/push", sealed, expect=507)
        clock.move(days=1)  # the first request of a day would note the day
        await ada.call("GET", f"/groups/{group['id']}/posts/{post['id']}", expect=200)
        assert (await ada.call("GET", "/vault/changes")).json()["records"] == []
        await run_pragma(database, "max_page_count", 1_000_000)
        await ada.call("POST", f"/groups/{group['id']}/posts", words, expect=201)
        pushed = (await ada.call("POST", "/vault/push", sealed, expect=200)).json()
        assert pushed["results"][0]["accepted"]

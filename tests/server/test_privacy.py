"""What must never be found: secrets and words in logs, removed words on the disk."""

import json
import logging
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from server.logs import AllowListFormatter
from server.tables import AttemptRow
from server.transaction import Transaction
from tests.support.server import (
    LocalHost,
    local_host,
    random64,
    record,
    server_process,
    sign_up,
    sign_up_request,
    stored_bytes,
)

CANARY = "canaryword"


async def test_logs_of_a_host_hold_no_word_no_secret_and_no_address(tmp_path: Path) -> None:
    """Send canaries through every kind of request, good and bad, to a real host, and search all it wrote."""
    secret = random64(32)
    with server_process(tmp_path, KITH_LOG_LEVEL="debug") as server:
        async with server.client() as client:
            ada = await sign_up(client, f"{CANARY}-ada", f"{CANARY} Ada")
            group = (await ada.start_group(f"{CANARY} group"))["group"]
            post = await ada.post(group["id"], f"{CANARY} body", content_note=f"{CANARY} note", title=f"{CANARY} title")
            await ada.reply(group["id"], post["id"], f"{CANARY} reply")
            await ada.push(record())
            wrong = {"handle": f"{CANARY}-eve", "auth_secret": secret, "device_name": f"{CANARY} phone"}
            for _ in range(7):
                await client.post("/sessions", json=wrong)
            await client.post("/accounts", json=sign_up_request(f"{CANARY} {CANARY}!"))
            await client.get(f"/{CANARY}?token={CANARY}")
            for path in (f"/groups/{group['id']}/search", "/search", f"/groups/{uuid4()}/search"):
                await client.get(path, params={"q": f"{CANARY} {CANARY}"}, headers=ada.headers)
                await client.get(path, params={"q": CANARY * 50}, headers=ada.headers)
            await client.get(f"/invites/{CANARY}", headers=ada.headers)
            await client.get("/account", headers={"Authorization": f"Bearer {CANARY}"})
            await client.post("/live/check", content=f'{{"{CANARY}'.encode(), headers=ada.headers)
            await ada.call("POST", "/live/check", {"scopes": {CANARY: CANARY}})
            await client.get("/about", headers={"Kith-Version": CANARY})
        server.program.stop()
        lines = list(server.program.lines)
        while (line := server.program._queue.get(timeout=10)) is not None:
            lines.append(line)
    output = "\n".join(lines)
    assert output.count('"event": "request"') > 15
    for hidden in (
        CANARY,
        ada.token,
        secret,
        ada.token.removeprefix("kith_s_"),
        "127.0.0.1,",
        str(ada.id),
        group["id"],
    ):
        assert hidden not in output
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    allowed = {"time", "level", "event", "operation", "status", "ms", "request_id", "error", "where"}
    assert {key for line in logged for key in line} <= allowed
    assert {"feed.create_post", "accounts.sign_in"} <= {line.get("operation") for line in logged}


def test_a_log_line_takes_no_arguments_and_no_exception_text() -> None:
    formatter = AllowListFormatter()
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    entry = logging.LogRecord("other", logging.ERROR, "/x", 1, "it failed: %s", (CANARY,), info)
    entry.__dict__["password"] = CANARY
    line = json.loads(formatter.format(entry))
    assert CANARY not in json.dumps(line)
    assert (line["event"], line["error"]) == ("it failed: %s", "ValueError")
    assert line["where"].startswith("test_privacy.py:")


async def removed_by(here: LocalHost, way: str) -> None:
    """Write canaries into a post and a reply, and take them back in one of the ways there are."""
    ada = await here.sign_up()
    group = (await ada.start_group())["group"]
    path = f"/groups/{group['id']}"
    post = await ada.post(group["id"], f"{CANARY} post", title=f"{CANARY} title")
    other = await ada.post(group["id"], "Stays.")
    reply = await ada.reply(group["id"], post["id"], f"{CANARY} reply")
    late = await ada.reply(group["id"], other["id"], f"{CANARY} late reply")
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Better."}
    match way:
        case "remove":
            await ada.call("DELETE", f"{path}/posts/{post['id']}", expect=204)
            await ada.call("DELETE", f"{path}/posts/{other['id']}/replies/{late['id']}", expect=204)
        case "edit":
            await ada.call("PATCH", f"{path}/posts/{post['id']}", edit, expect=200)
            for post_id, reply_id in ((post["id"], reply["id"]), (other["id"], late["id"])):
                changed = {"base_version": 1, "body": "Better."}
                await ada.call("PATCH", f"{path}/posts/{post_id}/replies/{reply_id}", changed, expect=200)
            await ada.call("DELETE", f"{path}/posts/{post['id']}", expect=204)  # its earlier words go with it
        case "remove group":
            await ada.call("DELETE", path, expect=204)


@pytest.mark.parametrize("way", ["remove", "edit", "remove group"])
async def test_removed_words_leave_the_disk_while_the_host_runs(tmp_path: Path, way: str) -> None:
    async with local_host(tmp_path) as here:
        await removed_by(here, way)
        here.host.database.close()  # the writer finishes what it owes; no last checkpoint by SQLite itself
        assert CANARY.encode() not in stored_bytes(tmp_path)


async def test_words_are_on_the_disk_before_they_are_removed(tmp_path: Path) -> None:
    """The search above would be worth nothing if it could not find them."""
    async with local_host(tmp_path) as here:
        ada = await here.sign_up()
        group = (await ada.start_group())["group"]
        await ada.post(group["id"], f"{CANARY} post")
        assert CANARY.encode() in stored_bytes(tmp_path)
        with here.host.database.engine.connect() as connection:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            holding = [
                name
                for name in names
                for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()
                if CANARY in repr(tuple(row))
            ]
        assert set(holding) == {"post", "passage", "passage_index", "passage_index_data"}  # and where they are searched


async def test_the_old_name_is_gone_after_a_rename(tmp_path: Path) -> None:
    async with local_host(tmp_path) as here:
        ada = await here.sign_up("ada", f"{CANARY} Ada")
        group = (await ada.start_group())["group"]
        post = await ada.post(group["id"])
        await ada.reply(group["id"], post["id"])
        await ada.call("PATCH", "/account", {"display_name": "Ada"}, expect=200)
        here.host.database.close()
        assert CANARY.encode() not in stored_bytes(tmp_path)


async def test_attempts_hold_neither_handle_nor_address(here: LocalHost) -> None:
    await here.client.post(
        "/sessions", json={"handle": f"{CANARY}-ada", "auth_secret": random64(32), "device_name": "Phone"}
    )

    def rows(tx: Transaction) -> list[Any]:
        return list(tx.connection.execute(AttemptRow.__table__.select()).all())  # type: ignore[attr-defined]

    found = await here.host.database.read(rows)
    assert found
    shown = repr([tuple(row) for row in found])
    assert CANARY not in shown
    assert "127.0.0.1" not in shown


async def test_database_errors_carry_no_parameters(here: LocalHost) -> None:
    def broken(tx: Transaction) -> None:
        tx.connection.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": CANARY})

    with pytest.raises(Exception, match="nowhere") as caught:
        await here.host.database.write(broken)
    assert CANARY not in str(caught.value)


async def test_what_the_vault_holds_is_what_was_sealed_and_no_more(tmp_path: Path) -> None:
    sealed = record(id=str(uuid4()))
    async with local_host(tmp_path) as here:
        ada = await here.sign_up()
        await ada.push(sealed)
        await ada.call("PUT", f"/vault/photos/{uuid4()}", {"sealed": sealed["sealed"]}, expect=204)
        with here.host.database.engine.connect() as connection:
            row = connection.exec_driver_sql("SELECT * FROM vault_record").mappings().one()
            photo = connection.exec_driver_sql("SELECT * FROM vault_photo").mappings().one()
    assert set(photo) == {"account_id", "id", "size", "sealed"}
    assert set(row) == {"account_id", "id", "revision", "mutation_id", "sealed"}

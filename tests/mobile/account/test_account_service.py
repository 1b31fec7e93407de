"""The account on a device: the journal comes first, and nothing that ends a session ends the journal."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api_client.errors import Rejected, Unreachable
from api_client.passphrases import WeakPassphrase
from api_client.recovery_code import InvalidRecoveryCode
from mobile.account.service import OtherAccount, WrongPassphrase
from mobile.secrets import FileSecretStore, MemorySecretStore
from tests.support.faults import FaultyTransport
from tests.support.phone import NEW_PASSPHRASE, PASSPHRASE, Phone, phone
from tests.support.server import LocalHost, local_host


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host") as running:
        yield running


@pytest.fixture
async def sam(tmp_path: Path, host: LocalHost) -> AsyncIterator[Phone]:
    async with phone(tmp_path / "sam", host) as device:
        yield device


async def test_a_journal_begins_without_an_account_and_keeps_its_key(sam: Phone) -> None:
    assert sam.services.account.state.phase == "new"
    await sam.services.account.start_writing()
    assert sam.services.account.state.phase == "local"
    await sam.write_entry("Barely slept.")
    await sam.restart()
    assert sam.services.account.state.phase == "local"
    assert sam.notes() == ["Barely slept."]


async def test_signing_up_changes_no_entry(sam: Phone) -> None:
    saved = await sam.write_entry("Before there was an account")
    before = sam.services.account.state.account_id
    code = await sam.sign_up()
    state = sam.services.account.state
    assert (state.phase, state.account_id, state.handle, state.display_name) == ("signed_in", before, "sam", "Sam")
    assert len(code.replace("-", "")) == 30
    await sam.sync()
    document = sam.services.documents.get(saved)
    assert document is not None and not document.pending
    await sam.restart()
    assert sam.services.account.state.phase == "signed_in"
    assert sam.notes() == ["Before there was an account"]


async def test_signing_in_keeps_what_was_written_here_before(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.write_entry("On the phone")
    await sam.sign_up()
    await sam.sync()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.write_entry("On the tablet, before signing in")
        await tablet.services.drafts.put("entry:new", {"note": "half a sentence"})
        own_id = tablet.services.account.state.account_id
        await tablet.sign_in()
        assert tablet.services.account.state.account_id != own_id
        assert await tablet.services.drafts.get("entry:new") == {"note": "half a sentence"}
        await tablet.sync()
        await sam.sync()
        assert tablet.notes() == sam.notes() == ["On the phone", "On the tablet, before signing in"]
        await tablet.restart()
        assert tablet.notes() == sam.notes()


async def test_wrong_words_are_refused_and_change_nothing(sam: Phone, host: LocalHost, tmp_path: Path) -> None:
    await sam.write_entry("Mine")
    with pytest.raises(WeakPassphrase):
        await sam.sign_up(passphrase="short")
    await sam.sign_up()
    async with phone(tmp_path / "other", host) as other:
        with pytest.raises(Rejected) as taken:
            await other.sign_up()
        assert taken.value.code == "handle_taken"
        with pytest.raises(Rejected) as failed:
            await other.sign_in(passphrase=NEW_PASSPHRASE)
        assert failed.value.code == "sign_in_failed"
        with pytest.raises(InvalidRecoveryCode):
            await other.services.account.recover(other.server_url, "sam", "not a code", NEW_PASSPHRASE)
        with pytest.raises(ValueError, match="address"):
            await other.services.account.sign_in("ftp://nowhere", "sam", PASSPHRASE)
        assert other.services.account.state.phase == "new"


async def test_a_page_in_a_browser_forgets_the_key_once_there_is_an_account(tmp_path: Path, host: LocalHost) -> None:
    folder = tmp_path / "page"
    async with phone(folder, host, secrets=FileSecretStore(folder)) as page:
        await page.write_entry("Written in a browser")
        (secret,) = secret_files(folder)
        assert secret.stat().st_mode & 0o777 == 0o600
        await page.restart()
        assert page.notes() == ["Written in a browser"]
        await page.sign_up()
        assert secret_files(folder) == []
        await page.restart()
        assert page.services.account.state.phase == "locked"
        assert page.services.account.state.handle == "sam"
        assert not page.services.documents.is_open
        with pytest.raises(WrongPassphrase):
            await page.services.account.unlock(NEW_PASSPHRASE)
        await page.services.account.unlock(PASSPHRASE)
        assert page.services.account.state.phase == "signed_in"
        assert page.notes() == ["Written in a browser"]


async def test_unlocking_needs_no_host(tmp_path: Path, host: LocalHost, sam: Phone) -> None:
    await sam.write_entry("Offline too")
    await sam.sign_up()
    await sam.services.account.lock()
    assert sam.services.account.state.phase == "locked"
    assert sam.services.documents.list("entry") == []
    await sam.close()
    assert isinstance(sam.transport, object)
    offline = FaultyTransport(sam.transport) if sam.transport else None
    assert offline is not None
    offline.online = False
    sam.transport = offline
    await sam.start()
    assert sam.services.account.state.phase == "locked"  # locking took the key out of the keychain
    await sam.services.account.unlock(PASSPHRASE)
    assert sam.notes() == ["Offline too"]
    with pytest.raises(Unreachable):
        await sam.sync()


async def test_a_new_passphrase_ends_other_sessions_and_unlocks_from_now_on(
    sam: Phone, tmp_path: Path, host: LocalHost
) -> None:
    await sam.sign_up()
    with pytest.raises(WrongPassphrase):
        await sam.services.account.change_passphrase("not the old passphrase", NEW_PASSPHRASE)
    await sam.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    await sam.services.account.lock()
    with pytest.raises(WrongPassphrase):
        await sam.services.account.unlock(PASSPHRASE)
    await sam.services.account.unlock(NEW_PASSPHRASE)
    await sam.sync()


async def test_a_passphrase_change_whose_answer_was_lost_is_found_again(sam: Phone, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.close()
    assert sam.transport is not None
    network = FaultyTransport(sam.transport, planned=["", "drop_response"])
    sam.transport = network
    await sam.start()
    with pytest.raises(Unreachable):
        await sam.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    await sam.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    await sam.services.account.lock()
    await sam.services.account.unlock(NEW_PASSPHRASE)
    await sam.sync()


async def test_the_recovery_code_opens_everything_on_an_empty_device(
    sam: Phone, tmp_path: Path, host: LocalHost
) -> None:
    code = await sam.sign_up()
    await sam.write_entry("Only here and on the host")
    await sam.sync()
    async with phone(tmp_path / "new", host) as new:
        new_code = await new.services.account.recover(new.server_url, "sam", code, NEW_PASSPHRASE)
        assert new_code != code
        await new.sync()
        assert new.notes() == ["Only here and on the host"]
        replaced = await new.services.account.replace_recovery(NEW_PASSPHRASE)
        with pytest.raises(WrongPassphrase):
            await new.services.account.replace_recovery(PASSPHRASE)
    async with phone(tmp_path / "newer", host) as newer:
        with pytest.raises(Rejected):
            await newer.services.account.recover(newer.server_url, "sam", new_code, PASSPHRASE)
        await newer.services.account.recover(newer.server_url, "sam", replaced, PASSPHRASE)


async def test_devices_are_listed_and_revoked(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        devices = await sam.services.account.list_devices()
        assert [device.this_device for device in devices] == [False, True]
        await sam.services.account.revoke_device(devices[0].id)
        assert len(await sam.services.account.list_devices()) == 1


async def test_another_person_is_not_let_into_this_journal(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    async with phone(tmp_path / "other", host) as other:
        await other.sign_up("priya", "Priya")
    with pytest.raises(OtherAccount):
        await sam.sign_in("priya")
    with pytest.raises(OtherAccount):
        await sam.sign_up("somebody", "Somebody")
    assert sam.services.account.state.handle == "sam"


async def test_signing_out_forgets_everything(sam: Phone, tmp_path: Path) -> None:
    await sam.write_entry("CANARY words")
    await sam.sign_up()
    await sam.sync()
    await sam.services.preferences.set("theme", "dark")
    before = sam.services.account.state.account_id
    await sam.services.account.sign_out()
    state = sam.services.account.state
    assert (state.phase, state.handle, state.account_id == before) == ("new", None, False)
    assert sam.services.documents.list("entry") == []
    assert sam.services.preferences.get("theme") is None
    assert isinstance(sam.secrets, MemorySecretStore)
    assert len(sam.secrets.values) == 1
    with sqlite3.connect(tmp_path / "sam" / "kith.db") as connection:
        assert connection.execute("SELECT count(*) FROM document").fetchone() == (0,)
    connection.close()
    await sam.sign_in()
    await sam.sync()
    assert sam.notes() == ["CANARY words"]


async def test_a_new_name_is_kept_here_and_on_the_host(sam: Phone, tmp_path: Path, host: LocalHost) -> None:
    await sam.sign_up()
    await sam.services.account.rename("Sam A.")
    assert sam.services.account.state.display_name == "Sam A."
    async with phone(tmp_path / "tablet", host) as tablet:
        await tablet.sign_in()
        assert tablet.services.account.state.display_name == "Sam A."


async def test_about_asks_any_host(sam: Phone) -> None:
    about = await sam.services.account.about(sam.server_url)
    assert about.sign_up_open
    assert about.house_rules


async def test_a_kill_while_signing_up_leaves_a_device_that_can_sign_up_again(
    sam: Phone, host: LocalHost, tmp_path: Path
) -> None:
    await sam.write_entry("Kept")
    await sam.close()
    assert sam.transport is not None
    network = FaultyTransport(sam.transport, planned=["drop_response"])
    sam.transport = network
    await sam.start()
    with pytest.raises(Unreachable):
        await sam.sign_up()
    await sam.kill()
    await sam.start()
    assert sam.notes() == ["Kept"]
    await sam.sign_up()  # the same passphrase finds the account that the lost answer made
    await sam.sync()
    assert sam.notes() == ["Kept"]


async def test_two_screens_at_once_sign_up_once(sam: Phone) -> None:
    results = await asyncio.gather(sam.sign_up(), sam.sign_up(), return_exceptions=True)
    assert [type(result) for result in results] == [str, OtherAccount]


def secret_files(folder: Path) -> list[Path]:
    return list(folder.glob("*.secret"))

"""Coming back: with the passphrase, with the code, after being signed out, and through the lock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mobile import paths
from tests.mobile.account.account_app import OTHER_PASSPHRASE, PASSPHRASE, Drawn, Phone, a_phone
from tests.support.server import LocalHost


@pytest.fixture
async def code(tmp_path: Path, host: LocalHost) -> AsyncIterator[str]:
    """The recovery code of Sam's account, which was made on another device."""
    async with a_phone(tmp_path / "first", host) as first:
        yield await first.sign_up()


@pytest.fixture
async def empty_phone(tmp_path: Path, host: LocalHost) -> AsyncIterator[Phone]:
    async with a_phone(tmp_path / "second", host, started=False) as device:
        yield device


async def test_a_wrong_passphrase_is_told_kindly_and_the_handle_stays(empty_phone: Phone, code: str) -> None:
    async with empty_phone.app(paths.SIGN_IN) as app:
        await app.write("Handle", "sam")
        await app.write("Passphrase", OTHER_PASSPHRASE)
        await app.tap("Sign in")
        await app.wait_for("The handle and what you typed do not fit together.")
        assert app.field("Handle").value == "sam"
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Sign in")
        await app.wait_for("Today stands here")
    assert empty_phone.phase == "signed_in"


async def test_empty_and_impossible_fields_are_marked_before_anything_is_sent(empty_phone: Phone) -> None:
    async with empty_phone.app(paths.SIGN_IN) as app:
        await app.tap("Sign in")
        assert app.field("Handle").error == "Write your handle."
        assert app.field("Passphrase").error == "Write your passphrase."
        await app.write("Handle", "sam smith")
        await app.tap("Sign in")
        assert "Use letters a to z" in str(app.field("Handle").error)


async def test_what_was_written_before_signing_in_is_said_to_stay_and_stays(phone: Phone, code: str) -> None:
    entry = await phone.services.documents.save(None, "entry", {"level": 2})
    async with phone.app(paths.SIGN_IN) as app:
        assert app.says("stays and joins the journal of your account")
        await app.write("Handle", "sam")
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Sign in")
        await app.until(lambda: phone.phase == "signed_in", seconds=20)
    assert phone.services.documents.get(entry) is not None


async def test_a_session_that_ended_elsewhere_says_what_is_kept_and_signs_in_again(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.account.note_session_ended()
    async with phone.app() as app:
        await app.wait_for(
            "Your passphrase was changed on another device, this device was signed out, or your account was deleted."
        )
        assert app.says("Everything you wrote here is kept.")
        await app.tap("Sign in")
        await app.wait_for("Sign in to continue syncing.")
        assert app.field("Handle").value == "sam"
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Sign in")
        await app.until(lambda: phone.phase == "signed_in", seconds=20)
        await app.wait_for("Change passphrase")


async def test_another_person_s_handle_is_refused_on_this_device(phone: Phone, host: LocalHost) -> None:
    await phone.sign_up()
    await phone.services.account.note_session_ended()
    async with phone.app(paths.SIGN_IN) as app:
        await app.write("Handle", "somebody")
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Sign in")
        await app.wait_for("This device holds the journal of another account.")


async def test_a_slip_in_the_code_is_found_before_the_host_is_asked(empty_phone: Phone, code: str) -> None:
    async with empty_phone.app(paths.RECOVER) as app:
        await app.until(lambda: empty_phone.network.counts["none"] == 1)
        await app.write("Handle", "sam")
        await app.write("Recovery code", code[:-1])
        await app.write("New passphrase", OTHER_PASSPHRASE)
        await app.tap("Recover")
        assert "not a whole recovery code" in str(app.field("Recovery code").error)
        assert empty_phone.network.counts["none"] == 1


async def test_the_code_opens_everything_and_a_new_one_takes_its_place(empty_phone: Phone, code: str) -> None:
    async with empty_phone.app(paths.RECOVER) as app:
        await app.write("Handle", "sam")
        await app.write("Recovery code", code.lower().replace("-", " "))
        await app.write("New passphrase", OTHER_PASSPHRASE)
        await app.tap("Recover")
        await app.wait_for("Write this down")
    assert empty_phone.session.fresh_code is not None
    assert empty_phone.session.fresh_code.text != code
    assert empty_phone.phase == "signed_in"


async def test_the_lock_opens_with_the_passphrase_and_tells_a_wrong_one(phone: Phone) -> None:
    await phone.sign_up(display_name="Sam Okonkwo")
    await phone.services.account.lock()
    phone.network.online = False
    async with phone.app() as app:
        assert app.says("Welcome back")
        await app.tap("Open")
        assert app.field("Passphrase").error == "Write your passphrase."
        await app.write("Passphrase", OTHER_PASSPHRASE)
        await app.tap("Open")
        await app.wait_for("That is not the right passphrase. Nothing was changed; try again.")
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Open")
        await app.wait_for("Sam Okonkwo")
    assert phone.phase == "signed_in"


async def test_the_lock_opens_with_the_code_too(phone: Phone) -> None:
    code = await phone.sign_up()
    await phone.services.account.lock()
    async with phone.app() as app:
        await app.tap("Use the recovery code")
        await app.write("Recovery code", code)
        await app.write("New passphrase", OTHER_PASSPHRASE)
        await app.tap("Recover")
        await app.wait_for("Write this down")
    assert phone.phase == "signed_in"


async def test_forgetting_a_locked_device_says_what_would_be_lost(phone: Phone) -> None:
    await phone.services.documents.save(None, "entry", {"level": 3})
    await phone.sign_up()
    phone.services.account.note_pending(1)
    await phone.services.account.lock()
    async with phone.app() as app:
        await app.tap("Forget this device")
        assert app.says("1 thing that you wrote here has not reached your host. It would be lost for good.")
        await app.tap("Keep it")
        assert phone.phase == "locked"
        await app.tap("Forget this device")
        await app.tap("Forget everything here")
        await app.until(lambda: phone.phase == "new", seconds=20)
        await app.wait_for("A private journal, and a small circle of people.")


async def test_the_lock_is_a_view_of_its_own(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.account.lock()
    async with phone.app(paths.DEVICES) as app:
        assert isinstance(app, Drawn)
        assert app.says("Your passphrase opens the journal on this device.")
        assert not app.has_button("Devices")

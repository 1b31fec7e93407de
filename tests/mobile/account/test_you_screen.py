"""You: who this is, where everything stands, and what can be set, in each phase of an account."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import flet as ft

from api_client.wire.feed import CreatePost, PostKind
from mobile import paths
from mobile.account.sync_card import SyncFacts, skew_sentence, sync_card
from mobile.device import new_shared_id
from tests.mobile.account.account_app import PASSPHRASE, Drawn, Phone
from tests.support.photos import jpeg
from tests.support.server import LocalHost


async def test_without_an_account_it_offers_one_and_nothing_that_needs_one(phone: Phone) -> None:
    async with phone.app() as app:
        await app.wait_for("Saved on this device")
        assert app.says("Keep your journal on more than this device")
        assert app.has_button("Create an account")
        assert not app.has_button("Devices")
        assert not app.has_button("Sign out")
        await app.tap("Create an account")
        await app.wait_for("An account keeps your journal on more than this device")


async def test_with_an_account_it_shows_who_and_where(phone: Phone) -> None:
    await phone.sign_up(handle="sam", display_name="Sam Okonkwo")
    async with phone.app() as app:
        await app.wait_for("Sam Okonkwo")
        assert app.says("sam · kith.test")
        for row in ("Recovery code", "Change passphrase", "Devices", "Moods", "What the host can see", "Sign out"):
            assert app.has_button(row), row
        assert not app.says("Keep your journal on more than this device")


async def test_the_appearance_is_kept(phone: Phone) -> None:
    async with phone.app() as app:
        await app.wait_for("Appearance")
        group = app.find(ft.RadioGroup)
        assert group.value == "system"
        await app.fire(group, "change", "dark", value="dark")
        await app.until(lambda: phone.services.preferences.get("theme") == "dark")
        await app.settle()
        assert app.find(ft.RadioGroup).value == "dark"


async def test_signing_out_counts_what_would_be_lost_and_then_forgets(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.documents.save(None, "entry", {"level": 3})
    async with phone.app() as app:
        await app.wait_for("1 waiting to send")
        await app.tap("Sign out")
        assert app.says("1 thing that you wrote here has not reached your host.")
        await app.tap("Stay signed in")
        assert phone.phase == "signed_in"
        await app.tap("Sign out")
        await app.tap("Sign out and lose it")
        await app.until(lambda: phone.phase == "new", seconds=20)
        await app.wait_for("A private journal, and a small circle of people.")
    assert not phone.services.documents.list("entry")


async def test_it_locks_and_asks_for_the_passphrase(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app() as app:
        await app.wait_for("Lock now")
        await app.tap("Lock now")
        await app.wait_for("Your passphrase opens the journal on this device.")
    assert phone.phase == "locked"


async def test_a_code_that_was_never_confirmed_is_remembered_after_a_restart(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.preferences.set("recovery_code_confirmed", False)
    async with phone.app() as app:
        await app.wait_for("Your recovery code was never confirmed.")
        await app.tap("Make a new code")
        await app.wait_for("A new code takes the place of the one you have.")
        await app.write("Passphrase", "not the right one at all")
        await app.tap("Make a new code")
        await app.wait_for("That is not the right passphrase.")
        await app.write("Passphrase", PASSPHRASE)
        await app.tap("Make a new code")
        await app.wait_for("Write this down")


async def test_the_name_in_groups_can_be_changed_and_bad_ones_are_told(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app() as app:
        await app.wait_for("sam · kith.test")
        await app.tap("Change your name in groups")
        await app.write("Name in groups", "  ")
        await app.tap("Save")
        assert app.field("Name in groups").error == "Write the name that groups will see."
        await app.write("Name in groups", "Samuel")
        await app.tap("Save")
        await app.until(lambda: phone.services.account.state.display_name == "Samuel", seconds=20)
        await app.wait_for("Samuel")


async def test_a_clock_that_is_off_is_named_once_it_matters() -> None:
    assert skew_sentence(None) == skew_sentence(120) == ""
    assert "by 7 minutes" in skew_sentence(-420)
    assert "by about 24 hours" in skew_sentence(86_400)


def test_when_it_synced_last_stays_true_while_the_screen_stands() -> None:
    synced = datetime(2026, 11, 12, 14, 50, 30, tzinfo=UTC)

    def said(now: datetime) -> list[str]:
        card = sync_card(SyncFacts("idle", synced, None, 0, 0, 0, 0), now, has_account=True)
        assert isinstance(card, ft.Container) and isinstance(card.content, ft.Column)
        return [str(line.value) for line in card.content.controls if isinstance(line, ft.Text)]

    assert said(synced) == said(synced + timedelta(minutes=14)) == ["Last synced: 14:50"]
    assert said(synced + timedelta(days=1)) == ["Last synced: Yesterday, 14:50"]
    assert said(synced + timedelta(days=30)) == ["Last synced: 12 Nov"]


async def test_what_waits_is_listed_with_its_reason_and_can_be_retried_or_discarded(
    phone: Phone, host: LocalHost
) -> None:
    await phone.sign_up()
    post = CreatePost(id=new_shared_id(), kind=PostKind.SHARE, body="Could not sleep again.")
    group_id = str(new_shared_id())
    outbox = phone.services.outbox
    first = await outbox.add("feed.create_post", {"group_id": group_id}, post, subject="group:1")
    await outbox.mark_failed(first, "too_large", {})
    again = post.model_copy(update={"id": new_shared_id(), "body": "A second one."})
    await outbox.add("feed.create_post", {"group_id": group_id}, again, subject="group:1")
    await phone.services.documents.save(None, "entry", {"level": 3})
    async with phone.app() as app:
        await app.wait_for("1 could not be sent")
        await app.tap("What waits to be sent")
        await app.wait_for("Could not sleep again.")
        assert app.says("1 change in your journal waits. It is safe on this device.")
        assert app.says("Not sent. This is too large for the host.")
        assert app.has_button("Edit")
        await app.tap("Try again")
        await app.until(lambda: not app.says("Not sent."), seconds=20)
    assert [call.state for call in await outbox.list()] == ["queued", "queued"]


async def test_photos_that_wait_are_counted_and_their_room_is_told(phone: Phone) -> None:
    await phone.sign_up()
    photo_id, value = await phone.services.journal_photos.add_ready(jpeg())
    await phone.services.documents.save(None, "entry", {"level": 3, f"photos.{photo_id}": value})
    async with phone.app() as app:
        await app.wait_for("2 waiting to send")
        assert app.says("The photos of your journal take 1 of 1024 MB.")
        await app.tap("What waits to be sent")
        await app.wait_for("1 photo of your journal waits. It is safe on this device.")


async def test_discarding_asks_first(phone: Phone) -> None:
    await phone.sign_up()
    post = CreatePost(id=new_shared_id(), kind=PostKind.SHARE, body="Could not sleep again.")
    await phone.services.outbox.add("feed.create_post", {"group_id": str(new_shared_id())}, post, subject="g")
    async with phone.app(paths.UNSENT) as app:
        await app.wait_for("Could not sleep again.")
        await app.tap("Discard")
        assert app.says("It was not sent, so nobody else has it.")
        await app.tap("Keep it")
        assert app.says("Could not sleep again.")
        await app.tap("Discard")
        await app.tap("Discard")
        await app.wait_for("Everything that you wrote has reached your host.")


async def test_devices_are_listed_and_another_one_is_signed_out_after_a_question(
    phone: Phone, host: LocalHost, tmp_path: Path
) -> None:
    from tests.mobile.account.account_app import HOST_URL, a_phone

    await phone.sign_up()
    async with a_phone(tmp_path / "second", host, started=False) as second:
        await second.services.account.sign_in(HOST_URL, "sam", PASSPHRASE)
        async with phone.app(paths.DEVICES) as app:
            await app.wait_for("This device")
            name = second.services.account.state.device_name
            await app.tap(f"Sign out {name}")
            assert app.says("It stops syncing at once.")
            await app.tap("Sign out")
            await app.until(lambda: not app.has_button(f"Sign out {name}"), seconds=20)
        assert len(await phone.services.account.list_devices()) == 1


async def test_devices_need_the_host_and_can_be_asked_for_again(phone: Phone) -> None:
    await phone.sign_up()
    phone.network.online = False
    async with phone.app(paths.DEVICES) as app:
        await app.wait_for("Your host cannot be reached right now.")
        phone.network.online = True
        await app.tap("Ask again")
        await app.wait_for("This device")


async def test_the_passphrase_is_changed_after_the_old_one_is_proved(phone: Phone) -> None:
    from tests.mobile.account.account_app import OTHER_PASSPHRASE

    await phone.sign_up()
    async with phone.app(paths.PASSPHRASE) as app:
        assert app.says("Every other device is signed out")
        await app.write("Passphrase now", PASSPHRASE)
        await app.write("New passphrase", PASSPHRASE)
        await app.tap("Change passphrase")
        assert app.says("This is the passphrase that you have now.")
        await app.write("Passphrase now", "something else entirely")
        await app.write("New passphrase", OTHER_PASSPHRASE)
        await app.tap("Change passphrase")
        await app.wait_for("That is not the right passphrase.")
        assert app.field("New passphrase").value == OTHER_PASSPHRASE
        await app.write("Passphrase now", PASSPHRASE)
        await app.tap("Change passphrase")
        await app.wait_for("Appearance")
    await phone.services.account.lock()
    await phone.services.account.unlock(OTHER_PASSPHRASE)


async def test_what_the_host_can_see_is_true_for_each_place_of_the_key(phone: Phone) -> None:
    async with phone.app(paths.PRIVACY) as app:
        assert isinstance(app, Drawn)
        assert app.says("What you post, reply and react in groups")
        assert app.says("The key lies in the secure storage of this device's system")
    async with phone.app(paths.PRIVACY, web=True) as app:
        assert app.says("the key lies in a file beside the journal")
    await phone.sign_up()
    async with phone.app(paths.PRIVACY, web=True) as app:
        assert app.says("The key is in memory only while Kith runs.")

"""Signing up: everything that can go wrong is told at its field, and nothing that was typed is lost."""

import asyncio
from pathlib import Path

import flet as ft
import pytest

from mobile import paths
from tests.mobile.account.account_app import OTHER_PASSPHRASE, PASSPHRASE, Drawn, Phone, a_phone
from tests.support.server import LocalHost, local_host


async def fill(app: Drawn, handle: str = "sam", name: str = "Sam", passphrase: str = PASSPHRASE) -> None:
    await app.wait_for("House rules of Northfield")
    await app.write("Handle", handle)
    await app.write("Name in groups", name)
    await app.write("New passphrase", passphrase)
    await app.tick("I accept the house rules")
    await app.tick("I am 18 or older")


async def confirm_code(app: Drawn, code: str) -> None:
    groups = code.split("-")
    await app.tap("I wrote it down")
    await app.write("Third group", groups[2])
    await app.write("Sixth group", groups[5])
    await app.tap("Confirm")


async def test_the_host_s_name_and_rules_are_read_before_anything_is_sent(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await app.wait_for("House rules of Northfield")
        assert app.says("What is said here stays here.")
        assert app.says("nobody can open your journal again")
        assert app.says("The host cannot read your journal.")


async def test_pressed_empty_it_marks_each_field_and_sends_nothing(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await app.wait_for("House rules of Northfield")
        asked = sum(phone.network.counts.values())
        await app.tap("Create account")
        assert app.field("Handle").error == "Choose a handle."
        assert app.field("Name in groups").error == "Write the name that groups will see."
        assert app.says("Use at least 15 characters")
        assert app.says("Kith is for adults only.")
        assert app.says("Read the rules and tick the box to go on.")
        assert sum(phone.network.counts.values()) == asked
        await app.write("Handle", "s")
        assert not app.field("Handle").error


@pytest.mark.parametrize(
    ("handle", "sentence"), [("ab", "A handle has 3 to 30 characters."), ("sam smith", "Use letters a to z")]
)
async def test_a_handle_that_cannot_be_is_told_in_its_field(phone: Phone, handle: str, sentence: str) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app, handle=handle)
        await app.tap("Create account")
        assert sentence in str(app.field("Handle").error)


async def test_a_taken_handle_is_told_in_its_field_and_everything_stays(phone: Phone, host: LocalHost) -> None:
    await host.sign_up("sam")
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app)
        await app.tap("Create account")
        await app.wait_for("Somebody has this handle already.")
        assert app.field("Handle").error == "Somebody has this handle already. Choose another."
        assert app.field("New passphrase").value == PASSPHRASE
        await app.write("Handle", "sam2")
        await app.tap("Create account")
        await app.wait_for("Write this down")
        assert phone.services.account.state.handle == "sam2"


async def test_a_host_that_cannot_be_reached_leaves_everything_typed(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app)
        phone.network.online = False
        await app.tap("Create account")
        await app.wait_for("Your host cannot be reached right now.")
        assert app.field("Handle").value == "sam"
        assert app.field("New passphrase").value == PASSPHRASE
        assert all(box.value for box in app.top if isinstance(box, ft.Checkbox))
        phone.network.online = True
        await app.tap("Create account")
        await app.wait_for("Write this down")


async def test_without_the_rules_nobody_can_sign_up_and_the_host_can_be_asked_again(phone: Phone) -> None:
    phone.network.online = False
    async with phone.app(paths.SIGN_UP) as app:
        await app.wait_for("Your host cannot be reached right now.")
        await app.tap("Create account")
        assert app.says("The rules come from the host, which has not answered yet.")
        assert not app.says("I accept the house rules")
        phone.network.online = True
        await app.tap("Ask again")
        await app.wait_for("I accept the house rules")
        await app.until(lambda: not app.says("The rules come from the host, which has not answered yet."))


async def test_a_closed_host_says_so_and_the_journal_goes_on(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host", name="Northfield", sign_up_open=False) as closed,
        a_phone(tmp_path / "phone", closed) as phone,
        phone.app(paths.SIGN_UP) as app,
    ):
        await fill(app)
        await app.tap("Create account")
        await app.wait_for("This host takes no new members at the moment.")
        assert phone.phase == "local"


async def test_the_passphrase_is_judged_while_typing_and_five_words_are_offered(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await app.write("Handle", "samantha")
        await app.write("New passphrase", "short")
        assert app.says("Use at least 15 characters")
        await app.write("New passphrase", "samantha is writing here")
        assert app.says("Leave your own name out of it")
        await app.write("New passphrase", "password1234password1234")
        assert app.says("one of the first that somebody would try")
        await app.tap("Suggest five words")
        assert len(str(app.field("New passphrase").value).split(" ")) == 5
        assert app.field("New passphrase").password is False
        assert app.says("This one is hard to guess.")
        await app.tap("Hide the passphrase")
        assert app.field("New passphrase").password is True


async def test_signing_up_shows_the_code_and_asks_for_two_of_its_groups(phone: Phone) -> None:
    entry = await phone.services.documents.save(None, "entry", {"level": 4})
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app)
        await app.tap("Create account")
        await app.wait_for("Write this down")
        fresh = phone.session.fresh_code
        assert fresh is not None
        assert all(app.says(group) for group in fresh.text.split("-"))
        await app.tap("I wrote it down")
        assert not app.says(fresh.text.split("-")[0])
        await app.write("Third group", fresh.text.split("-")[2].lower())
        await app.write("Sixth group", "WRONG")
        await app.tap("Confirm")
        assert app.field("Sixth group").error == "This group is different from the code."
        assert not app.field("Third group").error
        await app.tap("Show the code again")
        await confirm_code(app, fresh.text)
        await app.wait_for("Today stands here")
        assert phone.session.fresh_code is None
    assert phone.phase == "signed_in"
    assert phone.services.documents.get(entry) is not None


async def test_leaving_before_the_code_is_written_down_asks_and_leads_back(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app)
        await app.tap("Create account")
        await app.wait_for("Write this down")
        assert app.top_view.can_pop is False
        await app.tap("Leave for now")
        assert app.says("Leave before it is written down?")
        await app.tap("Stay")
        await app.wait_for("Write this down")
        await app.fire(app.top_view, "confirm_pop")
        await app.tap("Leave for now")
        await app.wait_for("Your recovery code is still waiting to be written down.")
        await app.tap("Show the code")
        await app.wait_for("Write this down")


async def test_pressed_twice_it_makes_one_account(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app)
        before = phone.network.counts["none"]
        button = app.button("Create account")
        await asyncio.gather(*(app.session.dispatch_event(button._i, "click", None) for _ in range(2)))
        await app.wait_for("Write this down")
        assert phone.network.counts["none"] == before + 1


async def test_another_host_can_be_chosen_and_nonsense_is_told(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await app.wait_for("House rules of Northfield")
        await app.tap("Change the host")
        await app.write("Address of your host", "not an address")
        await app.tap("Use this host")
        assert app.says("This is not an address.")
        await app.write("Address of your host", "elsewhere.test")
        await app.tap("Use this host")
        await app.wait_for("https://elsewhere.test")
    assert phone.services.account.state.server_url == "http://kith.test"


async def test_a_way_without_encryption_is_named(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        assert app.says("The way to this host is not encrypted")


async def test_what_was_typed_is_the_latest_even_when_the_tap_comes_at_once(phone: Phone) -> None:
    async with phone.app(paths.SIGN_UP) as app:
        await fill(app, passphrase="too short")
        button, field = app.button("Create account"), app.field("New passphrase")
        app.session.apply_patch(field._i, {"value": OTHER_PASSPHRASE})
        await app.session.dispatch_event(field._i, "change", OTHER_PASSPHRASE)
        await app.session.dispatch_event(button._i, "click", None)
        await app.wait_for("Write this down")

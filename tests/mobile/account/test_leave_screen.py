"""Leave Kith: what it says before, what it asks, and what it does."""

from pathlib import Path
from typing import Any

import flet as ft
import pytest

from api_client.wire.groups import CreateGroup
from mobile import paths
from mobile.device import new_shared_id
from tests.mobile.account.account_app import PASSPHRASE, Drawn, Phone, a_phone
from tests.support.server import LocalHost, local_host


def on_top(app: Drawn, kind: type[ft.Control]) -> Any:
    """Return the one control of this kind on top."""
    (found,) = [one for one in app.top if isinstance(one, kind)]
    return found


async def ready(app: Drawn) -> None:
    """Wait until the host has said what it keeps."""
    await app.until(lambda: app.has_button("Delete my account"), seconds=10)
    await app.settle()


async def choose(app: Drawn, posts: str) -> None:
    group = on_top(app, ft.RadioGroup)
    await app.fire(group, "change", posts, value=posts)
    await app.write("Passphrase", PASSPHRASE)
    await app.tap("Delete my account")


async def test_it_says_what_goes_and_until_when_a_backup_may_hold_it(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app() as app:
        await app.wait_for("Leave Kith")
        await app.tap("Leave Kith")
        await app.wait_for("Gone from Northfield at once")
        assert app.says("Backups of this host may still hold it until 12 December 2026.")
        assert on_top(app, ft.RadioGroup).value == ""
        assert not app.says("has not reached your host")


@pytest.mark.parametrize(
    ("days", "sentence"), [(0, "This host says that it keeps no backups."), (7, "until 19 November 2026.")]
)
async def test_a_host_says_its_own_days(tmp_path: Path, days: int, sentence: str) -> None:
    async with local_host(tmp_path / "host", backup_days=days) as host, a_phone(tmp_path / "phone", host) as phone:
        await phone.sign_up()
        async with phone.app(paths.LEAVE) as app:
            await app.wait_for(sentence)


async def test_the_journal_can_be_taken_along_before_leaving(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app(paths.LEAVE) as app:
        await ready(app)
        await app.tap("Export first")
        await app.until(lambda: app.page.route == paths.EXPORT)


async def test_nothing_is_chosen_and_nothing_is_done_unasked(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app(paths.LEAVE) as app:
        await ready(app)
        await app.tap("Delete my account")
        await app.wait_for("Choose what becomes of your posts.")
        assert app.says("Write your passphrase.")
        await choose(app, "delete")
        await app.wait_for("Delete your account?")
        assert app.says("Your posts and replies are deleted, with the replies below your posts.")
        assert app.says("Your journal stays on this device.")
        await app.tap("Stay")
        assert phone.phase == "signed_in"


async def test_it_ends_the_account_and_keeps_the_journal(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.documents.save(None, "entry", {"level": 3})
    async with phone.app(paths.LEAVE) as app:
        await ready(app)
        await choose(app, "keep")
        await app.tap("Delete my account")
        await app.until(lambda: phone.phase == "local", seconds=20)
        await app.wait_for("There is no account. Everything you write is on this device alone.")
    assert len(phone.services.documents.list("entry")) == 1
    assert phone.services.preferences.get("leaving") == ""


async def test_it_forgets_the_journal_too_when_so_asked(phone: Phone) -> None:
    await phone.sign_up()
    await phone.services.documents.save(None, "entry", {"level": 3})
    async with phone.app(paths.LEAVE) as app:
        await ready(app)
        box = on_top(app, ft.Checkbox)
        await app.fire(box, "change", False, value=False)
        await app.wait_for("This device then forgets everything, your journal too.")
        await choose(app, "keep")
        assert app.says("Your journal is removed from this device, too.")
        await app.tap("Delete my account")
        await app.until(lambda: phone.phase == "new", seconds=20)
    assert not phone.services.documents.list("entry")


async def test_offline_it_says_that_it_needs_the_host(phone: Phone) -> None:
    await phone.sign_up()
    phone.network.online = False
    async with phone.app(paths.LEAVE) as app:
        await app.wait_for("Leaving needs your host, and it cannot be reached right now. Nothing was deleted.")
        assert not app.has_button("Delete my account")
        phone.network.online = True
        await app.tap("Try again")
        await ready(app)


async def test_a_wrong_passphrase_is_told_and_nothing_is_lost(phone: Phone) -> None:
    await phone.sign_up()
    async with phone.app(paths.LEAVE) as app:
        await ready(app)
        await app.fire(on_top(app, ft.RadioGroup), "change", "keep", value="keep")
        await app.write("Passphrase", "not the right one at all")
        await app.tap("Delete my account")
        await app.tap("Delete my account")
        await app.wait_for("That is not the right passphrase. Nothing was changed; try again.")
    assert phone.phase == "signed_in" and phone.services.preferences.get("leaving") == ""


async def test_it_names_the_groups_that_nobody_else_looks_after_and_what_was_not_sent(
    phone: Phone, host: LocalHost
) -> None:
    await phone.sign_up()
    request = CreateGroup(id=new_shared_id(), name="Night Owls")
    await phone.services.outbox.add("groups.create_group", {}, request, subject=f"group:{request.id}")
    async with phone.app(paths.LEAVE) as app:
        await app.wait_for("1 thing that you wrote for groups has not reached your host. It would be lost.")
        await phone.services.sync.sync_once()
        membership = await phone.services.cache.get_membership(request.id)
        assert membership is not None
        await (await host.sign_up()).join(membership.group.join_code)
        await ready(app)
        await choose(app, "keep")
        await app.tap("Delete my account")
        await app.wait_for("You look after this group alone, and others are in it: Night Owls.")
    assert phone.phase == "signed_in"

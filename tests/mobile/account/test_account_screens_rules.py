"""The rules of every screen in the states that only this slice has: no account, a lock, a fresh code, a refusal."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from api_client.wire.feed import CreatePost, PostKind
from mobile import paths, words
from mobile.account.start_screen import StartingScreen, TroubleScreen
from mobile.device import new_shared_id
from mobile.session import FreshCode
from tests.mobile import ui_rules
from tests.mobile.account.account_app import HOST_URL, Drawn, Phone, a_phone
from tests.support.headless import App
from tests.support.server import LocalHost, local_host

CODE = "5P0B5-T1SCE-9S0E8-AR723-3654A-59G9F"
# What people, the host and the version wrote; a code is nobody's word.
OWN = ("Northfield", "Sam", "sam · kith.test", "kith.test", HOST_URL, "Sleepless again.", "S", "Kith")


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[LocalHost]:
    async with local_host(tmp_path / "host", name="Northfield", house_rules=()) as running:
        yield running


@pytest.fixture
def pseudo_language() -> Iterator[None]:
    words.set_language(words.PSEUDO)
    yield
    words.set_language(words.DEFAULT_LANGUAGE)


@pytest.fixture
async def full_phone(phone: Phone) -> Phone:
    """A device on which every card has something to show."""
    await phone.sign_up()
    name = phone.services.account.state.device_name
    post = CreatePost(id=new_shared_id(), kind=PostKind.SHARE, body="Sleepless again.")
    call = await phone.services.outbox.add("feed.create_post", {"group_id": str(new_shared_id())}, post, subject="g")
    await phone.services.outbox.mark_failed(call, "too_large", {})
    await phone.services.documents.save(None, "entry", {"level": 3})
    await phone.services.preferences.set("recovery_code_confirmed", False)
    assert name
    return phone


def broken_rules(app: App, own: tuple[str, ...]) -> list[str]:
    return [*ui_rules.broken_rules(app), *ui_rules.untranslated(app, own)]


@pytest.mark.parametrize("path", (paths.YOU, paths.UNSENT))
async def test_what_needs_care_keeps_the_rules(path: str, full_phone: Phone, pseudo_language: None) -> None:
    own = (*OWN, full_phone.services.account.state.device_name)
    async with full_phone.app(path) as app:
        assert isinstance(app, Drawn)
        await app.wait_for("⟦")
        assert broken_rules(app, own) == []


@pytest.mark.parametrize("path", (paths.YOU, paths.SIGN_UP, paths.PRIVACY))
async def test_each_screen_keeps_the_rules_without_an_account(path: str, phone: Phone, pseudo_language: None) -> None:
    async with phone.app(path) as app:
        await app.settle()
        assert broken_rules(app, OWN) == []


async def test_the_code_keeps_the_rules(phone: Phone, pseudo_language: None) -> None:
    own = (*OWN, *CODE.split("-"), *(" ".join(group) for group in CODE.split("-")))
    async with phone.app(paths.RECOVERY_CODE) as app:
        phone.session.fresh_code = FreshCode(CODE, then=paths.TODAY)
        await app.settle()
        assert app.says(CODE.split("-")[0])
        assert broken_rules(app, own) == []


async def test_the_first_screen_and_the_lock_keep_the_rules(
    tmp_path: Path, phone: Phone, host: LocalHost, pseudo_language: None
) -> None:
    async with a_phone(tmp_path / "new", host, started=False) as new, new.app("/") as app:
        assert broken_rules(app, OWN) == []
    await phone.sign_up()
    await phone.services.account.lock()
    async with phone.app() as app:
        assert broken_rules(app, OWN) == []


@pytest.mark.parametrize("view", (StartingScreen, lambda: TroubleScreen(""), lambda: TroubleScreen("⟦Sentence⟧")))
async def test_the_start_keeps_the_rules(view: Any, pseudo_language: None) -> None:
    async with App(lambda page: page.render_views(lambda: [view()])) as app:
        assert broken_rules(app, OWN) == []


async def test_a_wide_window_shows_the_same_beside_the_rail(full_phone: Phone) -> None:
    async with full_phone.app(paths.YOU, width=1280, height=820) as app:
        await app.wait_for("sam · kith.test")
        assert app.has_button("Devices")

"""The last tab: whose journal this is, where everything stands, and what can be set."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.account.account_cards import AccountHeader, local_card, notices, salvage_notice
from mobile.account.forget import sign_out_question
from mobile.account.form import use_attempt
from mobile.account.journal_card import journal_card
from mobile.account.recovery_code_screen import RECOVERY_CONFIRMED
from mobile.account.sync_card import SyncFacts, read_sync, sync_card
from mobile.bell import Bell
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.words import t
from mobile.writing_hints import CoachSetting

if TYPE_CHECKING:
    from mobile.account.state import AccountState
    from mobile.services import Services

SCOPES = ("account", "status", "outbox", "documents", "preferences")


@dataclass(frozen=True)
class You:
    """What this screen shows, read at one moment."""

    account: "AccountState"
    sync: SyncFacts
    theme_mode: str
    code_confirmed: bool


async def read_you(services: "Services") -> You:
    """Read what the screen shows from this device."""
    return You(
        account=services.account.state,
        sync=await read_sync(services),
        theme_mode=services.preferences.get("theme", "system"),
        code_confirmed=bool(services.preferences.get(RECOVERY_CONFIRMED, True)),
    )


@screen
def YouScreen() -> ft.View:
    """Everything about the account and this device, in cards of rows."""
    session = use_session()
    return scaffold.tab_view(paths.YOU, YouPane(), wide=session.layout == "wide", corner=Bell())


@component
def YouPane() -> ft.Control:
    """The scrolling column of cards."""
    services, session = use_services(), use_session()
    you = use_query(lambda: read_you(services), scopes=SCOPES)
    wide = session.layout == "wide"
    if you is None:
        return scaffold.scroll([type.title(t("You"))], wide=wide, top=20)
    phase = you.account.phase
    parts: list[ft.Control] = [AccountHeader(you.account)]
    parts += notices(phase, code_waits=session.fresh_code is not None, code_confirmed=you.code_confirmed)
    parts += salvage_notice(services.salvaged)
    parts.append(sync_card(you.sync, services.clock.now(), has_account=phase != "local"))
    if phase == "local":
        parts.append(local_card())
    if phase == "signed_in":
        parts.append(_security())
    parts.append(journal_card())
    parts.append(_settings())
    parts.append(_appearance(you.theme_mode, _theme_setter(services)))
    parts.append(CoachSetting())
    if phase != "local":
        parts.append(LeaveCard(you.sync.unsent_count))
    parts.append(type.quiet(version_line(), text_align=ft.TextAlign.CENTER))
    return scaffold.scroll(parts, wide=wide, top=20 if wide else 0)


def _security() -> ft.Control:
    return cards.card(
        cards.divided(
            [
                cards.list_row(
                    t("Recovery code"),
                    scaffold.to(paths.RECOVERY_CODE),
                    detail=t("Make a new one in place of the old"),
                    icon=ft.Icons.KEY_OUTLINED,
                ),
                cards.list_row(t("Change passphrase"), scaffold.to(paths.PASSPHRASE), icon=ft.Icons.PASSWORD),
                cards.list_row(
                    t("Devices"),
                    scaffold.to(paths.DEVICES),
                    detail=t("Where you are signed in"),
                    icon=ft.Icons.DEVICES_OUTLINED,
                ),
            ]
        ),
        padding=10,
        spacing=0,
    )


def _settings() -> ft.Control:
    return cards.card(
        cards.divided(
            [
                cards.list_row(
                    t("How you want to be told"),
                    scaffold.to(paths.NOTICE_SETTINGS),
                    detail=t("What, when, by mail, and a break"),
                    icon=ft.Icons.NOTIFICATIONS_NONE,
                ),
                cards.list_row(
                    t("What I don’t want to see"),
                    scaffold.to(paths.UNWANTED),
                    detail=t("Muted words and people, blocks, your reports"),
                    icon=ft.Icons.VISIBILITY_OFF_OUTLINED,
                ),
                cards.list_row(
                    t("How groups see you"),
                    scaffold.to(paths.PROFILE),
                    detail=t("A few words, pronouns, and whether you can listen today"),
                    icon=ft.Icons.BADGE_OUTLINED,
                ),
                cards.list_row(
                    t("What the host can see"),
                    scaffold.to(paths.PRIVACY),
                    detail=t("And where your key lies"),
                    icon=ft.Icons.VISIBILITY_OUTLINED,
                ),
                cards.list_row(
                    t("App lock"),
                    scaffold.to(paths.APP_LOCK),
                    detail=t("A PIN, and when Kith locks"),
                    icon=ft.Icons.LOCK_CLOCK_OUTLINED,
                ),
            ]
        ),
        padding=10,
        spacing=0,
    )


def _theme_setter(services: "Services") -> Callable[[str], None]:
    page = ft.context.page

    async def keep(mode: str) -> None:
        await services.preferences.set("theme", mode)

    def choose(mode: str) -> None:
        page.run_task(keep, mode)

    return choose


def _appearance(mode: str, on_change: Callable[[str], None]) -> ft.Control:
    options = (("system", t("As the device")), ("light", t("Light")), ("dark", t("Dark")))
    return cards.card([type.subheading(t("Appearance")), inputs.radio_list(mode, options, on_change)], spacing=4)


@component
def LeaveCard(unsent_count: int) -> ft.Control:
    """Locking and signing out; the second asks, and says what would be lost."""
    services, session = use_services(), use_session()
    page = ft.context.page
    asking, set_asking = ft.use_state(False)
    has_pin = services.account.state.has_pin

    async def sign_out() -> None:
        session.fresh_code = None
        await services.account.sign_out()
        page.navigate(paths.TODAY)

    async def lock() -> None:
        await services.account.lock()
        page.navigate(paths.TODAY)

    leaving, locking = use_attempt(sign_out), use_attempt(lock)

    async def confirm(*_event: Any) -> None:
        set_asking(False)
        await leaving.run()

    ft.use_dialog(sign_out_question(unsent_count, handler(confirm), lambda: set_asking(False)) if asking else None)
    parts: list[ft.Control] = cards.divided(
        [
            cards.list_row(
                t("Lock now"),
                locking.run,
                detail=t("Opens again with your PIN") if has_pin else t("Opens again with your passphrase"),
                icon=ft.Icons.LOCK_OUTLINE,
                chevron=False,
            ),
            cards.list_row(
                t("Sign out"),
                handler(lambda: set_asking(True)),
                detail=t("This device then forgets everything"),
                icon=ft.Icons.LOGOUT,
                chevron=False,
            ),
            cards.list_row(
                t("Leave Kith"),
                scaffold.to(paths.LEAVE),
                detail=t("End your account; your journal can stay here"),
                icon=ft.Icons.DOOR_FRONT_DOOR_OUTLINED,
            ),
        ]
    )
    if leaving.busy:
        parts.append(feedback.waiting(t("Forgetting what is here")))
    for attempt in (leaving, locking):
        if attempt.progress.sentence:
            parts.append(feedback.trouble(attempt.progress.sentence))
    return cards.card(parts, padding=10, spacing=0)


def version_line() -> str:
    """Return the app's name with its version, which a packaged app may not know."""
    try:
        return t("Kith {version}", version=metadata.version("kith"))
    except metadata.PackageNotFoundError:
        return t("Kith")

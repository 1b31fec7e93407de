"""What the host can and cannot see, and where the key lies: in a plain list, the same truth as the protocol's."""

import flet as ft

from mobile.account.app_lock_screen import protection
from mobile.account.form import form_view, stack
from mobile.session import use_services, use_session
from mobile.ui import cards, theme, type
from mobile.ui.guard import screen
from mobile.words import t


@screen
def PrivacyScreen() -> ft.View:
    """Three lists: sealed, seen by the host, kept on this device."""
    services, session = use_services(), use_session()
    has_account = services.account.state.phase not in ("new", "local")
    lines = _on_this_device(_kept_by_platform(), has_account, services.account.state.has_pin)
    return form_view(
        t("What the host can see"),
        [
            type.body(t("The host is whoever runs the server of your account. This is what they could look at.")),
            _list(
                t("The host cannot read"),
                ft.Icons.LOCK_OUTLINE,
                (
                    t("Your journal: moods, words, tags, notes, photos, and the days they are about"),
                    t("Moods and other things that you make for yourself"),
                    t("What you hide, and which words and people you mute"),
                    t("Your passphrase and your recovery code"),
                    t("What you write and have not sent"),
                ),
            ),
            _list(
                t("The host can read"),
                ft.Icons.VISIBILITY_OUTLINED,
                (
                    t("Your handle and the name that groups see"),
                    t("Your groups and who is in them"),
                    t("What you post, reply and react in groups; this is what lets facilitators help"),
                    t("What you report and whom you block; nobody in your groups is told that it was you"),
                    t("When your devices sync, from which network address, and how much"),
                    t("How many sealed records and photos you have and about how large each is"),
                    t(
                        "If you want reminders by mail: your address, the times, and the last day on which you checked "
                        "in"
                    ),
                ),
            ),
            _list(t("On this device"), ft.Icons.KEY_OUTLINED, lines),
            type.quiet(t("Kith sends nothing to anybody else. There is no tracking and no advertising in it.")),
        ],
        session,
    )


def _kept_by_platform() -> bool:
    """Whether a secure storage of the platform keeps the key; a page in a browser has none."""
    return not ft.context.page.web


def _on_this_device(kept_by_platform: bool, has_account: bool, has_pin: bool) -> tuple[str, ...]:
    """What is true of the key here; it differs between an app of its own and a page in a browser, and with a PIN."""
    sealed = t("Everything with words is sealed on the disk, also what you read in groups.")
    if has_pin:
        return (
            sealed,
            t(
                "A PIN stands before it: the key lies nowhere as it is, and is wiped from memory when Kith locks. A "
                "thief of this device gets sealed files and slow tries; one who takes it while Kith is open sees what "
                "you see."
            ),
            *protection(not kept_by_platform, has_account)[1:2],
        )
    if kept_by_platform:
        return (
            sealed,
            t("The key lies in the secure storage of this device's system, beside your other passwords."),
            t("Whoever can unlock this device can open Kith. Lock it when you put it down."),
        )
    if has_account:
        return (
            sealed,
            t("The key is in memory only while Kith runs. After a restart Kith asks for your passphrase."),
            t("Whoever sits at this browser while Kith is open sees what you see."),
        )
    return (
        sealed,
        t("Until you have an account, the key lies in a file beside the journal that only your login here can read."),
        t("Whoever can use your login on this computer can open the journal. An account and a passphrase end that."),
    )


def _list(title: str, icon: ft.IconData, lines: tuple[str, ...]) -> ft.Control:
    heading = ft.Row(
        [ft.Icon(icon, size=22, color=theme.PRIMARY), ft.Container(type.heading(title), expand=True)], spacing=12
    )
    rows: list[ft.Control] = [
        ft.Row(
            [
                ft.Container(width=6, height=6, border_radius=3, bgcolor=theme.QUIET, margin=ft.Margin.only(top=7)),
                ft.Container(type.body(line), expand=True),
            ],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for line in lines
    ]
    return cards.card([heading, stack(rows, spacing=10)], spacing=14)

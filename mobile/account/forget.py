"""The question before this device forgets everything, with what would be lost counted."""

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.ui import type
from mobile.ui.dialogs import question
from mobile.words import t, tn

Handler = Callable[..., Any]


def forget_question(
    unsent_count: int, act: Handler, keep: Callable[[], None], *, has_account: bool = True
) -> ft.AlertDialog:
    """Return the question for a device that cannot be opened; `act` is guarded already."""
    with_account = t(
        "Everything that Kith keeps here is removed: the journal, what you read in groups, and the key. What has "
        "reached your host stays there and comes back when you sign in."
    )
    without = t(
        "Your journal is only on this device. It is removed for good, with its key, and nobody can bring it back."
    )
    return question(
        t("Forget this device?"),
        with_account if has_account else without,
        t("Forget everything here"),
        act,
        keep,
        keep_word=t("Keep it"),
        more=_unsent(unsent_count) if has_account else [],
    )


def sign_out_question(unsent_count: int, act: Handler, keep: Callable[[], None]) -> ft.AlertDialog:
    """Return the question before signing out; what was not sent would be lost, so it is counted first."""
    return question(
        t("Sign out?"),
        t(
            "This device then forgets everything: the journal, what you read in groups, and the key. Your account "
            "stays at your host, and everything that reached it comes back when you sign in."
        ),
        t("Sign out and forget") if not unsent_count else t("Sign out and lose it"),
        act,
        keep,
        keep_word=t("Stay signed in"),
        more=_unsent(unsent_count),
    )


def _unsent(count: int) -> list[ft.Control]:
    if not count:
        return []
    return [
        type.strong(
            tn(
                "{count} thing that you wrote here has not reached your host. It would be lost for good.",
                "{count} things that you wrote here have not reached your host. They would be lost for good.",
                count,
            )
        )
    ]

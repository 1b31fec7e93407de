"""Leaving whole: the account ends at the host, and the member says what becomes of posts and of the journal here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.errors import Rejected
from api_client.keys import WrongKey
from api_client.wire.errors import ProblemCode
from api_client.wire.host import About
from mobile import paths
from mobile.account.form import Attempt, Form, Incomplete, form_view, stack, submit, use_attempt, use_form
from mobile.account.host_card import AboutHost, use_about
from mobile.account.sync_card import SyncFacts, read_sync
from mobile.passphrase_field import PassphraseField
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, feedback, inputs, scaffold, theme, type
from mobile.ui.dialogs import question
from mobile.ui.guard import handler, screen
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

ASKED = "leaving"  # the preference that holds for which account this device asked, until the host answered


@screen
def LeaveScreen() -> ft.View:
    """What goes, what may stay, two choices, the passphrase, and one question before it is done."""
    services, session = use_services(), use_session()
    page = ft.context.page
    begun, _ = ft.use_state(services.account.state)  # leaving changes it while this screen still stands
    host, ask_again = use_about(begun.server_url or "")
    sync = use_query(lambda: read_sync(services), scopes=("outbox", "documents", "status"))
    form = use_form(posts="", keep_journal=True, passphrase="")
    asking, set_asking = ft.use_state(False)

    async def check() -> None:
        missing = {
            "posts": "" if form.text("posts") else t("Choose what becomes of your posts."),
            "passphrase": "" if form.text("passphrase") else t("Write your passphrase."),
        }
        if any(missing.values()):
            raise Incomplete({name: sentence for name, sentence in missing.items() if sentence})
        set_asking(True)

    async def leave() -> None:
        stays = form.is_ticked("keep_journal")
        await end_here(services, form)
        session.fresh_code = None
        page.navigate(paths.YOU if stays else paths.TODAY)
        if stays:
            feedback.say(page, t("Your account is deleted. Your journal is on this device alone now."))

    checking, leaving = use_attempt(check), use_attempt(leave)

    async def confirm(*_event: Any) -> None:
        set_asking(False)
        await leaving.run()

    dialog = _question(form, sync, handler(confirm), lambda: set_asking(False)) if asking else None
    ft.use_dialog(dialog)
    return form_view(
        t("Leave Kith"),
        [
            *_what_goes(host, services.clock.today()),
            _posts(form, checking),
            _journal(form),
            *_unsent(sync),
            *_act(host, ask_again, form, checking, leaving),
        ],
        session,
    )


async def end_here(services: "Services", form: Form) -> None:
    """End the account as `form` says; raise Incomplete for a refusal that needs more words than its code has."""
    account_id = str(services.account.state.account_id)
    asked_before = services.preferences.get(ASKED) == account_id
    await services.preferences.set(ASKED, account_id)
    try:
        await services.account.delete_account(
            form.text("passphrase"),
            keep_posts=form.text("posts") == "keep",
            keep_journal=form.is_ticked("keep_journal"),
            asked_before=asked_before,
        )
    except WrongKey:
        await services.preferences.set(ASKED, "")
        raise
    except Rejected as refusal:
        await services.preferences.set(ASKED, "")
        if refusal.code != ProblemCode.LAST_FACILITATOR:
            raise
        raise Incomplete({}, await _held_sentence(services, refusal.fields)) from refusal
    await services.preferences.set(ASKED, "")


async def _held_sentence(services: "Services", fields: Mapping[str, str]) -> str:
    names = {str(one.group.id): one.group.name for one in await services.cache.list_memberships()}
    held = [names.get(name.removeprefix("groups."), "") for name in fields]
    return tn(
        "You look after this group alone, and others are in it: {names}. Hand it over to somebody there, or remove it; "
        "then come back. Nothing was deleted.",
        "You look after these groups alone, and others are in them: {names}. Hand each over to somebody there, or "
        "remove it; then come back. Nothing was deleted.",
        len(held),
        names=", ".join(name or t("a group") for name in held),
    )


def _what_goes(host: AboutHost, today: Any) -> list[ft.Control]:
    goes = (
        t("The sealed copy of your journal, with the keys to it"),
        t("Your account, your devices’ sign-ins and your mail address"),
        t("Your place in every group, your profile, and thanks that you gave or got"),
        t("Notices, settings and blocks"),
    )
    lines: list[ft.Control] = [type.subheading(t("Gone from {host} at once", host=host.name))]
    lines += [type.body(line) for line in goes]
    if host.about is not None:
        lines.append(type.quiet(_backups(host.about, today)))
    handle = t("Your handle stays taken, so that nobody can pass for you. Nothing else is kept.")
    return [cards.card([*lines, type.quiet(handle)], spacing=10)]


def _backups(about: About, today: Any) -> str:
    days = about.backups_kept_days
    if days is None:
        return t("This host does not say for how long its backups are kept. Ask whoever runs it.")
    if days == 0:
        return t("This host says that it keeps no backups.")
    until = dates.day_with_year(today + timedelta(days=days))
    return t("Backups of this host may still hold it until {date}.", date=until)


def _posts(form: Form, checking: Attempt) -> ft.Control:
    options = (
        ("keep", t("Keep them, under “Former member” in place of your name")),
        ("delete", t("Delete each of them, with the replies below your posts")),
    )
    parts: list[ft.Control] = [
        type.subheading(t("Your posts and replies")),
        inputs.radio_list(form.text("posts"), options, form.setter("posts", checking)),
        type.quiet(t("Kept posts that you wrote without your name keep the name they have.")),
    ]
    if sentence := checking.error("posts"):
        parts.append(type.body(sentence, color=theme.ON_WARM))
    return cards.card(parts, spacing=6)


def _journal(form: Form) -> ft.Control:
    keeps = form.is_ticked("keep_journal")
    words = (
        t("It goes on as before there was an account: on this device alone.")
        if keeps
        else t("This device then forgets everything, your journal too. Nobody can bring it back.")
    )
    return cards.card(
        [
            inputs.checkbox(t("Keep my journal on this device"), keeps, form.setter("keep_journal")),
            type.quiet(words),
            ft.Divider(height=1),
            cards.list_row(
                t("Export first"),
                scaffold.to(paths.EXPORT),
                detail=t("Take your journal along as a file"),
                icon=ft.Icons.DOWNLOAD_OUTLINED,
            ),
        ],
        spacing=4,
    )


def _unsent(sync: SyncFacts | None) -> list[ft.Control]:
    count = 0 if sync is None else sync.waiting_calls + sync.failed_calls
    if not count:
        return []
    sentence = tn(
        "{count} thing that you wrote for groups has not reached your host. It would be lost.",
        "{count} things that you wrote for groups have not reached your host. They would be lost.",
        count,
    )
    return [cards.card(type.body(sentence), bgcolor=theme.WARM_CONTAINER, padding=14)]


def _act(host: AboutHost, ask_again: Any, form: Form, checking: Attempt, leaving: Attempt) -> list[ft.Control]:
    """The passphrase and the button; without the host only what is missing, since nothing can be done alone."""
    if host.about is None and not host.sentence:
        return [feedback.waiting(t("Asking your host"))]
    if host.about is None:
        needed = t("Leaving needs your host, and it cannot be reached right now. Nothing was deleted.")
        return [feedback.trouble(needed, t("Try again"), handler(ask_again))]
    shown = leaving if leaving.progress.sentence or leaving.busy else checking
    return [
        PassphraseField(
            t("Passphrase"),
            form.text("passphrase"),
            form.setter("passphrase", checking),
            error=checking.error("passphrase"),
            on_submit=checking.run,
        ),
        submit(
            Attempt(shown.progress, checking.run, checking.forget), t("Delete my account"), t("Deleting your account")
        ),
    ]


def _question(form: Form, sync: SyncFacts | None, act: Any, keep: Any) -> ft.AlertDialog:
    posts = (
        t("Your posts and replies stay, under “Former member”.")
        if form.text("posts") == "keep"
        else t("Your posts and replies are deleted, with the replies below your posts.")
    )
    journal = (
        t("Your journal stays on this device.")
        if form.is_ticked("keep_journal")
        else t("Your journal is removed from this device, too.")
    )
    return question(
        t("Delete your account?"),
        t("This cannot be undone, and your other devices are signed out."),
        t("Delete my account"),
        act,
        keep,
        keep_word=t("Stay"),
        more=[stack([type.strong(posts), type.strong(journal)]), *_unsent(sync)],
    )

"""Joining a group: look at what a code leads to, read the agreement, then join.

This needs the host, because only the host knows codes; what was typed stays when it cannot be reached.
"""

from collections.abc import Awaitable, Callable
from typing import Any, cast

import flet as ft

from api_client.wire.groups import InvitePreview, normalize_join_code
from api_client.wire.limits import JOIN_CODE_LENGTH
from mobile import paths
from mobile.group_pictures import group_picture
from mobile.groups.group_list_pane import needs_account
from mobile.groups.words import agreement, member_count
from mobile.sentences import problem_sentence
from mobile.session import use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.words import t

Act = Callable[[], Awaitable[Any]]


@screen
def JoinScreen() -> ft.View:
    """Join with a code that is typed here or came as the last part of a link."""
    session = use_session()
    wide = session.layout == "wide"
    code = use_parameters().get("code", "")
    has_account = session.account is not None and session.account.phase != "local"
    body = JoinForm(code, key=code) if has_account else needs_account()
    return scaffold.page_view(t("Join a group"), scaffold.scroll([body], wide=wide), wide=wide, dialog=True)


@component
def JoinForm(linked_code: str) -> ft.Control:
    """The code, and below it what the code leads to."""
    services = use_services()
    page = ft.context.page
    code, set_code = ft.use_state(linked_code)
    found, set_found = ft.use_state(cast("InvitePreview | None", None))
    busy, error, set_error, ask = _use_asking()

    async def preview() -> None:
        invite = await services.groups.preview(normalize_join_code(code))
        set_found(lambda _: invite)

    async def join() -> None:
        seen = found.agreement_version if found is not None else None
        membership = await services.groups.join(normalize_join_code(code), seen)
        page.navigate(paths.group(membership.group.id))

    async def look() -> None:
        if len(normalize_join_code(code)) != JOIN_CODE_LENGTH:
            set_error(
                t(
                    "A code has {count} letters and digits. Check it against the message you got.",
                    count=JOIN_CODE_LENGTH,
                )
            )
            return
        await ask("look", preview)

    async def agree() -> None:
        await ask("join", join)

    def type_code(text: str) -> None:
        set_code(lambda _: text)
        set_found(lambda _: None)
        set_error("")

    def look_at_link() -> None:
        if linked_code:
            page.run_task(look)

    ft.use_effect(look_at_link, dependencies=[])
    parts: list[ft.Control] = [
        type.body(t("Somebody in the group can give you its code or a link.")),
        inputs.text_field(
            t("Code or link"), code, type_code, prose=False, autofocus=not linked_code, on_submit=handler(look)
        ),
    ]
    if error:
        parts.append(feedback.trouble(error))
    if found is not None:
        parts.append(Invitation(found, busy == "join", handler(agree)))
    elif busy:
        parts.append(feedback.waiting(t("Asking your host")))
    else:
        parts.append(inputs.primary_button(t("Look at the group"), handler(look), disabled=not code.strip()))
    return ft.Column(parts, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _use_asking() -> tuple[str, str, Callable[[str], None], Callable[[str, Act], Awaitable[None]]]:
    """Return what the host is being asked, why the last question failed, how to say so, and how to ask.

    `await ask(what, call)` runs one question at a time.
    """
    busy, set_busy = ft.use_state("")
    error, set_error = ft.use_state("")
    running = ft.use_ref(False)

    async def ask(what: str, call: Act) -> None:
        if running.current:
            return
        running.current = True
        set_busy(lambda _: what)
        set_error(lambda _: "")
        try:
            await call()
        except Exception as problem:
            sentence = problem_sentence(problem)
            set_error(lambda _: sentence)
        finally:
            running.current = False
            set_busy(lambda _: "")

    return busy, error, lambda sentence: set_error(lambda _: sentence), ask


@component
def Invitation(invite: InvitePreview, joining: bool, on_join: inputs.Handler) -> ft.Control:
    """What a group says of itself to who has its code; joining accepts its agreement."""
    parts: list[ft.Control] = [
        ft.Row(
            [
                group_picture(invite.name, invite.name, invite.picture, size=44),
                ft.Column(
                    [type.heading(invite.name), type.quiet(member_count(invite.member_count))],
                    spacing=1,
                    expand=True,
                    tight=True,
                ),
            ],
            spacing=12,
        )
    ]
    if invite.description:
        parts.append(type.body(invite.description))
    if invite.agreement:
        parts.append(agreement(invite.agreement))
    parts.append(
        type.quiet(t("What you write in a group can be read by its members and your host. Your journal cannot."))
    )
    if joining:
        parts.append(feedback.waiting(t("Joining")))
    elif invite.already_member:
        parts += [type.body(t("You are in this group already.")), inputs.primary_button(t("Go to the group"), on_join)]
    else:
        word = t("Agree and join") if invite.agreement else t("Join this group")
        parts.append(inputs.primary_button(word, on_join))
    return cards.card(parts, spacing=14)

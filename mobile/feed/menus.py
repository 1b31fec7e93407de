"""The menus behind the three dots of a post and of a reply: a list of (words, handler) each, put together in one place,
so that another kind of act is one more line here.
"""

from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.feed import Post, Reply
from mobile import paths
from mobile.feed import intents
from mobile.feed.unmask import UnmaskDialog
from mobile.former import is_former
from mobile.session import use_services
from mobile.ui import feedback, inputs, scaffold
from mobile.ui.dialogs import question
from mobile.ui.guard import component, handler
from mobile.wishes import post_items, reply_items
from mobile.words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from mobile.services import Services

Item = tuple[str, inputs.Handler]


@component
def PostMenu(post: Post, mine: bool, facilitator: bool) -> ft.Control:
    """What may be done with a post: copy it, change or delete one's own, look after it as a facilitator."""
    services = use_services()
    page = ft.context.page
    asking, set_asking = ft.use_state("")

    def close() -> None:
        set_asking(lambda _: "")

    async def copy_text() -> None:
        await ft.Clipboard().set(f"{post.title}\n\n{post.body}" if post.title else post.body)
        feedback.say(page, t("Copied."))

    async def copy_link() -> None:
        await ft.Clipboard().set(link_to(services, post))
        feedback.say(page, t("Copied. It opens for members of this group."))

    async def remove() -> None:
        close()
        await intents.remove_post(services, post.group_id, post.id)

    async def pin() -> None:
        await intents.toggle_pin(services, post)

    items: list[Item] = [(t("Copy the text"), handler(copy_text)), (t("Copy the link"), handler(copy_link))]
    if mine:
        items.append((t("Edit"), scaffold.to(paths.edit_post(post.group_id, post.id))))
    else:
        items += post_items(services, page, post)
    if facilitator:
        items.append((t("No longer on top") if post.pinned_at else t("Keep on top of the group"), handler(pin)))
    if post.version > 1 and (mine or facilitator):
        items.append((t("Earlier versions"), scaffold.to(paths.post_versions(post.group_id, post.id))))
    if facilitator and not mine and post.author.account_id is None and not is_former(post.author):
        items.append((t("Look behind the name"), handler(lambda: set_asking(lambda _: "unmask"))))
    if mine or facilitator:
        word = t("Delete") if mine else t("Remove from the group")
        items.append((word, handler(lambda: set_asking(lambda _: "remove"))))
    ft.use_dialog(_removal(mine, handler(remove), close) if asking == "remove" else None)
    menu = inputs.menu_button(t("More about this post"), items)
    return ft.Row([menu, UnmaskDialog(post, close)], tight=True) if asking == "unmask" else menu


def link_to(services: "Services", post: Post) -> str:
    """Return the address that opens the app at a post, for members of its group."""
    host = (services.account.state.server_url or "").rstrip("/")
    return host + paths.thread(post.group_id, post.id)


def _removal(mine: bool, remove: inputs.Handler, close: "Callable[[], None]") -> ft.AlertDialog:
    return question(
        t("Delete this post?") if mine else t("Remove this post from the group?"),
        t("It goes for everyone in the group, with its replies. This cannot be undone."),
        t("Delete") if mine else t("Remove"),
        remove,
        close,
    )


@component
def ReplyMenu(reply: Reply, mine: bool, facilitator: bool, on_edit: "Callable[[Reply], None]") -> ft.Control:
    """What may be done with a reply: copy it, change or delete one's own, remove it as a facilitator."""
    services = use_services()
    page = ft.context.page
    asking, set_asking = ft.use_state(False)

    def keep() -> None:
        set_asking(lambda _: False)

    async def copy() -> None:
        await ft.Clipboard().set(reply.body)
        feedback.say(page, t("Copied."))

    async def remove() -> None:
        keep()
        await intents.remove_reply(services, reply.group_id, reply.post_id, reply.id)

    items: list[Item] = [(t("Copy the text"), handler(copy))]
    if mine:
        items.append((t("Edit"), handler(lambda: on_edit(reply))))
    else:
        thank = paths.thank_reply(reply.group_id, reply.post_id, reply.id)
        items.append((t("Say thank you"), scaffold.to(thank)))
        items += reply_items(services, page, reply)
    if mine or facilitator:
        items.append((t("Delete") if mine else t("Remove"), handler(lambda: set_asking(lambda _: True))))
    ft.use_dialog(
        question(
            t("Delete this reply?"),
            t("It goes for everyone in the group. This cannot be undone."),
            t("Delete"),
            handler(remove),
            keep,
        )
        if asking
        else None
    )
    return inputs.menu_button(t("More about this reply"), items)

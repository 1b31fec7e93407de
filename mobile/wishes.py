"""What a member may wish about somebody else's words, as entries of a menu: hide, mute, block, report. It stands below
the slices, because a menu in any of them offers the same."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.feed import Author, Post, Reply
from mobile import hide, paths
from mobile.ui import feedback, scaffold
from mobile.ui.guard import handler
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

Item = tuple[str, Callable[..., Any]]


def post_items(services: "Services", page: ft.Page, post: Post) -> list[Item]:
    """Return what a reader may wish about a post of somebody else."""
    documents = services.documents

    async def hide_it() -> None:
        await hide.hide_post(documents, post)

        async def undo(*_event: Any) -> None:
            await hide.show_post(documents, post.id)

        feedback.offer_undo(page, t("Hidden for you. Nobody is told."), t("Undo"), undo)

    return [
        (t("Hide this for me"), handler(hide_it)),
        *mute_items(services, page, post.author),
        (t("Report"), scaffold.to(paths.report_post(post.group_id, post.id))),
    ]


def reply_items(services: "Services", page: ft.Page, reply: Reply) -> list[Item]:
    """Return what a reader may wish about a reply of somebody else."""
    documents = services.documents

    async def hide_it() -> None:
        await hide.hide_reply(documents, reply)

        async def undo(*_event: Any) -> None:
            await hide.show_reply(documents, reply.id)

        feedback.offer_undo(page, t("Hidden for you. Nobody is told."), t("Undo"), undo)

    return [
        (t("Hide this for me"), handler(hide_it)),
        *mute_items(services, page, reply.author),
        (t("Report"), scaffold.to(paths.report_reply(reply.group_id, reply.post_id, reply.id))),
    ]


def mute_items(services: "Services", page: ft.Page, author: Author) -> list[Item]:
    """Return muting a person, or the way back; an alias has neither, since muting it would tell whose it is."""
    account_id = author.account_id
    if account_id is None:
        return []
    documents = services.documents

    async def mute() -> None:
        await hide.mute_person(documents, author)

        async def undo(*_event: Any) -> None:
            await hide.unmute_person(documents, account_id)

        said = t("What {name} writes is folded from now on. Nobody is told.", name=author.display_name)
        feedback.offer_undo(page, said, t("Undo"), undo)

    async def block() -> None:
        await block_person(services, account_id, author.display_name)

        async def undo(*_event: Any) -> None:
            await unblock_person(services, account_id)

        said = t("You and {name} no longer see each other. Nobody is told.", name=author.display_name)
        feedback.offer_undo(page, said, t("Undo"), undo)

    return [
        (t("Mute {name}", name=author.display_name), handler(mute)),
        (t("Block {name}", name=author.display_name), handler(block)),
    ]


async def block_person(services: "Services", account_id: UUID, display_name: str) -> None:
    """Take a person out of sight here at once, and ask the host to keep both apart everywhere."""
    await hide.note_block(services.documents, account_id, display_name)
    await _tell_host(services, "moderation.block", account_id)


async def unblock_person(services: "Services", account_id: UUID) -> None:
    """Take a block back, here and on the host."""
    await hide.forget_block(services.documents, account_id)
    await _tell_host(services, "moderation.unblock", account_id)


async def _tell_host(services: "Services", operation: str, account_id: UUID) -> None:
    await services.outbox.add(operation, {"account_id": str(account_id)}, None, subject=f"block:{account_id}")
    services.sync.nudge()

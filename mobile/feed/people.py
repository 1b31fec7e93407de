"""Who wrote something, as a face and a name. Without a name there is a leaf."""

from uuid import UUID

import flet as ft

from api_client.wire.feed import Author
from mobile import paths
from mobile.former import as_shown, is_former
from mobile.ui import cards, scaffold
from mobile.words import t


def author_face(
    author: Author, *, size: float = 38, group_id: UUID | None = None, photo: bytes | None = None
) -> ft.Control:
    """Return the round sign or the `photo` of who wrote something; the name stands beside it. With the group it leads
    to what they say of themselves there."""
    if author.account_id is not None:
        face = cards.avatar(author.display_name or "?", str(author.account_id), size=size, photo=photo)
        if group_id is None or not author.display_name:
            return face
        to_member = ft.Container(
            face, on_click=scaffold.to(paths.member(group_id, author.account_id)), ink=True, border_radius=size / 2
        )
        spoken = t("About {name}", name=author.display_name)
        return ft.MergeSemantics(ft.Semantics(label=spoken, button=True, content=to_member))
    return cards.nameless(size=size, is_gone=is_former(author))


def author_name(author: Author, *, mine: bool) -> str:
    """Return what the writer is called here."""
    return t("You") if mine else as_shown(author).display_name


def without_name_line(author: Author, *, mine: bool) -> str:
    """Return the quiet line under an alias, empty where there is a name; one's own says as whom it is seen."""
    if author.account_id is not None or is_former(author):
        return ""
    if mine:
        return t("without your name, as {alias}", alias=author.display_name)
    return t("without a name")

"""Who stands by a post: those who said "I'm here", and who promised to ask tomorrow."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft
from babel.lists import format_list

from api_client.wire.feed import Author, Post, PostKind
from mobile.feed.people import author_face
from mobile.ui import type
from mobile.words import language, t, tn

_NAMED_MAX = 3
_FACE = 30


def company_lines(post: Post, me: UUID | None, *, mine: bool) -> list[ft.Control]:
    """Return a line for those who are there, and one for who will ask tomorrow; each only when there is somebody."""
    lines: list[ft.Control] = []
    if post.company:
        lines.append(_line(post.company[:_NAMED_MAX], company_words(post, me, mine=mine)))
    if post.check_by is not None:
        lines.append(_line([post.check_by], _promise_words(post, post.check_by, me, mine=mine)))
    return lines


def company_words(post: Post, me: UUID | None, *, mine: bool) -> str:
    """Return who is with the writer, in one sentence."""
    others = [one.display_name for one in post.company if one.account_id != me]
    here = len(others) < len(post.company)
    name = t("you") if mine else post.author.display_name
    if not others:
        return t("You are with {name}", name=name) if post.kind is PostKind.ASK else t("You would like that")
    names = _joined(others, here)
    count = len(post.company)
    if post.kind is PostKind.ASK:
        return tn("{names} is with {name}", "{names} are with {name}", count, names=names, name=name)
    return tn("{names} would like that", "{names} would like that", count, names=names)


def _promise_words(post: Post, by: Author, me: UUID | None, *, mine: bool) -> str:
    if by.account_id == me:
        return t("You will ask {name} tomorrow", name=post.author.display_name)
    if mine:
        return t("{name} will ask you tomorrow", name=by.display_name)
    return t("{name} will ask tomorrow", name=by.display_name)


def _joined(others: Sequence[str], here: bool) -> str:
    """Return a few names, the rest as a number, the reader last."""
    shown = list(others[: _NAMED_MAX - here])
    if rest := len(others) - len(shown):
        shown.append(tn("{count} other", "{count} others", rest))
    return str(format_list([*shown, *([t("you")] if here else [])], style="standard", locale=language()))


def _line(people: Sequence[Author], words: str) -> ft.Control:
    faces = ft.Row([author_face(one, size=_FACE) for one in people], spacing=2, tight=True)
    return ft.Row(
        [faces, ft.Container(type.quiet(words, size=14), expand=True)],
        spacing=10,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )

"""The fields that a post is written with; the same for a new one, a changed one, and one from the journal."""

from collections.abc import Callable, Mapping
from typing import Any

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import Need, PostKind
from mobile.feed.kinds import KINDS, TITLED, body_label, kind_hint, need_word, title_label
from mobile.feed.post_form import Errors, kind_of, need_of
from mobile.post_kinds import kind_word
from mobile.ui import cards, inputs, type
from mobile.ui.guard import handler
from mobile.words import t
from mobile.writing_hints import WritingHints

Change = Callable[..., None]


def kind_choice(fields: Mapping[str, Any], change: Change, *, facilitator: bool) -> ft.Control:
    """Return the choice of what the post is, with a line about when that fits; themes are the facilitators'."""
    chosen = kind_of(fields)
    offered = [kind for kind in KINDS if facilitator or kind is chosen or kind is not PostKind.THEME]
    chips = [
        cards.chip(
            kind_word(kind),
            handler(lambda _event, kind=kind: change(kind=kind.value)),
            selected=kind is chosen,
            key=kind.value,
        )
        for kind in offered
    ]
    return inputs.labelled(
        t("What is it?"), ft.Column([cards.chips(chips), type.quiet(kind_hint(chosen))], spacing=6, tight=True)
    )


def words_fields(fields: Mapping[str, Any], change: Change, errors: Errors) -> list[ft.Control]:
    """Return the title, where the kind has one, and the text."""
    controls: list[ft.Control] = []
    kind = kind_of(fields)
    if kind in TITLED:
        controls.append(
            inputs.text_field(
                title_label(kind),
                fields["title"],
                lambda text: change(title=text),
                maximum=limits.POST_TITLE_MAX,
                error=errors.get("title", ""),
                key="title",
            )
        )
    controls.append(
        inputs.text_field(
            body_label(kind),
            fields["body"],
            lambda text: change(body=text),
            lines=5,
            maximum=limits.POST_BODY_MAX,
            error=errors.get("body", ""),
            key="body",
        )
    )
    controls.append(WritingHints(fields["body"], "post", key="hints"))
    return controls


def need_choice(fields: Mapping[str, Any], change: Change) -> ft.Control:
    """Return the choice of what the writer hopes for; the group sees it, and the reply box repeats it."""
    return inputs.labelled(
        t("What would you like?"),
        inputs.radio_list(
            need_of(fields).value,
            [(need.value, need_word(need)) for need in Need],
            lambda value: change(need=value),
        ),
    )


def note_choice(fields: Mapping[str, Any], change: Change, errors: Errors) -> list[ft.Control]:
    """Return the content note: a box to tick, and then a few words that stand before the text."""
    controls: list[ft.Control] = [
        inputs.checkbox(t("Put a content note before it"), fields["noted"], lambda on: change(noted=on))
    ]
    if fields["noted"]:
        controls.append(
            inputs.text_field(
                t("What it is about, in a word or two"),
                fields["content_note"],
                lambda text: change(content_note=text),
                maximum=limits.CONTENT_NOTE_MAX,
                error=errors.get("content_note", ""),
                helper=t("Your words stay closed until somebody taps."),
            )
        )
    return controls


def name_choice(fields: Mapping[str, Any], change: Change) -> ft.Control:
    """Return the box for a post without a name, with what that hides and from whom it does not."""
    parts: list[ft.Control] = [
        inputs.checkbox(t("Without my name"), fields["without_name"], lambda on: change(without_name=on))
    ]
    if fields["without_name"]:
        words = t(
            "The group sees a name made up for this one post, also when you answer below it. A facilitator can look "
            "behind it with a reason, which is kept in the group’s log. Your host can look, too."
        )
        parts.append(type.quiet(words))
    return ft.Column(parts, spacing=0, tight=True)


def audience(group_name: str) -> ft.Control:
    """Return who will be able to read it, said before it is sent."""
    words = t("The members of {group} and your host can read this.", group=group_name)
    return ft.Row(
        [ft.Icon(ft.Icons.PEOPLE_OUTLINE, size=18), ft.Container(type.quiet(words), expand=True)],
        spacing=10,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )

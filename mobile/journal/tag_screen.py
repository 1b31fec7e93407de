"""One tag: its name, the check-ins that carry it, and letting it become part of another tag."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths, vocabulary_changes
from mobile.journal import tag_changes
from mobile.journal.finding import naming, open_search
from mobile.journal.long_work import use_long_work
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dialogs, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.route import use_parameters
from mobile.ui.typing import use_typed
from mobile.vocabulary import NAME_MAX, TAG, Tag, Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@screen
def TagScreen() -> ft.View:
    """The tag that the path names."""
    services = use_services()
    wide = use_session().layout == "wide"
    tag = use_parameters().get("tag_id", "")
    read = use_query(lambda: _read(services), scopes=("journal", "documents"))
    body: ft.Control = ft.Container()
    if read is not None:
        vocabulary, counts = read
        now = vocabulary.tag_id(tag)
        if vocabulary.find_tag(tag) is None:
            words = t("This tag is not here any more.")
            body = feedback.empty(words, t("To the journal"), scaffold.to(paths.JOURNAL))
        else:
            body = scaffold.scroll([TagPane(now, counts.get(now, 0), vocabulary, key=now)], wide=wide)
    return scaffold.page_view(t("Tag"), body, wide=wide, dialog=True)


async def _read(services: "Services") -> tuple[Vocabulary, dict[str, int]]:
    index = await open_search(services)
    vocabulary = open_vocabulary(services.documents)
    return vocabulary, index.tags_in_use(naming(vocabulary))


@component
def TagPane(tag: str, count: int, vocabulary: Vocabulary) -> ft.Control:
    """Rename the tag, or merge it into another after seeing how many check-ins that touches."""
    services = use_services()
    page = ft.context.page
    name, set_name = use_typed(vocabulary.tag(tag))
    other, set_other = ft.use_state("")
    work = use_long_work()
    others = [one for one in vocabulary.tags if one.id != tag]

    async def rename(_event: Any) -> None:
        before = vocabulary.tag(tag)
        if not name.now.strip() or vocabulary_changes.same_name(others, name.now) is not None:
            return  # what was typed last is not drawn yet
        await vocabulary_changes.rename(services, TAG, tag, name.now)

        async def undo() -> None:
            await vocabulary_changes.rename(services, TAG, tag, before)

        feedback.offer_undo(page, t("The tag has another name now."), t("Undo"), undo)

    async def merge(_event: Any) -> None:
        wanted = other
        set_other(lambda _: "")
        done = await work.run(lambda progress: tag_changes.merge(services, tag, wanted, progress))
        if done is None:
            feedback.say(page, t("Stopped. Nothing was changed."))
            return
        changed, undo = done
        said = tn("The tags are one now, in {count} check-in.", "The tags are one now, in {count} check-ins.", changed)
        feedback.offer_undo(page, said, t("Undo"), undo)

    names = {"tag": vocabulary.tag(tag), "other": vocabulary.tag(other) if other else ""}
    ask = dialogs.question(
        t("Merge “{tag}” into “{other}”?", **names),
        tn(
            "{count} check-in will say “{other}” instead of “{tag}”, and so will what comes later from another device.",
            "{count} check-ins will say “{other}” instead of “{tag}”, and so will what comes later from another "
            "device.",
            count,
            **names,
        ),
        t("Merge"),
        handler(merge),
        lambda: set_other(lambda _: ""),
    )
    ft.use_dialog(ask if other else None)
    if work.progress is not None:
        return work.view(t("Changing your check-ins. Until the end, nothing is changed."))
    taken = vocabulary_changes.same_name(others, name.now) is not None
    changed = bool(name.now.strip()) and name.now.strip() != vocabulary.tag(tag) and not taken
    return ft.Column(
        [
            type.heading(vocabulary.tag(tag)),
            cards.card(
                cards.list_row(
                    tn("{count} check-in has this tag", "{count} check-ins have this tag", count),
                    scaffold.to(paths.journal_search(tags=(tag,))),
                ),
                padding=cards.OF_ROWS,
            ),
            type.subheading(t("Another name")),
            inputs.text_field(
                t("Name of the tag"),
                name.now,
                set_name,
                error=t("Another tag has this name. Below you can make them one.") if taken else "",
                maximum=NAME_MAX,
                on_submit=handler(rename) if changed else None,
                prose=False,
            ),
            *([inputs.tonal_button(t("Rename"), handler(rename))] if changed else []),
            inputs.labelled(
                t("Merge into another tag"),
                ft.Column(
                    [
                        type.quiet(t("Both become one. You see how many check-ins change before anything happens.")),
                        cards.chips(_chips(others, set_other)),
                    ],
                    spacing=8,
                    tight=True,
                ),
            ),
        ],
        spacing=16,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _chips(tags: Sequence[Tag], choose: Any) -> list[ft.Control]:
    return [
        cards.chip(one.name, handler(lambda _event, one=one: choose(lambda _: one.id)), wraps=True, key=one.id)
        for one in sorted(tags, key=lambda word: word.name.casefold())
    ]

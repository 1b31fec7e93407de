"""Giving a tag to everything that a search found, or taking one away: how many first, and the way back after."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import paths
from mobile.journal import tag_changes
from mobile.journal.long_work import LongWork, Progress, use_long_work
from mobile.session import use_query, use_services
from mobile.ui import cards, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.vault.steps import run_aside
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@component
def BulkSheet(ids: Sequence[UUID], one_tag: str | None, close: Callable[[], None]) -> ft.Control:
    """The content of the sheet for the check-ins `ids`. `one_tag` is the tag that the search was narrowed down to, if
    it is one: that one can be renamed and merged, too."""
    services = use_services()
    page = ft.context.page
    act, set_act = ft.use_state("")
    tag, set_tag = ft.use_state("")
    work = use_long_work()
    vocabulary = open_vocabulary(services.documents)
    counts = use_query(lambda: _count(services, vocabulary, ids), scopes=("documents",)) or {}

    def choose_act(wanted: str) -> inputs.Handler:
        def chosen(_event: Any) -> None:
            set_act(lambda _: wanted)
            set_tag(lambda _: "")

        return handler(chosen)

    def choose_tag(one: str) -> inputs.Handler:
        return handler(lambda _event: set_tag(lambda _: one))

    async def do(_event: Any) -> None:
        plan_for = tag_changes.plan_adding if act == "add" else tag_changes.plan_removing

        async def change(progress: Progress) -> Any:
            plan = await tag_changes.planned(lambda: plan_for(services.documents, vocabulary, ids, tag))
            return await tag_changes.write(services, plan, progress)

        done = await work.run(change)
        if done is None:
            feedback.say(page, t("Stopped. Nothing was changed."))
            return
        close()
        count, undo = done
        said = (
            tn("The tag was added to {count} check-in.", "The tag was added to {count} check-ins.", count)
            if act == "add"
            else tn("The tag was taken from {count} check-in.", "The tag was taken from {count} check-ins.", count)
        )
        feedback.offer_undo(page, said, t("Undo"), undo)

    parts: list[ft.Control] = [
        type.heading(tn("Tags of {count} check-in", "Tags of {count} check-ins", len(ids))),
        cards.chips(
            [
                cards.chip(t("Add a tag"), choose_act("add"), selected=act == "add", icon=ft.Icons.ADD),
                cards.chip(t("Take a tag away"), choose_act("remove"), selected=act == "remove", icon=ft.Icons.REMOVE),
            ]
        ),
    ]
    if work.progress is not None:
        parts = [parts[0], work.view(t("Changing your check-ins. Until the end, nothing is changed."))]
        return _column(parts)
    if one_tag is not None and not act:
        merge = t("Rename or merge “{tag}”", tag=vocabulary.tag(one_tag))
        parts.append(inputs.text_button(merge, scaffold.to(paths.tag(one_tag)), icon=ft.Icons.MERGE))
    if tag:
        parts += [
            cards.chips(
                [cards.chip(vocabulary.tag(tag), choose_tag(""), selected=True, icon=ft.Icons.CLOSE, wraps=True)]
            ),
            _last_step(act, vocabulary.tag(tag), len(ids), counts.get(tag, 0), handler(do), work),
        ]
    elif act == "add":
        parts += [
            inputs.labelled(group.name, cards.chips(_chips(vocabulary, [t.id for t in group.tags], tag, choose_tag)))
            for group in vocabulary.tag_groups()
            if group.tags
        ]
    elif act == "remove":
        used = sorted(counts, key=lambda one: (-counts[one], vocabulary.tag(one)))
        parts.append(
            cards.chips(_chips(vocabulary, used, tag, choose_tag, counts))
            if used
            else type.quiet(t("None of these check-ins has a tag."))
        )
    return _column([*parts, inputs.text_button(t("Cancel"), handler(lambda _event: close()))])


async def _count(services: "Services", vocabulary: Vocabulary, ids: Sequence[UUID]) -> dict[str, int]:
    return await run_aside(lambda: tag_changes.count_tags(services.documents, vocabulary, ids))


def _column(parts: list[ft.Control]) -> ft.Control:
    return ft.Column(parts, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _chips(
    vocabulary: Vocabulary,
    ids: Sequence[str],
    chosen: str,
    choose: Callable[[str], inputs.Handler],
    counts: dict[str, int] | None = None,
) -> list[ft.Control]:
    return [
        cards.chip(
            vocabulary.tag(one),
            choose(one),
            selected=one == chosen,
            trailing=str(counts[one]) if counts else "",
            wraps=True,
            key=one,
        )
        for one in ids
    ]


def _last_step(act: str, name: str, of: int, have: int, do: inputs.Handler, work: LongWork) -> ft.Control:
    """Return how many will change, and the button."""
    count = of - have if act == "add" else have
    if act == "add":
        text = tn(
            "“{tag}” will be added to {count} check-in.", "“{tag}” will be added to {count} check-ins.", count, tag=name
        )
        if have:
            more = tn("{count} has it already.", "{count} have it already.", have)
            text = t("{first} {second}", first=text, second=more)
    else:
        text = tn(
            "“{tag}” will be taken from {count} check-in. The rest of it stays as it is.",
            "“{tag}” will be taken from {count} check-ins. The rest of them stays as it is.",
            count,
            tag=name,
        )
    word = tn("Change {count} check-in", "Change {count} check-ins", count)
    button = inputs.primary_button(word, do, disabled=not count or work.progress is not None)
    return ft.Column(
        [ft.Semantics(live_region=True, content=type.body(text)), button],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )

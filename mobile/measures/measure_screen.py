"""One measure: its questions as they were published, what the answers add up to, and what came before.

Half-answered questions are kept as a draft; what is finished becomes a private document.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from api_client.wire.measures import MeasureItem, MeasurePack
from mobile import paths
from mobile.drafting import KeptDraft, use_draft, use_once
from mobile.measures.document import KIND, Taken, fields_of, next_on
from mobile.measures.history import History
from mobile.measures.measures_screen import Shelf, read_shelf
from mobile.measures.packs import find_pack
from mobile.measures.scoring import Answers, is_complete, score, score_parts
from mobile.measures.words import score_sentence, when_line
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, feedback, inputs, scaffold, theme, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.help import HelpButton
from mobile.ui.route import use_parameters
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_OPEN = ""  # stands for no answer


@screen
def MeasureScreen() -> ft.View:
    """The measure that the path names."""
    services = use_services()
    wide = use_session().layout == "wide"
    pack_id = use_parameters().get("pack_id", "")
    shelf = use_query(lambda: read_shelf(services), scopes=("documents", "preferences"))
    pack = find_pack(services, pack_id)
    parts: list[Any] = []
    if shelf is not None and pack is not None:
        parts = [MeasurePane(pack, shelf, key=pack.id)]
    elif shelf is not None and shelf.taken.get(pack_id):
        taken = shelf.taken[pack_id]
        parts = [type.heading(taken[-1].name), History(tuple(taken), key="history")]
    elif shelf is not None:
        parts = [feedback.empty(t("This measure is not here."), t("To the measures"), scaffold.to(paths.MEASURES))]
    title = pack.name if pack is not None else t("Check-in measure")
    return scaffold.page_view(title, scaffold.scroll(parts, wide=wide), wide=wide, dialog=True)


@component
def MeasurePane(pack: MeasurePack, shelf: Shelf) -> ft.Control:
    """The questions while the measure can be taken, then its result; below, what was answered before."""
    services = use_services()
    draft = use_draft(f"measure:{pack.id}", {"answers": {}})
    trouble, run = use_once()
    just, set_just = ft.use_state(None)  # the document that was saved a moment ago
    taken = tuple(shelf.taken.get(pack.id, ()))
    again = next_on(pack, taken, shelf.today)

    async def save(_event: Any) -> None:
        answers: Answers = dict(draft.fields["answers"])

        async def store() -> None:
            saved = await _keep(services, pack, answers)
            set_just(lambda _: saved)
            await draft.clear()

        await run(store)

    parts: list[ft.Control] = []
    if taken and (again > shelf.today or just is not None):
        newest = next((one for one in taken if one.id == just), taken[-1])
        parts += [type.quiet(when_line(taken, again, shelf.today)), Result(pack, newest, key=str(newest.id))]
    elif draft.ready:
        parts += _questions(pack, draft, handler(save))
        if trouble:
            parts.append(feedback.trouble(trouble))
    if taken:
        parts.append(History(taken, key="history"))
    parts.append(_about(pack))
    return ft.Column(parts, spacing=18, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


async def _keep(services: "Services", pack: MeasurePack, answers: Answers) -> UUID:
    now = services.clock.now().isoformat(timespec="seconds")
    fields = fields_of(pack, answers, services.clock.today(), now)
    return await services.documents.save(None, KIND, fields)


def _questions(pack: MeasurePack, draft: KeptDraft, save: inputs.Handler) -> list[ft.Control]:
    answers: dict[str, int] = dict(draft.fields["answers"])

    def answer(item: str, choice: str) -> None:
        now = {name: place for name, place in draft.fields["answers"].items() if name != item}
        draft.change(answers=now if choice == _OPEN else now | {item: int(choice)})

    left = sum(item.id not in answers for item in pack.items)
    rows: list[ft.Control] = [type.heading(pack.stem)]
    for number, item in enumerate(pack.items, start=1):
        rows.append(_Question(pack, item, number, answers.get(item.id), answer, key=item.id))
    rows.append(inputs.primary_button(t("Keep these answers"), save, disabled=not is_complete(pack, answers)))
    if left:
        rows.append(type.quiet(tn("{count} question is open.", "{count} questions are open.", left)))
        if pack.may_skip:
            rows.append(type.quiet(t("You may leave one open. Then nothing is added up, and your answers are kept.")))
    return rows


@component
def _Question(pack: MeasurePack, item: MeasureItem, number: int, chosen: int | None, answer: Any) -> ft.Control:
    """One question with its answers; where the pack allows it, it can be left open."""
    options = [(str(place), option.text) for place, option in enumerate(pack.options_of(item))]
    value = _OPEN if chosen is None else str(chosen)
    rows: list[ft.Control] = [
        type.subheading(t("{number}. {question}", number=number, question=item.text)),
        inputs.radio_list(value, options, lambda choice: answer(item.id, choice)),
    ]
    if pack.may_skip and chosen is not None:
        take_back = handler(lambda _event: answer(item.id, _OPEN))
        rows.append(ft.Row([inputs.text_button(t("Leave this one open"), take_back)]))
    return cards.card(rows, spacing=4)


@component
def Result(pack: MeasurePack, taken: Taken) -> ft.Control:
    """What the answers add up to, in words; where the pack says so, with the ways to help."""
    found = score(pack, taken.answers)
    rows: list[ft.Control] = [
        ft.Semantics(live_region=True, content=type.strong(score_sentence(found, is_mean=pack.scoring == "mean")))
    ]
    offers_help = found.offers_help
    if found.band is not None:
        rows.append(type.body(found.band.words))
    parts = score_parts(pack, taken.answers)
    for part in pack.parts:
        own = parts[part.id]
        offers_help = offers_help or own.offers_help
        words = score_sentence(own, is_mean=pack.scoring == "mean")
        rows.append(ft.Column([type.subheading(part.name), type.body(words)], spacing=2, tight=True))
        if own.band is not None:
            rows.append(type.body(own.band.words))
    if offers_help:
        rows += [
            cards.list_row(
                t("My safety plan and my people"),
                scaffold.to(paths.SAFETY_PLAN),
                detail=t("What helps me, and who I can turn to"),
                icon=ft.Icons.FAVORITE_BORDER,
            ),
            ft.Row([HelpButton(t("Help right now"))]),
        ]
    rows.append(type.quiet(t("This is no diagnosis. Only you see it.")))
    return ft.Semantics(container=True, content=cards.card(rows, bgcolor=theme.VARIANT))


def _about(pack: MeasurePack) -> ft.Control:
    """Where the measure comes from, and under which terms it stands here."""
    return ft.Column(
        [
            type.quiet(pack.about),
            type.quiet(t("At most every {count} days.", count=pack.every_days)),
            type.quiet(pack.licence),
            type.copied(type.quiet(pack.source)),
        ],
        spacing=4,
        tight=True,
    )

"""What I don't want to see: muted words and people, hidden posts, blocks, and how content notes stand. All of it can be
taken back here; nobody is told of any of it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import flet as ft

from mobile import hide, paths
from mobile.session import use_query, use_services, use_session
from mobile.shown import NOTES_FIELD, NOTES_OPEN, Unwanted, read_unwanted
from mobile.ui import cards, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.ui.typing import use_typed
from mobile.wishes import unblock_person
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_CLOSED = "closed"


@screen
def UnwantedScreen() -> ft.View:
    """Everything that this member does not want to see."""
    wide = use_session().layout == "wide"
    title = t("What I don’t want to see")
    return scaffold.page_view(title, UnwantedLists(wide), wide=wide, current=paths.YOU, back_to=paths.YOU)


@component
def UnwantedLists(wide: bool) -> ft.Control:
    """The lists, each with its way back."""
    services = use_services()

    async def load() -> tuple[Unwanted, dict[UUID, str]]:
        unwanted = read_unwanted(services.documents)
        return unwanted, await _excerpts(services, unwanted)

    loaded = use_query(load, scopes=("documents", "groups", "group:*"))
    if loaded is None:
        return ft.Container()
    unwanted, excerpts = loaded
    documents = services.documents
    words = {fold: (word, lambda fold=fold: hide.unmute_word(documents, fold)) for fold, word in unwanted.words.items()}
    people = {one: (name, lambda one=one: hide.unmute_person(documents, one)) for one, name in unwanted.people.items()}
    blocked = {one: (name, lambda one=one: unblock_person(services, one)) for one, name in unwanted.blocked.items()}
    hidden = {one: (excerpts[one], lambda one=one: hide.show_post(documents, one)) for one in unwanted.posts}
    hidden |= {one: (excerpts[one], lambda one=one: hide.show_reply(documents, one)) for one in unwanted.replies}
    parts: list[ft.Control] = [
        type.body(t("This stays on your devices, sealed; only whom you block is known to your host. Nobody is told.")),
        MutedWords(key="words"),
        *_list(words, lambda name: t("Show {name} again", name=name), ""),
        scaffold.section(t("Muted people")),
        *_list(people, lambda name: t("Show {name} again", name=name), t("Nobody. What they write would be folded.")),
        scaffold.section(t("Blocked people")),
        *_list(blocked, lambda name: t("Unblock {name}", name=name), t("Nobody. Blocking keeps both of you apart.")),
        scaffold.section(t("Hidden posts and replies")),
        *_list(hidden, lambda name: t("Show “{name}” again", name=name), t("None.")),
        _notes(services, unwanted),
        cards.card(
            cards.list_row(
                t("Your reports"),
                scaffold.to(paths.OWN_REPORTS),
                detail=t("What came of what you told facilitators"),
                icon=ft.Icons.OUTLINED_FLAG,
            ),
            padding=cards.OF_ROWS,
        ),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=14)


@component
def MutedWords() -> ft.Control:
    """The field for one more word."""
    services = use_services()
    word, set_word = use_typed()
    wrong, set_wrong = ft.use_state("")

    async def add(*_event: Any) -> None:
        if not word.now.strip():
            return
        if await hide.mute_word(services.documents, word.now):
            set_word("")
        else:
            set_wrong(lambda _: t("There is no word in this."))

    def change(text: str) -> None:
        set_word(text)
        set_wrong(lambda _: "")

    field = inputs.text_field(
        t("A word or a few"),
        word.now,
        change,
        error=wrong,
        helper=t("Posts, replies and notices with it are folded. Capitals, accents and plurals make no difference."),
        maximum=hide.WORD_MAX,
        on_submit=handler(add),
    )
    button = ft.Row([inputs.tonal_button(t("Mute this"), handler(add))])
    return ft.Column(
        [scaffold.section(t("Muted words")), field, button],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _list(entries: dict[Any, Any], spoken: Any, empty: str) -> list[ft.Control]:
    """Return a card of entries as (text, way back), or one quiet line when there are none."""
    if not entries:
        return [type.quiet(empty)] if empty else []
    rows: list[ft.Control] = []
    for text, back in sorted(entries.values(), key=lambda entry: entry[0].casefold()):
        take_back = inputs.icon_button(ft.Icons.CLOSE, spoken(text), _act(back))
        rows.append(ft.Row([ft.Container(type.body(text), expand=True), take_back], spacing=8))
    return [cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=0)]


def _act(back: Any) -> Any:
    async def act(*_event: Any) -> None:
        await back()

    return handler(act)


def _notes(services: "Services", unwanted: Unwanted) -> ft.Control:
    page = ft.context.page

    async def keep(value: str) -> None:
        await hide.set_setting(services.documents, NOTES_FIELD, value)

    options = ((_CLOSED, t("Closed until I tap")), (NOTES_OPEN, t("Always open")))

    def choose(value: str) -> None:
        page.run_task(keep, value)

    choice = inputs.radio_list(NOTES_OPEN if unwanted.notes_open else _CLOSED, options, choose)
    return cards.card([type.subheading(t("Posts with a content note")), choice], spacing=4)


async def _excerpts(services: "Services", unwanted: Unwanted) -> dict[UUID, str]:
    """Return by whom each hidden thing is; its words stay hidden here too."""
    found: dict[UUID, str] = {}
    for post_id, group_id in unwanted.posts.items():
        cached = await services.cache.get_post(UUID(group_id), post_id)
        name = cached.post.author.display_name if cached is not None else ""
        found[post_id] = t("A post by {name}", name=name) if name else t("A post")
    for reply_id in unwanted.replies:
        reply = await services.cache.get_reply(reply_id)
        name = reply.reply.author.display_name if reply is not None else ""
        found[reply_id] = t("A reply by {name}", name=name) if name else t("A reply")
    return found

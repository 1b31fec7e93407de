"""The journal's part of Today: a greeting, the five faces, and what was said so far today."""

from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.entries.document import Entry
from mobile.journal import intents
from mobile.journal.entry_row import entry_row
from mobile.session import use_query, use_services
from mobile.ui import cards, dates, faces, feedback, inputs, scaffold, type
from mobile.ui.guard import component
from mobile.ui.status import StatusWords, status_line, status_words
from mobile.vocabulary import Vocabulary, open_vocabulary
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services


@component
def DayLine() -> ft.Control:
    """The date, and how the sync stands."""
    services = use_services()
    state = use_query(lambda: _status(services), scopes=("status", "outbox", "account", "documents"))
    state = state or {"state": "idle", "has_account": services.account.state.display_name is not None}
    words = status_words(**state)
    return ft.Row(
        [
            type.quiet(dates.day(services.clock.today()), size=14),
            status_line(words, _way_on(state["state"], words)),
        ],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        wrap=True,
        run_spacing=4,
    )


@component
def Greeting() -> ft.Control:
    """A greeting by the local time, and the question."""
    services = use_services()
    use_query(lambda: _name(services), scopes=("account",))
    name = services.account.state.display_name
    hello = dates.greeting(services.clock.now())
    first = t("{greeting}, {name}.", greeting=hello, name=name) if name else t("{greeting}.", greeting=hello)
    return type.title(first + "\n" + t("How are you right now?"))


async def _name(services: "Services") -> str | None:
    return services.account.state.display_name


def _way_on(state: str, words: StatusWords) -> Any:
    """Return what a tap on the status does, where a member can move things on: sign in, or see what was refused."""
    if not words.needs_care or state == "incompatible":
        return None
    return scaffold.to(paths.SIGN_IN if state == "signed_out" else paths.UNSENT)


async def _status(services: "Services") -> dict[str, Any]:
    status, account = services.sync.status, services.account.state
    return {
        "state": status.state,
        "pending_count": status.pending_count,
        "failed_count": status.failed_count,
        "has_account": account.phase not in ("new", "local"),
        "last_synced_at": status.last_synced_at,
    }


@component
def LevelCard() -> ft.Control:
    """The five faces. A tap saves at once, and then offers the rest."""
    services = use_services()
    once = scaffold.use_leave_once(paths.TODAY)
    use_query(lambda: _moods_mark(services), scopes=("documents",))
    vocabulary = open_vocabulary(services.documents)

    def tap(level: int) -> Any:
        async def save() -> str:
            return paths.entry(await intents.log_level(services, level))

        return once(save)

    buttons: list[ft.Control] = [
        faces.face_button(level, vocabulary.mood(level, None), tap(level), drawing=vocabulary.face(level, None))
        for level in faces.LEVELS
    ]
    # It wraps rather than break a word in two when text is enlarged.
    row = ft.Row(buttons, wrap=True, spacing=0, run_spacing=4, alignment=ft.MainAxisAlignment.SPACE_EVENLY)
    return cards.card(row, padding=ft.Padding.symmetric(horizontal=4, vertical=10))


async def _moods_mark(services: "Services") -> int:
    return len(services.documents.list("mood"))


@component
def TodayEntries() -> ft.Control:
    """Today's check-ins in the order of the day."""
    services = use_services()
    loaded = use_query(lambda: _load_today(services), scopes=("journal", "documents", "drafts", "account"))
    if loaded is None:
        return ft.Container()
    entries, unfinished, new_left = loaded
    vocabulary = open_vocabulary(services.documents)
    parts: list[ft.Control] = [_heading(len(entries))]
    if new_left:
        parts.append(
            cards.card(
                cards.list_row(t("Go on with the check-in you began"), scaffold.to(paths.NEW_ENTRY)),
                padding=cards.OF_ROWS,
            )
        )
    if entries:
        parts.append(_card_of(entries, unfinished, vocabulary))
    else:
        parts.append(
            feedback.empty(
                t("Nothing yet today. A face is enough; words can come later or not at all."),
                t("Write a check-in"),
                scaffold.to(paths.NEW_ENTRY),
            )
        )
    if entries and services.account.state.phase == "local":
        parts.append(_only_here())
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _heading(count: int) -> ft.Control:
    """The section's name with how many there are, and the ways to those of other days."""
    name: list[ft.Control] = [type.heading(t("Today"))]
    if count:
        name.append(type.quiet(tn("{count} check-in", "{count} check-ins", count)))
    together = ft.Row(name, spacing=10, tight=True, wrap=True, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    search = inputs.icon_button(ft.Icons.SEARCH, t("Search your journal"), scaffold.to(paths.JOURNAL_SEARCH))
    others = [search, inputs.text_button(t("All check-ins"), scaffold.to(paths.JOURNAL))]
    return ft.Row(
        [together, ft.Row(others, spacing=0, tight=True)],
        alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
        wrap=True,
    )


async def _load_today(services: "Services") -> tuple[list[Entry], frozenset[Any], bool]:
    entries = list(intents.entries_of_day(services, services.clock.today()))
    left = [e.id for e in entries if await services.drafts.get(intents.draft_key(e.id)) is not None]
    return entries, frozenset(left), await services.drafts.get(intents.draft_key(None)) is not None


def _card_of(entries: list[Entry], unfinished: frozenset[Any], vocabulary: Vocabulary) -> ft.Control:
    rows = [entry_row(entry, vocabulary, unfinished=entry.id in unfinished) for entry in entries]
    return cards.card(cards.divided(rows), spacing=2, padding=cards.OF_ROWS)


def _only_here() -> ft.Control:
    return cards.card(
        cards.list_row(
            t("Your journal is only on this device"),
            scaffold.to(paths.SIGN_UP),
            detail=t("An account backs it up, sealed, so that only you can read it."),
            icon=ft.Icons.LOCK_OUTLINE,
        ),
        padding=cards.OF_ROWS,
    )

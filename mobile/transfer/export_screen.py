"""Taking the journal along: what, of which days, and a file that is the member's own."""

from typing import TYPE_CHECKING, Any

import flet as ft

from mobile import paths
from mobile.day_span import ALL, Span, SpanChoice, span
from mobile.session import use_query, use_services, use_session
from mobile.transfer.exports import (
    ARCHIVE,
    READABLE,
    TABLE,
    Contents,
    count_entries,
    file_name,
    make_export,
    read_contents,
)
from mobile.transfer.kinds import listed
from mobile.transfer.making import making_parts, use_making
from mobile.ui import cards, inputs, scaffold, theme, type
from mobile.ui.guard import handler, screen
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

SCOPES = ("documents", "journal")


@screen
def ExportScreen() -> ft.View:
    """One choice of what, one of the days, one sentence on who can read it, and the button."""
    services, session = use_services(), use_session()
    contents = use_query(lambda: read_contents(services), scopes=SCOPES)
    kind, set_kind = ft.use_state(ARCHIVE)
    today = services.clock.today()
    chosen, set_chosen = ft.use_state(span(ALL, today))
    count = use_query(lambda: _count(services, chosen), scopes=SCOPES, depends_on=(chosen,))
    making = use_making()

    async def start(*_event: Any) -> None:
        await making.start(
            lambda out, tell: make_export(services, kind, chosen, out, tell), file_name(services, kind, chosen)
        )

    def choose_kind(wanted: str) -> None:
        making.forget()
        set_kind(lambda _: wanted)

    def choose_days(wanted: Span) -> None:
        making.forget()
        set_chosen(lambda _: wanted)

    choices = (
        (ARCHIVE, t("Everything, to bring back into Kith")),
        (TABLE, t("Check-ins as a table, for a spreadsheet")),
        (READABLE, t("Check-ins as a text to read")),
    )
    what = [
        type.subheading(t("What")),
        inputs.radio_list(kind, choices, choose_kind),
        type.quiet(_words_on(kind)),
    ]
    parts: list[ft.Control] = [cards.card(what, spacing=6)]
    if kind == ARCHIVE:
        parts += archive_card(contents)
    else:
        days = [type.subheading(t("Which days")), SpanChoice(chosen, choose_days, today)]
        if count is not None:
            days.append(type.quiet(tn("{count} check-in", "{count} check-ins", count)))
        parts.append(cards.card(days, spacing=8))
    parts.append(_caution())
    parts += making_parts(making, t("Export"), handler(start), ft.Icons.DOWNLOAD_OUTLINED)
    wide = session.layout == "wide"
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Export"), body, wide=wide, current=paths.YOU, back_to=paths.DATA)


async def _count(services: "Services", chosen: Span) -> int:
    return count_entries(services, chosen)


def archive_card(contents: Contents | None) -> list[ft.Control]:
    """Return what an archive would hold, and what of it is not on this device."""
    if contents is None:
        return []
    lines = [tn("{count} check-in", "{count} check-ins", contents.entry_count)]
    if contents.kinds:
        lines.append(listed(contents.kinds))
    if contents.photo_count:
        lines.append(tn("{count} photo", "{count} photos", contents.photo_count))
    parts: list[ft.Control] = [type.subheading(t("What is in it")), *(type.body(line) for line in lines)]
    if contents.photos_elsewhere:
        elsewhere = tn(
            "{count} photo is not on this device. It is fetched from your host; without a network it is left out and "
            "the file says so.",
            "{count} photos are not on this device. They are fetched from your host; without a network they are left "
            "out and the file says so.",
            contents.photos_elsewhere,
        )
        parts.append(type.quiet(elsewhere))
    parts.append(type.quiet(t("What you deleted is not in it.")))
    return [cards.card(parts, spacing=6)]


def _words_on(kind: str) -> str:
    if kind == ARCHIVE:
        return t("A ZIP file with photos. Import it into any Kith, and everything is as it was.")
    if kind == TABLE:
        return t("A CSV file: one row for each check-in, in words. Without photos, goals and settings.")
    return t("A Markdown file: day by day, in words. Without photos, goals and settings.")


def _caution() -> ft.Control:
    """Who can read it, and the way to a file that nobody else can."""
    return cards.card(
        [
            type.body(t("This file is not encrypted: whoever has it can read it."), color=theme.ON_WARM),
            ft.Row(
                [inputs.text_button(t("Make an encrypted backup instead"), scaffold.to(paths.BACKUP))],
                wrap=True,
            ),
        ],
        bgcolor=theme.WARM_CONTAINER,
        padding=14,
        spacing=2,
    )

"""Your data: what comes in, what goes out, and every import so far."""

from typing import TYPE_CHECKING

import flet as ft

from mobile import paths
from mobile.session import use_query, use_services, use_session
from mobile.transfer.job import SCOPE, State, open_job
from mobile.transfer.past import PastImport, list_imports
from mobile.transfer.report import source_name
from mobile.ui import cards, dates, scaffold, type
from mobile.ui.guard import screen
from mobile.words import t, tn

if TYPE_CHECKING:
    from mobile.services import Services

_SHOWN_MAX = 50


@screen
def DataScreen() -> ft.View:
    """Three ways, and the past imports."""
    services, session = use_services(), use_session()
    found = use_query(lambda: _read(services), scopes=("documents", SCOPE))
    wide = session.layout == "wide"
    parts: list[ft.Control] = [
        type.body(
            t("Everything here is yours. Bring a journal along from another app, and take this one wherever you go.")
        ),
        _ways(found[0] if found else State()),
    ]
    if found and found[1]:
        parts += [scaffold.section(t("Past imports")), _past(found[1])]
    body = scaffold.scroll(parts, wide=wide, spacing=16)
    return scaffold.page_view(t("Your data"), body, wide=wide, current=paths.YOU, back_to=paths.YOU)


async def _read(services: "Services") -> tuple[State, list[PastImport]]:
    return open_job(services).state, list_imports(services.documents)


def _ways(state: State) -> ft.Control:
    into = t("From another journal, a table, or a Kith archive")
    if state.stage in ("mapping", "planning", "preview"):
        into = t("A file waits to be looked through")
    elif state.is_running:
        into = t("An import is under way")
    return cards.card(
        cards.divided(
            [
                cards.list_row(
                    t("Import"), scaffold.to(paths.IMPORT), detail=into, icon=ft.Icons.FILE_DOWNLOAD_OUTLINED
                ),
                cards.list_row(
                    t("Export"),
                    scaffold.to(paths.EXPORT),
                    detail=t("As an archive, a table or a text"),
                    icon=ft.Icons.FILE_UPLOAD_OUTLINED,
                ),
                cards.list_row(
                    t("Encrypted backup"),
                    scaffold.to(paths.BACKUP),
                    detail=t("One file that only your passphrase opens"),
                    icon=ft.Icons.LOCK_OUTLINE,
                ),
            ]
        ),
        padding=10,
        spacing=0,
    )


def _past(imports: list[PastImport]) -> ft.Control:
    rows = [
        cards.list_row(
            source_name(one.source), scaffold.to(paths.past_import(one.id)), detail=_detail(one), icon=ft.Icons.HISTORY
        )
        for one in imports[:_SHOWN_MAX]
    ]
    return cards.card(cards.divided(rows), padding=10, spacing=0)


def _detail(one: PastImport) -> str:
    """Return when an import was and what it brought."""
    day = dates.day_with_year(one.imported_at.date()) if one.imported_at else ""
    if one.undone_at:
        return t("{day} · taken out again", day=day)
    return t("{day} · {entries}", day=day, entries=tn("{count} check-in", "{count} check-ins", one.entries))

"""The check-in measures: which there are, what came of them, and when each can be taken again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import flet as ft

from api_client.wire.measures import MeasurePack
from mobile import paths
from mobile.measures.document import Taken, list_taken, next_on
from mobile.measures.packs import open_packs
from mobile.measures.words import when_line
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, scaffold, type
from mobile.ui.guard import component, screen
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services


@dataclass(frozen=True)
class Shelf:
    """Every measure of this device with what was answered, and those that were answered and are not here any more."""

    packs: tuple[MeasurePack, ...]
    taken: Mapping[str, Sequence[Taken]]
    today: date

    @property
    def gone(self) -> list[Sequence[Taken]]:
        """What was answered in measures that the host took away."""
        known = {pack.id for pack in self.packs}
        return [taken for pack_id, taken in self.taken.items() if pack_id not in known]


async def read_shelf(services: "Services") -> Shelf:
    """Return what the device has."""
    return Shelf(open_packs(services), list_taken(services.documents), services.clock.today())


@screen
def MeasuresScreen() -> ft.View:
    """The list of measures."""
    wide = use_session().layout == "wide"
    body = scaffold.scroll([MeasuresPane(key="measures")], wide=wide)
    return scaffold.page_view(t("Check-in measures"), body, wide=wide, dialog=True)


@component
def MeasuresPane() -> ft.Control:
    """Rows that lead to each measure."""
    services = use_services()
    shelf = use_query(lambda: read_shelf(services), scopes=("documents", "preferences"))
    if shelf is None:
        return ft.Container()
    rows: list[ft.Control] = []
    for pack in shelf.packs:
        taken = shelf.taken.get(pack.id, ())
        when = when_line(taken, next_on(pack, taken, shelf.today), shelf.today)
        rows.append(cards.list_row(pack.name, scaffold.to(paths.measure(pack.id)), detail=f"{pack.about}\n{when}"))
    rows += [
        cards.list_row(
            taken[-1].name,
            scaffold.to(paths.measure(taken[-1].pack_id)),
            detail=t("Your host does not offer this any more. Your answers are still here."),
        )
        for taken in shelf.gone
    ]
    return ft.Column(
        [
            type.body(
                t(
                    "A few questions that many people answer now and then. What you answer is sealed like your "
                    "journal: nobody else sees it, and it is worked out on this device. It is not a diagnosis."
                )
            ),
            cards.card(cards.divided(rows), padding=cards.OF_ROWS, spacing=2),
        ],
        spacing=16,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


@component
def MeasuresRow() -> ft.Control:
    """One row that leads to the measures, for a card of another screen."""
    services = use_services()
    shelf = use_query(lambda: read_shelf(services), scopes=("documents", "preferences"))
    detail = t("A few questions, at most every two weeks")
    if shelf is not None and shelf.taken:
        last = max((taken[-1] for taken in shelf.taken.values()), key=lambda one: one.taken_on)
        due = [pack for pack in shelf.packs if next_on(pack, shelf.taken.get(pack.id, ()), shelf.today) <= shelf.today]
        detail = when_line([last], shelf.today, shelf.today) if due else t("All of them were taken lately")
    return cards.list_row(
        t("Check-in measures"), scaffold.to(paths.MEASURES), detail=detail, icon=ft.Icons.CHECKLIST_OUTLINED
    )

"""How the member wants to be told: a break from everything, each kind by itself, the mail, and which ways there are."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import flet as ft

from api_client.wire.notices import ALWAYS, KindSettings, NoticeKind, NoticeSettings
from mobile import paths
from mobile.notices import intents
from mobile.notices.mail_card import MailCard
from mobile.notices.reading import SCOPES, read_settings
from mobile.notices.when_sheet import when_sheet, when_words
from mobile.notices.words import OF_FACILITATORS, kind_name
from mobile.session import use_query, use_services, use_session
from mobile.ui import cards, dates, inputs, scaffold, type
from mobile.ui.guard import component, handler, screen
from mobile.use_host import use_host
from mobile.words import t

if TYPE_CHECKING:
    from mobile.services import Services

_BREAKS = (3, 7, 30)


@screen
def NoticeSettingsScreen() -> ft.View:
    """How you want to be told."""
    wide = use_session().layout == "wide"
    return scaffold.page_view(t("How you want to be told"), SettingsPane(), wide=wide, current=paths.YOU)


@component
def SettingsPane() -> ft.Control:
    """The scrolling column; every tap is kept at once."""
    services, session = use_services(), use_session()
    settings = use_query(lambda: read_settings(services), scopes=SCOPES)
    use_host(services.notices.refresh_settings)
    opened, set_opened = ft.use_state(None)
    kind: NoticeKind | None = opened
    page = ft.context.page

    def keep(**changes: Any) -> None:
        async def save() -> None:
            await intents.save_settings(services, await read_settings(services), **changes)

        page.run_task(save)

    def keep_kind(one: NoticeKind, changes: dict[str, Any]) -> None:
        async def save() -> None:
            now = await read_settings(services)
            kinds = {**now.kinds, one: now.kinds.get(one, ALWAYS).model_copy(update=changes)}
            await intents.save_settings(services, now, kinds=kinds)

        page.run_task(save)

    sheet = None
    if kind is not None and settings is not None:
        chosen = kind
        sheet = when_sheet(
            chosen,
            settings.kinds.get(chosen, ALWAYS),
            lambda changes: keep_kind(chosen, changes),
            lambda: set_opened(lambda _: None),
        )
    ft.use_dialog(sheet)
    if settings is None:
        return ft.Container()
    others = [one for one in NoticeKind if one not in OF_FACILITATORS]

    def rows(kinds: Any) -> ft.Control:
        made = [
            _kind_row(
                one,
                settings.kinds.get(one, ALWAYS),
                lambda on, one=one: keep_kind(one, {"is_on": on}),
                handler(lambda _event, one=one: set_opened(lambda _: one)),
            )
            for one in kinds
        ]
        return cards.card(cards.divided(made), spacing=0, padding=cards.OF_ROWS)

    parts = [
        _break_card(settings, services, keep),
        scaffold.section(t("What you want to hear of")),
        rows(others),
        scaffold.section(t("When you look after a group")),
        rows(OF_FACILITATORS),
        scaffold.section(t("By mail")),
        MailCard(settings, keep),
        scaffold.section(t("Ways there are on this device")),
        _channels(settings),
    ]
    return scaffold.scroll(parts, wide=session.layout == "wide", spacing=14)


def _kind_row(kind: NoticeKind, settings: KindSettings, on_change: Any, on_times: Any) -> ft.Control:
    """Return a box to tick, and where it is on the way to its times; these are said only where there are any."""
    name, words = kind_name(kind), when_words(settings)
    line: list[ft.Control] = [ft.Container(inputs.checkbox(name, settings.is_on, on_change), expand=True)]
    if settings.is_on:
        line.append(inputs.icon_button(ft.Icons.SCHEDULE, t("When: {kind}. {when}", kind=name, when=words), on_times))
    parts: list[ft.Control] = [ft.Row(line, spacing=4)]
    if settings.is_on and settings != ALWAYS:
        parts.append(ft.Container(type.quiet(words), padding=ft.Padding.only(left=46, bottom=10)))
    return ft.Column(parts, spacing=0, tight=True, key=kind.value)


def _break_card(settings: NoticeSettings, services: "Services", keep: Any) -> ft.Control:
    now = services.clock.now()
    if settings.is_on_break(now) and settings.break_until is not None:
        until = dates.day_title(settings.break_until, now.date())
        return cards.card(
            [
                type.subheading(t("You are taking a break")),
                type.body(t("Nothing is told before {day}. What comes meanwhile waits here.", day=until)),
                ft.Row([inputs.tonal_button(t("End the break"), handler(lambda _event: keep(break_until=None)))]),
            ]
        )
    names = {3: t("3 days"), 7: t("A week"), 30: t("30 days")}

    def take(days: int) -> Any:
        return handler(lambda _event: keep(break_until=now.date() + timedelta(days=days)))

    return cards.card(
        [
            type.subheading(t("Take a break")),
            type.body(t("Nothing is told until the day comes: no sign here, no mail. You can still read and write.")),
            cards.chips([cards.chip(names[days], take(days)) for days in _BREAKS]),
        ]
    )


def _channels(settings: NoticeSettings) -> ft.Control:
    lines = [
        t("In the app: a bell with a dot, while the app is open. It shows no number."),
        t("Your host can send you a mail that says how much waits, and nothing of what was written.")
        if settings.mail_offered
        else t("By mail: your host does not send any."),
        t("On the lock screen: nothing. Kith hands nothing to the phone’s maker, so nobody else learns of it."),
    ]
    return cards.card([type.body(line) for line in lines], spacing=12)

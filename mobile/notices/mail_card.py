"""The mail that says that something waits: how often, when, and to which address."""

from typing import Any

import flet as ft

from api_client.wire.notices import Digest, NoticeSettings
from mobile.address_form import AddressForm
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import component, handler
from mobile.ui.times import day_names, time_chip, weekday_chip
from mobile.words import t


@component
def MailCard(settings: NoticeSettings, keep: Any) -> ft.Control:
    """How often a mail comes; nothing to set where the host sends none."""
    page = ft.context.page
    if not settings.mail_offered:
        return cards.card(type.body(t("Your host does not send mail. Whoever runs it can change that.")))
    options = (
        (Digest.OFF.value, t("No mail")),
        (Digest.DAILY.value, t("Once a day, if something new waits")),
        (Digest.WEEKLY.value, t("Once a week, if something new waits")),
    )
    parts: list[ft.Control] = [
        type.body(t("It says how much waits in how many groups. It never holds what somebody wrote.")),
        inputs.radio_list(settings.digest.value, options, lambda value: keep(digest=Digest(value))),
    ]
    if settings.digest is not Digest.OFF:
        at = t("At {time}", time=dates.clock(settings.digest_at))
        parts.append(cards.chips([time_chip(at, settings.digest_at, lambda value: keep(digest_at=value), page)]))
    if settings.digest is Digest.WEEKLY:
        parts.append(
            cards.chips(
                [
                    weekday_chip(
                        day,
                        day == settings.digest_weekday,
                        handler(lambda _event, day=day: keep(digest_weekday=day)),
                    )
                    for day in day_names()
                ]
            )
        )
    if settings.digest is not Digest.OFF or settings.email is not None:
        parts.append(AddressForm(settings))
    return cards.card(parts, spacing=12)

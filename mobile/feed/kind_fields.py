"""The fields of a post that only its kind has: parts of a story, steps of a strategy, a link, an end, a week."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import flet as ft

from api_client.wire import limits
from api_client.wire.feed import PostKind
from mobile.feed import expiry
from mobile.feed.details_form import week_of
from mobile.feed.kinds import EXPIRING
from mobile.feed.post_form import Errors, kind_of
from mobile.ui import cards, dates, inputs, type
from mobile.ui.guard import handler
from mobile.words import t

Change = Callable[..., None]
Fields = Mapping[str, Any]


def kind_fields(fields: Fields, change: Change, errors: Errors, now: datetime, my_name: str) -> list[ft.Control]:
    """Return what stands below the text for the chosen kind. `my_name` is who checked a link when that is the writer;
    it is empty for a post without a name."""
    kind = kind_of(fields)
    match kind:
        case PostKind.STORY:
            controls = _story(fields, change, errors)
        case PostKind.STRATEGY:
            controls = _strategy(fields, change, errors)
        case PostKind.RESOURCE:
            controls = _resource(fields, change, errors, now.date(), my_name)
        case PostKind.THEME:
            controls = [_week(fields, change, now.date())]
        case _:
            controls = []
    return [*controls, _end(fields, change, errors, now)] if kind in EXPIRING else controls


def _story(fields: Fields, change: Change, errors: Errors) -> list[ft.Control]:
    return [
        _prose(t("What I tried"), "tried", fields, change, errors, limits.STORY_PART_MAX),
        _prose(t("Where I am now"), "now", fields, change, errors, limits.STORY_PART_MAX),
    ]


def _strategy(fields: Fields, change: Change, errors: Errors) -> list[ft.Control]:
    return [
        _line(t("When it helps"), "when", fields, change, errors),
        steps_field(fields["steps"], lambda steps: change(steps=steps), errors),
        _line(t("Minutes it takes"), "minutes", fields, change, errors, maximum=4),
        _line(t("Careful with"), "cautions", fields, change, errors),
        _line(t("Where it is from"), "source", fields, change, errors),
    ]


def steps_field(steps: list[str], change: Callable[[list[str]], None], errors: Errors) -> ft.Control:
    """Return the steps, each on a line of its own that can be taken away, and a way to one more."""
    refused = iter([errors.get(f"steps.{place}", "") for place in range(len(steps))])
    rows: list[ft.Control] = []
    for place, step in enumerate(steps):

        def write(text: str, place: int = place) -> None:
            change([*steps[:place], text, *steps[place + 1 :]])

        def drop(_event: Any, place: int = place) -> None:
            change([*steps[:place], *steps[place + 1 :]])

        name = t("Step {count}", count=place + 1)
        # An empty step is not sent, so the host's numbers count only those that hold something.
        error = next(refused, "") if step.strip() else ""
        field = inputs.text_field(name, step, write, maximum=limits.STRATEGY_LINE_MAX, error=error)
        taken = inputs.icon_button(ft.Icons.CLOSE, t("Take away step {count}", count=place + 1), handler(drop))
        rows.append(ft.Row([ft.Container(field, expand=True), taken], spacing=4))
    if len(steps) < limits.STRATEGY_STEPS_MAX:
        add = inputs.text_button(t("Add a step"), handler(lambda _event: change([*steps, ""])), icon=ft.Icons.ADD)
        rows.append(ft.Row([add]))
    return inputs.labelled(t("Steps, if it has any"), ft.Column(rows, spacing=10, tight=True))


def _resource(fields: Fields, change: Change, errors: Errors, today: date, my_name: str) -> list[ft.Control]:
    def checked(_event: Any) -> None:
        change(checked_by=my_name or t("who shared this"), checked_on=today.isoformat())

    checked_on = fields["checked_on"]
    when = dates.day_with_year(date.fromisoformat(checked_on)) if checked_on else ""
    parts: list[ft.Control] = [
        _line(t("Who checked it"), "checked_by", fields, change, errors, helper=t("If anybody did.")),
        cards.chips(
            [
                cards.chip(t("I did, today"), handler(checked), selected=checked_on == today.isoformat()),
                *([cards.chip(t("Without a day"), handler(lambda _event: change(checked_on="")))] if when else []),
            ]
        ),
    ]
    if when:
        parts.append(type.quiet(t("Checked on {day}", day=when)))
    return [
        inputs.text_field(
            t("Address"),
            fields["url"],
            lambda text: change(url=text),
            error=errors.get("url", ""),
            helper=t("Nobody's device opens it by itself, and your host never does."),
            prose=False,
        ),
        _line(t("Language"), "language", fields, change, errors, helper=t("Such as English.")),
        ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    ]


def _week(fields: Fields, change: Change, today: date) -> ft.Control:
    if fields["week_of"]:
        monday = dates.day(week_of(fields, today))
        return type.quiet(t("For the week from {monday}.", monday=monday))
    options = [("", t("This week")), ("next", t("Next week"))]
    chosen = "next" if fields["next_week"] else ""
    return inputs.labelled(
        t("For which week?"), inputs.radio_list(chosen, options, lambda value: change(next_week=value == "next"))
    )


def _end(fields: Fields, change: Change, errors: Errors, now: datetime) -> ft.Control:
    options = expiry.choices(fields, now)
    parts: list[ft.Control] = [
        cards.chips(
            [
                cards.chip(
                    words,
                    handler(lambda _event, value=value: change(expires=value)),
                    selected=fields["expires"] == value,
                    key=value,
                )
                for value, words in options
            ]
        )
    ]
    if error := errors.get("expires_at", ""):
        parts.append(type.quiet(error))
    return inputs.labelled(t("How long does it stand?"), ft.Column(parts, spacing=4, tight=True))


def _line(
    label: str,
    name: str,
    fields: Fields,
    change: Change,
    errors: Errors,
    maximum: int = limits.STRATEGY_LINE_MAX,
    helper: str = "",
) -> ft.Control:
    return inputs.text_field(
        label,
        fields[name],
        lambda text: change(**{name: text}),
        maximum=maximum,
        error=errors.get(name, ""),
        helper=helper,
        key=name,
    )


def _prose(label: str, name: str, fields: Fields, change: Change, errors: Errors, maximum: int) -> ft.Control:
    return inputs.text_field(
        label,
        fields[name],
        lambda text: change(**{name: text}),
        lines=3,
        maximum=maximum,
        error=errors.get(name, ""),
        key=name,
    )

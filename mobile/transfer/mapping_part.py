"""A table that Kith does not know: what its columns are, each with values from the file beside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.transfer import any_csv
from mobile.transfer.any_csv import SEPARATORS, Mapping
from mobile.transfer.clocks import Order, read_moment
from mobile.transfer.column_choice import OneColumn, SeveralColumns, cut
from mobile.transfer.job import ImportJob, State
from mobile.transfer.sample import Days, Role, days_of, take_sample
from mobile.transfer.text_files import Table
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.words import t


@component
def MappingPart(job: ImportJob, state: State, wide: bool) -> ft.Control:
    """One card for each role that a column can have."""
    opened, set_opened = ft.use_state("")
    table, mapping = state.table, state.mapping
    if table is None:
        return ft.Container()
    sample = ft.use_memo(lambda: take_sample(table), [state.file_name])
    numeric = ft.use_memo(lambda: any_csv.number_columns(sample), [state.file_name])
    numbers = [name for name in numeric if name not in (mapping.day, mapping.time, mapping.mood)]
    days = ft.use_memo(lambda: days_of(sample, mapping.day), [mapping.day])

    def change(**fields: Any) -> None:
        job.use_mapping(replace(job.state.mapping, **fields))

    def one(role: Role, name: str, value: str, *, required: bool = False) -> ft.Control:
        def choose(column: str) -> None:
            set_opened(lambda _: "")
            change(**{role: column})

        def open_it() -> None:
            set_opened(lambda _: role)

        is_open = opened == role
        part: ft.Control = OneColumn(
            name, role, value, table.header, sample, choose, is_open, open_it, required, key=role
        )
        return part

    def several(role: Role, name: str, columns: Sequence[str], chosen: Sequence[str]) -> ft.Control:
        part: ft.Control = SeveralColumns(
            name, role, columns, chosen, sample, lambda names: change(**{role: names}), key=role
        )
        return part

    parts: list[ft.Control] = [
        type.heading(t("What are the columns?")),
        type.quiet(state.file_name),
        _stop(job),
        type.body(
            t("Kith does not know this table. Say what its columns are; it is remembered for the next file like it.")
        ),
        one("day", t("The day"), mapping.day, required=True),
    ]
    parts += _order_part(mapping, days, change)
    parts += [
        one("time", t("The time of day"), mapping.time),
        one("mood", t("The mood"), mapping.mood),
        several("notes", t("Notes"), _left(table, mapping), mapping.notes),
        one("tags", t("Tags"), mapping.tags),
    ]
    if mapping.tags:
        parts.append(_separator_part(mapping, change))
    if numbers:
        parts.append(several("scales", t("Scales"), numbers, mapping.scales))
    parts.append(type.quiet(t("What is in no column above is kept with each check-in under its column’s name.")))
    if state.trouble:
        parts.append(feedback.trouble(state.trouble))
    can_go_on = mapping.is_enough and bool(days.orders)
    parts += [
        inputs.primary_button(
            t("Look at the check-ins"), handler(lambda _event: job.read_table()), disabled=not can_go_on
        ),
        _stop(job),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _stop(job: ImportJob) -> ft.Control:
    """Return the way out; it stands above and below, for a table may have very many columns."""
    return ft.Row([inputs.text_button(t("Do not import"), handler(lambda _event: job.clear()))], wrap=True)


def _left(table: Table, mapping: Mapping) -> list[str]:
    """Return the columns that may hold a note: those that are not something else already."""
    taken = {mapping.day, mapping.time, mapping.mood, mapping.tags, *mapping.scales}
    return [name for name in table.header if name not in taken]


def _order_part(mapping: Mapping, days: Days, change: Callable[..., None]) -> list[ft.Control]:
    """Return how the days are read: asked when two ways fit, told when one does, trouble when none; and an example of
    the rows that cannot be read."""
    if not mapping.day:
        return [type.body(t("Choose the column that holds the day."))]
    row, said = next(((number, cut(value)) for number, value in days.unread), (0, ""))
    if not days.orders and not row:
        return [feedback.trouble(t("This column is empty. Choose another column."))]
    if not days.orders:
        return [
            feedback.trouble(
                t(
                    "Most values of this column are no dates that Kith can read: row {row} says “{value}”. Choose "
                    "another column.",
                    row=row,
                    value=said,
                )
            )
        ]
    example = cut(days.example)
    if len(days.orders) == 1:
        parts: list[ft.Control] = [
            type.quiet(t("{value} is read as {day}", value=example, day=_read(days.example, days.orders[0])))
        ]
    else:
        options = [
            (order, t("{value} is {day}", value=example, day=_read(days.example, order))) for order in days.orders
        ]
        value = mapping.order if mapping.order in days.orders else days.orders[0]
        choice = inputs.radio_list(value, options, lambda order: change(order=order))
        parts = [cards.card([type.subheading(t("Which day is meant?")), choice], spacing=4)]
    if row:
        parts.append(
            type.body(
                t(
                    "Rows whose day cannot be read are left out, such as row {row}, which says “{value}”. You see how "
                    "many they are before anything is written.",
                    row=row,
                    value=said,
                )
            )
        )
    return parts


def _separator_part(mapping: Mapping, change: Callable[..., None]) -> ft.Control:
    names = {",": t("Comma"), ";": t("Semicolon"), "|": t("Vertical line"), "/": t("Slash"), "\n": t("Line break")}
    choices = [
        cards.chip(names[sign], _set_separator(change, sign), selected=sign == mapping.separator) for sign in SEPARATORS
    ]
    return ft.Column([type.quiet(t("Between two tags stands")), cards.chips(choices)], spacing=4, tight=True)


def _set_separator(change: Callable[..., None], sign: str) -> Any:
    return handler(lambda _event: change(separator=sign))


def _read(sample: str, order: Order) -> str:
    moment = read_moment(sample, order)
    return dates.day_with_year(moment[0]) if moment else ""

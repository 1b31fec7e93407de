"""A table that Kith does not know: what its columns are, each with values from the file beside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.transfer import any_csv
from mobile.transfer.any_csv import SEPARATORS, Mapping
from mobile.transfer.clocks import Order, read_moment
from mobile.transfer.job import ImportJob, State
from mobile.transfer.sample import Days, Sample, days_of, take_sample
from mobile.transfer.text_files import Table
from mobile.ui import cards, dates, feedback, inputs, scaffold, type
from mobile.ui.guard import component, handler
from mobile.words import t

_VALUES_SHOWN, _VALUE_CHARACTERS, _COLUMNS_SHOWN = 3, 40, 60
NONE = ""


@component
def MappingPart(job: ImportJob, state: State, wide: bool) -> ft.Control:
    """One card for each role that a column can have."""
    opened, set_opened = ft.use_state("")
    table, mapping = state.table, state.mapping
    if table is None:
        return ft.Container()
    sample = ft.use_memo(lambda: take_sample(table), [state.file_name])
    numbers = ft.use_memo(lambda: any_csv.number_columns(sample, mapping), [mapping.day, mapping.time, mapping.mood])
    days = ft.use_memo(lambda: days_of(sample, mapping.day), [mapping.day])

    def change(**fields: Any) -> None:
        job.use_mapping(replace(job.state.mapping, **fields))

    def one(role: str, name: str, value: str, *, required: bool = False) -> ft.Control:
        def choose(column: str) -> None:
            set_opened(lambda _: "")
            change(**{role: column})

        def open_it() -> None:
            set_opened(lambda _: role)

        return _one_column(name, value, table, sample, choose, opened == role, open_it, required)

    parts: list[ft.Control] = [
        type.heading(t("What are the columns?")),
        type.quiet(state.file_name),
        type.body(
            t("Kith does not know this table. Say what its columns are; it is remembered for the next file like it.")
        ),
        one("day", t("The day"), mapping.day, required=True),
    ]
    parts += _order_part(mapping, days, change)
    parts += [
        one("time", t("The time of day"), mapping.time),
        one("mood", t("The mood"), mapping.mood),
        _several(t("Notes"), _left(table, mapping), mapping.notes, sample, lambda names: change(notes=names)),
        one("tags", t("Tags"), mapping.tags),
    ]
    if mapping.tags:
        parts.append(_separator_part(mapping, change))
    if numbers:
        parts.append(_several(t("Scales"), numbers, mapping.scales, sample, lambda names: change(scales=names)))
    parts.append(type.quiet(t("What is in no column above is kept with each check-in under its column’s name.")))
    if state.trouble:
        parts.append(feedback.trouble(state.trouble))
    can_go_on = mapping.is_enough and bool(days.orders)
    parts += [
        inputs.primary_button(
            t("Look at the check-ins"), handler(lambda _event: job.read_table()), disabled=not can_go_on
        ),
        ft.Row([inputs.text_button(t("Do not import"), handler(lambda _event: job.clear()))], wrap=True),
    ]
    return scaffold.scroll(parts, wide=wide, spacing=14)


def _left(table: Table, mapping: Mapping) -> list[str]:
    """Return the columns that may hold a note: those that are not something else already."""
    taken = {mapping.day, mapping.time, mapping.mood, mapping.tags, *mapping.scales}
    return [name for name in table.header if name not in taken]


def _one_column(
    name: str,
    value: str,
    table: Table,
    sample: Sample,
    choose: Callable[[str], None],
    is_open: bool,
    open_it: Callable[[], None],
    required: bool,
) -> ft.Control:
    """Return the choice of one column: closed it says which, open it lists all."""
    if not is_open:
        shown = t("{column}: {values}", column=value, values=_values(sample.values(value))) if value else t("No column")
        row = cards.list_row(name, handler(lambda _event: open_it()), detail=shown)
        return cards.card([row], padding=10, spacing=0, key=f"closed-{name}")
    options = [] if required else [(NONE, t("No column"))]
    options += [
        (column, t("{column}: {values}", column=column, values=_values(sample.values(column))))
        for column in table.header[:_COLUMNS_SHOWN]
    ]
    return cards.card([type.subheading(name), inputs.radio_list(value, options, choose)], spacing=4, key=f"open-{name}")


def _several(
    name: str,
    columns: Sequence[str],
    chosen: Sequence[str],
    sample: Sample,
    change: Callable[[tuple[str, ...]], None],
) -> ft.Control:
    """Return boxes for a role that several columns may have."""

    def tick(column: str) -> Callable[[bool], None]:
        def ticked(is_on: bool) -> None:
            wanted = {*chosen, column} if is_on else {*chosen} - {column}
            change(tuple(one for one in columns if one in wanted))

        return ticked

    boxes = [
        inputs.checkbox(
            t("{column}: {values}", column=column, values=_values(sample.values(column))),
            column in chosen,
            tick(column),
        )
        for column in columns[:_COLUMNS_SHOWN]
    ]
    return cards.card([type.subheading(name), *boxes], spacing=0)


def _order_part(mapping: Mapping, days: Days, change: Callable[..., None]) -> list[ft.Control]:
    """Return how the days are read: asked when two ways fit, told when one does, trouble when none; and an example of
    the rows that cannot be read."""
    if not mapping.day:
        return [type.body(t("Choose the column that holds the day."))]
    row, said = next(((number, _cut(value)) for number, value in days.unread), (0, ""))
    if not days.orders and not row:
        return [feedback.trouble(t("This column is empty. Choose another column."))]
    if not days.orders:
        return [
            feedback.trouble(
                t(
                    "Few values of this column or none are dates that Kith can read: row {row} says “{value}”. "
                    "Choose another column.",
                    row=row,
                    value=said,
                )
            )
        ]
    example = _cut(days.example)
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


def _values(values: Sequence[str]) -> str:
    """Return some values of a column, such as `7, 3, 5`."""
    said = list(dict.fromkeys(" ".join(value.split()) for value in values[:200] if value.strip()))[:_VALUES_SHOWN]
    return ", ".join(_cut(value) for value in said)


def _cut(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _VALUE_CHARACTERS else f"{value[:_VALUE_CHARACTERS]}…"

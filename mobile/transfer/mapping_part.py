"""A table that Kith does not know: what its columns are, each with values from the file beside it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import flet as ft

from mobile.transfer import any_csv
from mobile.transfer.any_csv import SEPARATORS, Mapping
from mobile.transfer.clocks import Order, read_moment
from mobile.transfer.job import ImportJob, State
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
    seen = ft.use_memo(lambda: any_csv.samples(table), [state.file_name])
    numbers = ft.use_memo(lambda: any_csv.number_columns(table, mapping), [mapping.day, mapping.time, mapping.mood])
    orders = ft.use_memo(lambda: any_csv.orders_for(table, mapping.day), [mapping.day])

    def change(**fields: Any) -> None:
        job.use_mapping(replace(job.state.mapping, **fields))

    def one(role: str, name: str, value: str, *, required: bool = False) -> ft.Control:
        def choose(column: str) -> None:
            set_opened(lambda _: "")
            change(**{role: column})

        def open_it() -> None:
            set_opened(lambda _: role)

        return _one_column(name, value, table, seen, choose, opened == role, open_it, required)

    parts: list[ft.Control] = [
        type.heading(t("What are the columns?")),
        type.quiet(state.file_name),
        type.body(
            t("Kith does not know this table. Say what its columns are; it is remembered for the next file like it.")
        ),
        one("day", t("The day"), mapping.day, required=True),
    ]
    parts += _order_part(table, seen, mapping, orders, change)
    parts += [
        one("time", t("The time of day"), mapping.time),
        one("mood", t("The mood"), mapping.mood),
        _several(t("Notes"), _left(table, mapping), mapping.notes, seen, lambda names: change(notes=names)),
        one("tags", t("Tags"), mapping.tags),
    ]
    if mapping.tags:
        parts.append(_separator_part(mapping, change))
    if numbers:
        parts.append(_several(t("Scales"), numbers, mapping.scales, seen, lambda names: change(scales=names)))
    parts.append(type.quiet(t("What is in no column above is kept with each check-in under its column’s name.")))
    if state.trouble:
        parts.append(feedback.trouble(state.trouble))
    can_go_on = mapping.is_enough and bool(orders)
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
    seen: dict[str, list[str]],
    choose: Callable[[str], None],
    is_open: bool,
    open_it: Callable[[], None],
    required: bool,
) -> ft.Control:
    """Return the choice of one column: closed it says which, open it lists all."""
    if not is_open:
        shown = t("{column}: {values}", column=value, values=_values(seen.get(value, ()))) if value else t("No column")
        row = cards.list_row(name, handler(lambda _event: open_it()), detail=shown)
        return cards.card([row], padding=10, spacing=0, key=f"closed-{name}")
    options = [] if required else [(NONE, t("No column"))]
    options += [
        (column, t("{column}: {values}", column=column, values=_values(seen[column])))
        for column in table.header[:_COLUMNS_SHOWN]
    ]
    return cards.card([type.subheading(name), inputs.radio_list(value, options, choose)], spacing=4, key=f"open-{name}")


def _several(
    name: str,
    columns: Sequence[str],
    chosen: Sequence[str],
    seen: dict[str, list[str]],
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
            t("{column}: {values}", column=column, values=_values(seen[column])), column in chosen, tick(column)
        )
        for column in columns[:_COLUMNS_SHOWN]
    ]
    return cards.card([type.subheading(name), *boxes], spacing=0)


def _order_part(
    table: Table, seen: dict[str, list[str]], mapping: Mapping, orders: Sequence[Order], change: Callable[..., None]
) -> list[ft.Control]:
    """Return how the days are read: asked when two ways fit, told when one does, trouble when none."""
    if not mapping.day:
        return [type.body(t("Choose the column that holds the day."))]
    sample = next((value for value in seen.get(mapping.day, ()) if value.strip()), "")
    if not orders:
        return [
            feedback.trouble(t("Not every value of this column is a date that Kith can read. Choose another column."))
        ]
    if len(orders) == 1 or orders[0] == "ymd":
        return [type.quiet(t("{value} is read as {day}", value=sample, day=_read(sample, orders[0])))]
    options = [(order, t("{value} is {day}", value=sample, day=_read(sample, order))) for order in orders]
    value = mapping.order if mapping.order in orders else orders[0]
    choice = inputs.radio_list(value, options, lambda order: change(order=order))
    return [cards.card([type.subheading(t("Which day is meant?")), choice], spacing=4)]


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
    return ", ".join(value if len(value) <= _VALUE_CHARACTERS else f"{value[:_VALUE_CHARACTERS]}…" for value in said)

"""The choice of columns for one role, with values beside each name. Of very many columns those are shown that look like
the role, how many are not shown is said, and any of them is found by its name.
"""

from collections.abc import Callable, Sequence

import flet as ft

from mobile.transfer.sample import Role, Sample, may_hold
from mobile.ui import cards, inputs, type
from mobile.ui.guard import component, handler
from mobile.words import t, tn

COLUMNS_SHOWN = 60
_VALUES_SHOWN, _VALUE_CHARACTERS, _NAME_CHARACTERS = 3, 40, 80
NONE = ""


def offered(columns: Sequence[str], chosen: Sequence[str], sample: Sample, role: Role, sought: str = "") -> list[str]:
    """Return the columns that are shown for a role, COLUMNS_SHOWN at most: all in their order when there are no more,
    else those that are chosen, those that look like the role, and then the others. `sought` is part of a name."""
    taken = set(chosen)
    if sought.strip():
        wanted = sought.strip().casefold()
        columns = [name for name in columns if name in taken or wanted in name.casefold()]
    if len(columns) <= COLUMNS_SHOWN:
        return list(columns)
    ranks = {name: 0 if name in taken else 1 if may_hold(role, sample.values(name)) else 2 for name in columns}
    return sorted(columns, key=lambda name: ranks[name])[:COLUMNS_SHOWN]


@component
def OneColumn(
    name: str,
    role: Role,
    value: str,
    columns: Sequence[str],
    sample: Sample,
    choose: Callable[[str], None],
    is_open: bool,
    open_it: Callable[[], None],
    required: bool,
) -> ft.Control:
    """The choice of one column: closed it says which, open it lists them."""
    sought, set_sought = ft.use_state("")
    if not is_open:
        shown = label_of(value, sample) if value else t("No column")
        row = cards.list_row(name, handler(lambda _event: open_it()), detail=shown)
        return cards.card([row], padding=10, spacing=0, key=f"closed-{name}")

    def take(column: str) -> None:
        set_sought(lambda _: "")
        choose(column)

    shown_columns = offered(columns, [value] if value else [], sample, role, sought)
    options = [] if required else [(NONE, t("No column"))]
    options += [(column, label_of(column, sample)) for column in shown_columns]
    parts = [
        type.subheading(name),
        *_finder(name, columns, shown_columns, sought, lambda text: set_sought(lambda _: text)),
        inputs.radio_list(value, options, take),
    ]
    return cards.card(parts, spacing=4, key=f"open-{name}")


@component
def SeveralColumns(
    name: str,
    role: Role,
    columns: Sequence[str],
    chosen: Sequence[str],
    sample: Sample,
    change: Callable[[tuple[str, ...]], None],
) -> ft.Control:
    """Boxes for a role that several columns may have."""
    sought, set_sought = ft.use_state("")

    def tick(column: str) -> Callable[[bool], None]:
        def ticked(is_on: bool) -> None:
            wanted = {*chosen, column} if is_on else {*chosen} - {column}
            change(tuple(one for one in columns if one in wanted))

        return ticked

    # The list stands still while somebody ticks in it.
    shown = ft.use_memo(lambda: offered(columns, chosen, sample, role, sought), [tuple(columns), sought])
    boxes = [inputs.checkbox(label_of(column, sample), column in chosen, tick(column)) for column in shown]
    finder = _finder(name, columns, shown, sought, lambda text: set_sought(lambda _: text))
    return cards.card([type.subheading(name), *finder, *boxes], spacing=0)


def _finder(
    name: str, columns: Sequence[str], shown: Sequence[str], sought: str, seek: Callable[[str], None]
) -> list[ft.Control]:
    """Return what says that there are more columns and finds them, nothing where all are shown."""
    hidden = len(columns) - len(shown)
    if not hidden and not sought:
        return []
    said = tn("{count} more column is not shown.", "{count} more columns are not shown.", hidden)
    if not shown:
        said = t("No column has this in its name.")
    return [
        type.quiet(said),
        ft.Container(
            inputs.text_field(t("Find a column for {role}", role=name), sought, seek, prose=False, key=f"find-{name}"),
            padding=ft.Padding.symmetric(vertical=8),
        ),
    ]


def label_of(column: str, sample: Sample) -> str:
    """Return a column with some of its values, such as `Pain: 7, 3, 5`."""
    values = list(dict.fromkeys(" ".join(value.split()) for value in sample.values(column)[:200] if value.strip()))[
        :_VALUES_SHOWN
    ]
    shown = ", ".join(cut(value) for value in values)
    return t("{column}: {values}", column=cut(column, _NAME_CHARACTERS), values=shown)


def cut(value: str, most: int = _VALUE_CHARACTERS) -> str:
    """Return a value in one line of at most `most` characters, and `…` where it goes on."""
    value = " ".join(value.split())
    return value if len(value) <= most else f"{value[:most].rstrip()}…"

"""How insights are drawn: shapes on a canvas that is as wide as its card, and bars. Each picture is told in words, too.

A canvas says how wide it became; until then it is drawn for the narrowest phone.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import flet as ft
from flet import canvas as cv

from mobile.entries.levels import nearest_level
from mobile.insights.pixels import Square
from mobile.insights.trend import Point, Trend
from mobile.ui import faces, theme
from mobile.ui.guard import component, handler

FIRST_WIDTH = 296.0  # what a card has within on a phone of 360
MOOD_HEIGHT = 168.0
_LEFT, _EDGE = 24.0, 8.0
_FACE = 15.0
_GAP = 0.16  # of the pitch of squares
_BAR = 8.0


@component
def Picture(
    draw: Callable[[float], Sequence[cv.Shape]],
    height: Callable[[float], float],
    label: str,
    on_touch: Callable[[float, float, float], None] | None = None,
    on_width: Callable[[float], None] | None = None,
) -> ft.Control:
    """A drawing that knows its own width. `label` says the same to who does not see it.

    `on_touch` is given x, y and the width where a finger or a pointer was. It is a short cut only: a press of a key or
    of a screen reader has no place, so whatever it leads to must be reachable by a button, too.
    """
    width, set_width = ft.use_state(FIRST_WIDTH)
    touched: Any = ft.use_ref(None)  # where the finger was, until it is lifted

    def resized(event: cv.CanvasResizeEvent) -> None:
        if event.width and abs(event.width - width) > 0.5:
            set_width(lambda _: event.width)
            if on_width is not None:
                on_width(event.width)

    def touch(event: ft.TapEvent[Any]) -> None:
        touched.current = event.local_position

    def lift(_event: Any) -> None:
        where, touched.current = touched.current, None
        if on_touch is not None and where is not None:
            on_touch(where.x, where.y, width)

    drawn: ft.Control = cv.Canvas(list(draw(width)), on_resize=handler(resized), height=height(width))
    if on_touch is not None:
        drawn = ft.Container(drawn, on_tap_down=handler(touch), on_click=handler(lift))
    return ft.MergeSemantics(ft.Semantics(label=label, image=True, exclude_semantics=True, content=drawn))


def mood_shapes(trend: Trend, first: date, last: date, width: float) -> list[cv.Shape]:
    """Return five lines, a dot for each day, week or month in the colour of its level, and the line of the average."""
    span = max(1, (last - first).days)
    room = width - _LEFT - 2 * _EDGE

    def place(point: Point) -> tuple[float, float]:
        share = min(1.0, max(0.0, (point.day - first).days / span)) if last > first else 0.5
        return _LEFT + _EDGE + room * share, _y(point.value)

    line = ft.Paint(color=theme.OUTLINE, stroke_width=1)
    shapes: list[cv.Shape] = [cv.Line(_LEFT, _y(level), width, _y(level), paint=line) for level in faces.LEVELS]
    size = 10.0 if len(trend.dots) <= 40 else 6.5 if len(trend.dots) <= 130 else 4.0
    average = _average(trend, place)
    dots = _dots(trend.dots, place, size)
    return [*shapes, *average, *dots] if size == 10 else [*shapes, *dots, *average]


def level_signs() -> list[ft.Control]:
    """Return the small faces that stand at the lines of the mood picture."""
    return [
        ft.Container(faces.face(level, _FACE), left=0, top=_y(level) - _FACE / 2, height=_FACE)
        for level in faces.LEVELS
    ]


def _y(level: float) -> float:
    return 10 + (MOOD_HEIGHT - 20) * (5 - level) / 4


def _dots(points: Iterable[Point], place: Callable[[Point], tuple[float, float]], size: float) -> list[cv.Shape]:
    by_level: dict[int, list[ft.OffsetValue]] = {}
    for point in points:
        by_level.setdefault(nearest_level(point.value), []).append(ft.Offset(*place(point)))
    return [
        cv.Points(
            points=of,
            point_mode=cv.PointMode.POINTS,
            paint=ft.Paint(color=theme.LEVEL_COLOURS[level], stroke_width=size, stroke_cap=ft.StrokeCap.ROUND),
        )
        for level, of in sorted(by_level.items())
    ]


def _average(trend: Trend, place: Callable[[Point], tuple[float, float]]) -> list[cv.Shape]:
    elements: list[cv.Path.PathElement] = []
    for piece in trend.line:
        for number, point in enumerate(piece):
            x, y = place(point)
            elements.append(cv.Path.LineTo(x, y) if number else cv.Path.MoveTo(x, y))
    paint = ft.Paint(
        color=theme.PRIMARY,
        stroke_width=2.5,
        style=ft.PaintingStyle.STROKE,
        stroke_cap=ft.StrokeCap.ROUND,
        stroke_join=ft.StrokeJoin.ROUND,
    )
    return [cv.Path(elements, paint=paint)] if elements else []


def square_shapes(squares: Iterable[Square], pitch: float, marked: date | None = None) -> list[cv.Shape]:
    """Return a rounded square for each day, `pitch` from one to the next; a day without check-ins is faint, and
    `marked` has an edge."""
    side, gap = pitch * (1 - _GAP), pitch * _GAP
    shapes: list[cv.Shape] = []
    for square in squares:
        colour = theme.LEVEL_COLOURS[square.level] if square.level else theme.VARIANT
        x, y = square.column * pitch + gap / 2, square.row * pitch + gap / 2
        shapes.append(cv.Rect(x, y, side, side, border_radius=side * 0.28, paint=ft.Paint(color=colour)))
        if square.day == marked:
            edge = ft.Paint(color=theme.TEXT, style=ft.PaintingStyle.STROKE, stroke_width=1.5)
            shapes.append(cv.Rect(x, y, side, side, border_radius=side * 0.28, paint=edge))
    return shapes


def square_at(squares: Iterable[Square], pitch: float, x: float, y: float) -> Square | None:
    """Return the square at a point of the picture."""
    column, row = int(x // pitch), int(y // pitch)
    return next((square for square in squares if (square.column, square.row) == (column, row)), None)


def middle_bar(value: float, reach: float, colour: str, *, faint: bool = False) -> ft.Control:
    """Return a bar that grows from the middle of its track: to the end for a `value` above zero, to the beginning for
    one below; `reach` is the value of a whole half."""
    part = round(1000 * min(1.0, abs(value) / reach))
    bar = _filled(colour, part, faint=faint)
    rest = _space(1000 - part)
    halves = [_space(1000), bar, rest] if value >= 0 else [rest, bar, _space(1000)]
    mark = ft.Row(
        [ft.Container(width=2, height=_BAR, bgcolor=theme.QUIET)], alignment=ft.MainAxisAlignment.CENTER, spacing=0
    )
    return _track(ft.Stack([ft.Row([one for one in halves if one is not None], spacing=0), mark]))


def level_bar(level: float | None) -> ft.Control:
    """Return a bar for a mean level from 1 to 5, in the colour of the nearest level; an empty track for None."""
    if level is None:
        return _track(None)
    part = round(1000 * (level - 1) / 4) or 20
    parts = [_filled(theme.LEVEL_COLOURS[nearest_level(level)], part), _space(1000 - part)]
    return _track(ft.Row([one for one in parts if one is not None], spacing=0))


def _track(content: ft.Control | None) -> ft.Control:
    return ft.Container(
        content, height=_BAR, border_radius=_BAR / 2, bgcolor=theme.VARIANT, clip_behavior=ft.ClipBehavior.ANTI_ALIAS
    )


def _filled(colour: str, part: int, *, faint: bool = False) -> ft.Control | None:
    if part <= 0:
        return None
    return ft.Container(height=_BAR, expand=part, bgcolor=colour, border_radius=_BAR / 2, opacity=0.5 if faint else 1)


def _space(part: int) -> ft.Control | None:
    return ft.Container(expand=part, height=_BAR) if part > 0 else None

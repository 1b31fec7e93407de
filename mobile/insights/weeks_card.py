"""The last weeks, each square a day; as many weeks as the card is wide."""

import flet as ft

from mobile import paths
from mobile.insights import said
from mobile.insights.drawing import FIRST_WIDTH, Picture, square_at, square_shapes
from mobile.insights.mood_card import card_line
from mobile.insights.pixels import Square, last_weeks, level_counts
from mobile.insights.reading import Insights
from mobile.ui import cards, dates, faces, inputs, scaffold, type
from mobile.ui.guard import component
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

_PITCH = 15.2
_WEEKS_MAX = 52


def weeks_in(width: float) -> int:
    """Return how many weeks fit into a picture of this width."""
    return max(4, min(_WEEKS_MAX, int(width // _PITCH)))


@component
def WeeksCard(found: Insights, vocabulary: Vocabulary) -> ft.Control:
    """The squares; a tap on one opens its day."""
    width, set_width = ft.use_state(FIRST_WIDTH)
    weeks = weeks_in(width)
    squares = last_weeks(found.weeks, found.today, weeks, dates.first_weekday())

    def pitch(of: float) -> float:
        return of / weeks

    def touch(x: float, y: float, of: float) -> None:
        square = square_at(squares, pitch(of), x, y)
        if square is not None:
            scaffold.go(paths.insight_day(square.day))

    picture = Picture(
        lambda of: square_shapes(squares, pitch(of), found.today),
        lambda of: 7 * pitch(of),
        _label(squares, weeks, vocabulary),
        touch,
        lambda of: set_width(lambda _: of),
    )
    year = inputs.text_button(t("A whole year"), scaffold.to(paths.insight_year(found.today.year)))
    return cards.card(
        [
            card_line(tn("Your last week", "Your last {count} weeks", weeks), t("each square is a day")),
            picture,
            legend(vocabulary),
            ft.Row([year]),
        ],
        spacing=10,
    )


def legend(vocabulary: Vocabulary, alignment: ft.MainAxisAlignment = ft.MainAxisAlignment.SPACE_BETWEEN) -> ft.Control:
    """Return what the colours mean, as faces with their words."""
    items: list[ft.Control] = [
        ft.Row(
            [faces.face(level, 18), type.quiet(vocabulary.mood(level, None), expand=True, expand_loose=True)],
            spacing=5,
            tight=True,
        )
        for level in faces.LEVELS
    ]
    return ft.Row(items, wrap=True, spacing=12, run_spacing=4, alignment=alignment)


def _label(squares: list[Square], weeks: int, vocabulary: Vocabulary) -> str:
    counts = level_counts(square.level for square in squares)
    return t(
        "Squares of {weeks}, {days} with check-ins: {counts}.",
        weeks=tn("{count} week", "{count} weeks", weeks),
        days=tn("{count} day", "{count} days", sum(counts)),
        counts=said.count_words(counts, vocabulary.level_names),
    )

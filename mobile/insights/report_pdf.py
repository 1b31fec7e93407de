"""The report on paper: one A4 page, and a second one for measures and notes. It is made on the device.

Everything that is drawn also stands there as text, so that it can be read out, searched and copied. The same report
gives the same bytes. Nothing hangs over an edge: a line that is too wide ends in "…", and notes become smaller down to
what can still be read; what does not fit then is counted, not squeezed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise

from mobile.entries.levels import nearest_level
from mobile.insights import numbers
from mobile.insights.pixels import Month
from mobile.insights.report import (
    CALENDAR,
    LINKS,
    MEASURES,
    TREND,
    WEEKDAYS,
    WORDS,
    Note,
    Report,
    headings,
    weekday_name,
)
from mobile.paper import EDGE, HEIGHT, INK, LINE, MM_PER_POINT, ROOM, Lines
from mobile.ui import dates, theme
from mobile.words import language, t, tn

_LOWEST = HEIGHT - EDGE
_BODY, _SMALL, _TITLE = 9.5, 7.5, 18.0  # points
_NOTE_SIZES = (10.0, 9.0, 8.0, 7.0)
_PAGE_CHARACTERS = 16_000  # more than a page holds of the smallest
_CHART_HEIGHT, _CHART_LEFT = 42.0, 20.0
_SQUARE, _MONTHS_IN_ROW = 3.5, 6
_QUIET, _LINE = "#5B6967", "#D8D2C6"


@dataclass(frozen=True, slots=True)
class Printed:
    """The file, and how many notes, the newest ones, did not fit on it."""

    content: bytes
    notes_left_out: int


def print_report(report: Report) -> Printed:
    """Return the report as a PDF of one or two pages."""
    return _Pages(report).finish()


class _Pages(Lines):
    """The pages, written from above."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.title)
        self.report, self.names = report, headings()
        self.paper.set_lang(language().replace("_", "-"))
        self.paper.set_creation_date(datetime.combine(report.made_on, time(12), UTC))
        self.left_out = 0

    def finish(self) -> Printed:
        self.paper.add_page()
        self._title()
        for draw in (self._trend, self._calendar, self._weekdays, self._links, self._words):
            draw()
        self._footer()
        if self.report.measures or self.report.notes:
            self.paper.add_page()
            self.at = EDGE
            self._measures()
            self._notes()
            self._footer()
        return Printed(bytes(self.paper.output()), self.left_out)

    # --- parts

    def _title(self) -> None:
        self.line(self.report.title, _TITLE, bold=True)
        for line in self.report.summary:
            self.line(line, _BODY, colour=_QUIET)

    def _trend(self) -> None:
        trend = self.report.trend
        if trend is None:
            return
        self.heading(self.names[TREND])
        top, left, width = self.at + 1.5, EDGE + _CHART_LEFT, ROOM - _CHART_LEFT
        span = max((self.report.last - self.report.first).days, 1)
        paper = self.paper

        def y(level: float) -> float:
            return top + (5 - level) / 4 * _CHART_HEIGHT

        def x(day: date) -> float:
            return left + min(max((day - self.report.first).days / span, 0.0), 1.0) * width

        paper.set_draw_color(_LINE)
        paper.set_line_width(0.2)
        for level in range(1, 6):
            paper.line(left, y(level), left + width, y(level))
            self.text(
                self.report.level_names[level - 1], EDGE, y(level) - 1.6, _SMALL, room=_CHART_LEFT - 2, colour=_QUIET
            )
        for dot in trend.dots:
            paper.set_fill_color(theme.LEVEL_COLOURS[nearest_level(dot.value)])
            paper.circle(x(dot.day), y(dot.value), 0.7, style="F")
        paper.set_draw_color(INK)
        paper.set_line_width(0.5)
        for piece in trend.line:
            for one, other in pairwise(piece):
                paper.line(x(one.day), y(one.value), x(other.day), y(other.value))
        below = top + _CHART_HEIGHT + 1.5
        self.text(dates.day_with_year(self.report.first), left, below, _SMALL, room=width / 2, colour=_QUIET)
        last = dates.day_with_year(self.report.last)
        self.text(last, left + width / 2, below, _SMALL, room=width / 2, colour=_QUIET, align="R")
        self.at = below + 4.5
        self.line(self.report.trend_words, _BODY)

    def _calendar(self) -> None:
        months = self.report.months
        if not months:
            return
        self.heading(self.names[CALENDAR])
        pitch = ROOM / _MONTHS_IN_ROW
        for start in range(0, len(months), _MONTHS_IN_ROW):
            row = months[start : start + _MONTHS_IN_ROW]
            for place, month in enumerate(row):
                self._month(month, EDGE + place * pitch, pitch)
            self.at += 4.5 + _SQUARE * max(square.row + 1 for month in row for square in month.squares) + 1.5
        legend = ", ".join(
            t("{level} {word}", level=level, word=word) for level, word in enumerate(self.report.level_names, 1)
        )
        self.line(t("Each square is a day: {levels}.", levels=legend), _SMALL, colour=_QUIET)

    def _month(self, month: Month, left: float, pitch: float) -> None:
        paper = self.paper
        self.text(dates.month(month.first), left, self.at, _SMALL, room=pitch - 2, bold=True)
        paper.set_draw_color(_LINE)
        paper.set_line_width(0.15)
        for square in month.squares:
            x, y, side = left + square.column * _SQUARE, self.at + 4.5 + square.row * _SQUARE, _SQUARE - 0.4
            is_shown = self.report.first <= square.day <= self.report.last
            if square.level is None or not is_shown:
                paper.rect(x, y, side, side, style="D")
                continue
            paper.set_fill_color(theme.LEVEL_COLOURS[square.level])
            paper.rect(x, y, side, side, style="F")
            ink = "#FFFFFF" if square.level <= 1 else INK
            self.text(str(square.level), x, y + 0.25, 5.5, room=side, colour=ink, align="C")

    def _weekdays(self) -> None:
        weekdays = self.report.weekdays
        if not weekdays:
            return
        self.heading(self.names[WEEKDAYS])
        pitch, height = ROOM / 7, 14.0
        base = self.at + 4.5 + height
        for place, mean in enumerate(weekdays):
            left = EDGE + place * pitch
            room = pitch - 2
            if mean.level is not None:
                tall = 0.6 + (mean.level - 1) / 4 * height
                self.paper.set_fill_color(theme.LEVEL_COLOURS[nearest_level(mean.level)])
                self.paper.rect(left, base - tall, room, tall, style="F")
                self.text(numbers.level(mean.level), left, base - tall - 4.2, _BODY, room=room, bold=True, align="C")
            else:
                self.text("–", left, base - 4.2, _BODY, room=room, align="C")
            self.text(weekday_name(place), left, base + 0.8, _SMALL, room=room, align="C")
            count = tn("{count} day", "{count} days", mean.days)
            self.text(count, left, base + 4.2, _SMALL, room=room, colour=_QUIET, align="C")
        self.at = base + 8.5

    def _links(self) -> None:
        self._list(self.names[LINKS], self.report.links)

    def _words(self) -> None:
        self._list(self.names[WORDS], self.report.words)

    def _measures(self) -> None:
        self._list(self.names[MEASURES], self.report.measures)

    def _list(self, heading: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        self.heading(heading)
        for line in lines:
            self.paragraph(line, _BODY)

    def _notes(self) -> None:
        """All notes in the largest size in which they fit; in the smallest as many as fit, the last of them cut."""
        notes = self.report.notes
        if not notes:
            return
        self.heading(self.names["notes"])
        room = _LOWEST - 12 - self.at
        size = next((size for size in _NOTE_SIZES if self._fit(notes, size, room)), _NOTE_SIZES[-1])
        for place, note in enumerate(notes):
            left = _LOWEST - 12 - self.at
            if self._height(note, size) > left:
                self.left_out = len(notes) - place
                if not place and (cut := self._cut(note, size, left)):
                    self._note(cut, size)
                    self.left_out -= 1
                break
            self._note(note, size)
        if self.left_out:
            sentence = tn("The newest note did not fit.", "The {count} newest notes did not fit.", self.left_out)
            self.line(sentence, _BODY, colour=_QUIET)

    def _note(self, note: Note, size: float) -> None:
        self.line(note.head, size, bold=True)
        self.block(note.text, size)
        self.at += size * MM_PER_POINT * 0.6

    def _fit(self, notes: Sequence[Note], size: float, room: float) -> bool:
        """Whether all notes fit; it stops measuring at the first that does not."""
        for note in notes:
            room -= self._height(note, size)
            if room < 0:
                return False
        return True

    def _height(self, note: Note, size: float) -> float:
        line = size * MM_PER_POINT
        return line * 1.35 + self.block(note.text[:_PAGE_CHARACTERS], size, dry=True) + line * 0.6

    def _cut(self, note: Note, size: float, room: float) -> Note | None:
        """Return as much of a note as fits; None when not even its beginning does."""
        line = size * MM_PER_POINT
        lines = self.lines_of(note.text[:_PAGE_CHARACTERS], size)[: int((room - line * 1.95) / (line * LINE))]
        return Note(note.head, "\n".join(lines)[:-1].rstrip() + "…") if lines else None

    def _footer(self) -> None:
        made = dates.day_with_year(self.report.made_on)
        words = t("Made with Kith on {day}, from the member’s own check-ins. It is no diagnosis.", day=made)
        self.text(words, EDGE, _LOWEST - 3, _SMALL, room=ROOM, colour=_QUIET)

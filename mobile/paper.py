"""Paper: what every PDF that Kith makes on this device has in common, which is A4 and the app's own font."""

from functools import cache
from pathlib import Path
from typing import cast

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

FONT = "Figtree"
WIDTH, HEIGHT, EDGE = 210.0, 297.0, 16.0  # A4 in millimetres
MM_PER_POINT = 25.4 / 72
ROOM = WIDTH - 2 * EDGE
LINE = 1.3  # the height of a line of a block, in its size
HEADING = 11.5  # points
INK = "#1F2B29"
_CUT_FROM = 2_000  # characters; no line is that long
_FONT_FILE = Path(__file__).parent / "assets" / "fonts" / "Figtree.ttf"
_REGULAR: dict[str, float] = {"wght": 400}
_BOLD: dict[str, float] = {"wght": 700}


def new_paper(title: str) -> FPDF:
    """Return a document of A4 without a page yet, with the font in its two weights; it never breaks a page by
    itself."""
    document = FPDF(format="A4", unit="mm")
    document.set_auto_page_break(False)
    document.set_margins(EDGE, EDGE, EDGE)
    document.set_title(title)
    document.add_font(FONT, fname=_FONT_FILE, variations=_REGULAR)
    document.add_font(FONT, style="B", fname=_FONT_FILE, variations=_BOLD)
    return document


def unprintable(text: str) -> str:
    """Return the letters of `text` that the font does not have, each once."""
    known = _letters()
    return "".join(dict.fromkeys(letter for letter in text if not letter.isspace() and ord(letter) not in known))


@cache
def _letters() -> frozenset[int]:
    with TTFont(_FONT_FILE) as font:
        return frozenset(font.getBestCmap())


class Lines:
    """Lines of text on paper, written from above; `at` is where the next one begins, in millimetres. Sizes are points.
    No line is wider than the page: names come from the member, and may be as long as they like."""

    def __init__(self, title: str) -> None:
        self.paper = new_paper(title)
        self.paper.c_margin = 0  # so that a text of many lines begins where one of one line does
        self.at = EDGE

    def heading(self, text: str) -> None:
        """Write the name of a part, with some space around it."""
        self.at += 3.2
        self.line(text, HEADING, bold=True)
        self.at += 0.8

    def line(self, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """Write one line, cut where it is too wide."""
        self.text(text, EDGE, self.at, size, room=ROOM, bold=bold, colour=colour)
        self.at += size * MM_PER_POINT * 1.35

    def paragraph(self, text: str, size: float) -> None:
        """Write two lines at most, the second one set in."""
        self.font(size)
        words, first = text.split(" "), ""
        while words and self.paper.get_string_width(f"{first} {words[0]}".strip()) <= ROOM - 4:
            first = f"{first} {words.pop(0)}".strip()
        if not first or not words:
            self.line(text, size)
            return
        self.line(first, size)
        self.text(" ".join(words), EDGE + 4, self.at, size, room=ROOM - 4)
        self.at += size * MM_PER_POINT * 1.35

    def block(self, text: str, size: float, *, dry: bool = False) -> float:
        """Write a text in as many lines as it takes and return its height; `dry` only measures."""
        self.font(size)
        self.paper.set_xy(EDGE, self.at)
        height = cast(
            float,
            self.paper.multi_cell(ROOM, size * MM_PER_POINT * LINE, text, align="L", dry_run=dry, output="HEIGHT"),
        )
        if not dry:
            self.at += height
        return height

    def lines_of(self, text: str, size: float) -> list[str]:
        """Return the lines that `block` makes of a text."""
        self.font(size)
        self.paper.set_xy(EDGE, self.at)
        height = size * MM_PER_POINT * LINE
        return cast(list[str], self.paper.multi_cell(ROOM, height, text, align="L", dry_run=True, output="LINES"))

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        room: float,
        bold: bool = False,
        colour: str = INK,
        align: str = "L",
    ) -> None:
        """Write a text on one line at a place, its upper end at `y`, within `room` millimetres: cut where it is wider,
        `align` to the left (L), the middle (C) or the right (R)."""
        self.font(size, bold=bold, colour=colour)
        text = " ".join(text.split())
        if self.paper.get_string_width(text) > room:
            fits = 0
            too_long = min(len(text), _CUT_FROM)
            while too_long - fits > 1:
                middle = (fits + too_long) // 2
                if self.paper.get_string_width(text[:middle] + "…") <= room:
                    fits = middle
                else:
                    too_long = middle
            text = text[:fits].rstrip() + "…"
        shift = {"L": 0.0, "C": 0.5, "R": 1.0}[align]
        x += (room - self.paper.get_string_width(text)) * shift
        self.paper.text(x, y + size * MM_PER_POINT * 0.95, text)

    def font(self, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """Use the font in a size (points), weight and colour for what comes next."""
        self.paper.set_font(FONT, style="B" if bold else "", size=size)
        self.paper.set_text_color(colour)

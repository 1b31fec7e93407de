"""Paper: what every PDF that Kith makes on this device has in common, which is A4 and the app's own font."""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

FONT = "Figtree"
WIDTH, HEIGHT, EDGE = 210.0, 297.0, 16.0  # A4 in millimetres
MM_PER_POINT = 25.4 / 72
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

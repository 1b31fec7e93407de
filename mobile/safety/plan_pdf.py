"""The safety plan on one sheet of paper: A4, one page, in the app's own font, without a name.

A page that hangs by a door or lies in a wallet works without a battery. However long the plan is, it stays one page:
the text shrinks until it fits.
"""

from collections.abc import Sequence
from typing import cast

from mobile.paper import EDGE, FONT, HEIGHT, MM_PER_POINT, WIDTH, new_paper

_SIZES = tuple(12.0 * 0.92**step for step in range(32))  # points, the largest first; the last is under one point

Section = tuple[str, Sequence[str]]


def print_plan(title: str, sections: Sequence[Section], footer: str) -> bytes:
    """Return a PDF of one A4 page: the title, each section as (heading, lines), and a small line at the bottom."""
    page = _Page(title, sections, footer)
    too_large, fits = -1, len(_SIZES) - 1
    if page.fits(_SIZES[0]):
        fits = 0
    while fits - too_large > 1 and fits > 0:
        middle = (fits + too_large) // 2
        if page.fits(_SIZES[middle]):
            fits = middle
        else:
            too_large = middle
    return page.finish(_SIZES[fits])


class _Page:
    """The page, laid out at one size after the other without being written on until the size is known."""

    def __init__(self, title: str, sections: Sequence[Section], footer: str) -> None:
        self.title, self.sections, self.footer = title, sections, footer
        self.document = new_paper(title)
        self.document.add_page()

    def fits(self, size: float) -> bool:
        """Tell whether everything stands above the lower edge with text of `size` points."""
        return self._lay_out(size, dry=True) <= HEIGHT - EDGE

    def finish(self, size: float) -> bytes:
        """Write everything at this size and return the file."""
        self._lay_out(size, dry=False)
        return bytes(self.document.output())

    def _lay_out(self, size: float, *, dry: bool) -> float:
        """Return where the text ends, in millimetres from the top."""
        line_height = size * MM_PER_POINT
        at = self._text(self.title, EDGE, size * 1.7, bold=True, dry=dry) + line_height * 0.5
        for heading, lines in self.sections:
            at = self._text(heading, at + line_height * 0.8, size * 1.15, bold=True, dry=dry)
            for line in lines:
                at = self._text(f"•  {line}", at + line_height * 0.2, size, dry=dry)
        return self._text(self.footer, at + line_height * 1.2, size * 0.75, dry=dry)

    def _text(self, text: str, at: float, size: float, *, bold: bool = False, dry: bool) -> float:
        self.document.set_font(FONT, style="B" if bold else "", size=size)
        self.document.set_xy(EDGE, at)
        height = self.document.multi_cell(
            WIDTH - 2 * EDGE, size * MM_PER_POINT * 1.3, text, align="L", dry_run=dry, output="HEIGHT"
        )
        return at + cast(float, height)

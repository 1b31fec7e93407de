"""From bytes to text and from text to rows: whatever encoding and delimiter a spreadsheet chose.

Everything is done in small steps, so that a long file never holds up the app.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from mobile.transfer.imported import ROWS_MAX, ImportRefused, Reading

TEXT_BYTES_MAX = 64 * 1024 * 1024
_PIECE_BYTES = 256 * 1024
_SAMPLE_BYTES = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 30
_END = "\ue000"  # of nobody's alphabet
csv.field_size_limit(TEXT_BYTES_MAX)  # a long note is cut where it is told of, and not taken for a damaged table
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> Reading[str]:
    """Return the text of a file without NUL characters; raise ImportRefused for what is no text."""
    if len(data) > TEXT_BYTES_MAX:
        raise ImportRefused("too_large")
    encoding, start = _encoding_of(data)
    # Five bytes mean nothing in the Windows encoding; elsewhere a wrong byte says that the file is damaged.
    decoder = codecs.getincrementaldecoder(encoding)("replace" if encoding == "cp1252" else "strict")
    parts: list[str] = []
    try:
        for begin in range(start, len(data), _PIECE_BYTES):
            parts.append(decoder.decode(data[begin : begin + _PIECE_BYTES]))
            if len(parts) == 1:
                _refuse_noise(parts[0][:_SAMPLE_BYTES])
            yield 0.0
        parts.append(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise ImportRefused("broken_text") from error
    if not any(part.strip() for part in parts):
        raise ImportRefused("empty")
    return "".join(parts).replace("\0", "")


def _encoding_of(data: bytes) -> tuple[str, int]:
    """Return the encoding and where the text begins. Without a mark: UTF-16 has a zero in every second place of Latin
    letters, and what is not UTF-8 is taken for the Western Windows encoding, which spreadsheets still write."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name, len(mark)
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 8 and even < odd // 4:
        return "utf-16-le", 0
    if even > len(sample) // 8 and odd < even // 4:
        return "utf-16-be", 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(data), _PIECE_BYTES):
            decoder.decode(data[begin : begin + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        if b"\0" in sample:
            raise ImportRefused("not_text") from None
        return "cp1252", 0
    return "utf-8", 0


def _refuse_noise(sample: str) -> None:
    if len(_CONTROL.findall(sample)) > len(sample) // 50:
        raise ImportRefused("not_text")


@dataclass(frozen=True, slots=True)
class Table:
    """A text as a table: its header, cells stripped, and where its rows are."""

    header: tuple[str, ...]
    delimiter: str
    text: str

    @property
    def names(self) -> dict[str, int]:
        """Lower-case column name -> its place."""
        found: dict[str, int] = {}
        for place, name in enumerate(self.header):
            found.setdefault(name.casefold(), place)
        return found

    def rows(self) -> Iterator[tuple[int, list[str], float]]:
        """Yield (number of the row, cells, share of the text that is done) below the header, without empty rows.

        A row with too few cells is filled up. Raises ImportRefused for a quotation that has no end and for too many
        rows.
        """
        lines = _Lines(self.text, _END)
        reader = csv.reader(lines, delimiter=self.delimiter)
        try:
            for number, cells in enumerate(reader, start=1):
                if lines.is_over:  # an open quotation would have taken the last line in
                    if cells != [_END]:
                        raise ImportRefused("broken_table", number)
                    return
                if number == 1 or not any(cell.strip() for cell in cells):
                    continue
                if number > ROWS_MAX:
                    raise ImportRefused("too_many")
                yield number, cells + [""] * (len(self.header) - len(cells)), lines.share
        except csv.Error as error:
            raise ImportRefused("broken_table", reader.line_num) from error


def open_table(text: str) -> Table | None:
    """Return the text as a table by the delimiter that gives the most columns evenly; None when there is none."""
    best: tuple[float, Table] | None = None
    for delimiter in _DELIMITERS:
        rows: list[list[str]] = []
        with suppress(csv.Error):  # told where it is, when the rows are read
            for row in islice(csv.reader(_Lines(text), delimiter=delimiter), _SAMPLE_ROWS):
                if any(cell.strip() for cell in row):
                    rows.append(row)
        if not rows or len(rows[0]) < 2:
            continue
        width = len(rows[0])
        score = width * sum(len(row) == width for row in rows) / len(rows)
        if best is None or score > best[0]:
            best = (score, Table(_unique([cell.strip() for cell in rows[0]]), delimiter, text))
    return best[1] if best else None


class _Lines:
    """The lines of a text one by one, ended by a line feed alone, and a last line of one's own if one is given; `share`
    is how much of the text they were, `is_over` whether it was that last one."""

    def __init__(self, text: str, last: str = "") -> None:
        self._text = text if "\n" in text else text.replace("\r", "\n")
        self._last, self._place, self.is_over = last, 0, False

    @property
    def share(self) -> float:
        return self._place / max(1, len(self._text))

    def __iter__(self) -> Iterator[str]:
        while self._place < len(self._text):
            end = self._text.find("\n", self._place) + 1 or len(self._text)
            line, self._place = self._text[self._place : end], end
            yield line
        if self._last:
            self.is_over = True
            yield self._last


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Return column names with a number where one stands twice."""
    seen: dict[str, int] = {}
    out = []
    for place, name in enumerate(names, start=1):
        wanted = name or str(place)
        seen[wanted] = seen.get(wanted, 0) + 1
        out.append(wanted if seen[wanted] == 1 else f"{wanted} ({seen[wanted]})")
    return tuple(out)

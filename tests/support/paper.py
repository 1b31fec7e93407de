"""Reading a PDF back as a person or a program would: its pages, and the text on them."""

import re
import zlib


def count_pages(pdf: bytes) -> int:
    """Return how many pages a file has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def words_on(pdf: bytes) -> str:
    """Return the text of all pages: the codes they show, told back by the table that each embedded font carries."""
    tables = [
        {int(code, 16): chr(int(letter, 16)) for code, letter in re.findall(rb"<(\w{4})> <(\w{4})>\n", table)}
        for table in re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.S)
    ]
    shown, font = "", 0
    for found in re.finditer(rb"/F(\d) |\(((?:\\.|[^\\)])*)\) Tj", b"\n".join(drawings(pdf)), re.S):
        if found[1]:
            font = int(found[1]) - 1
            continue
        codes = re.sub(rb"\\(.)", lambda one: {b"r": b"\r", b"n": b"\n"}.get(one[1], one[1]), found[2], flags=re.S)
        pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
        shown += "".join(tables[font].get(code, "?") for code in pairs) + "\n"
    return shown


def places(pdf: bytes) -> list[tuple[float, float]]:
    """Return where each text begins, in points from the lower left corner of its page."""
    pairs = re.findall(rb"BT (-?[\d.]+) (-?[\d.]+) Td", b"\n".join(drawings(pdf)))
    return [(float(x), float(y)) for x, y in pairs]


def drawings(pdf: bytes) -> list[bytes]:
    """Return what is drawn on each page that has a text."""
    found = (one for one in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S) if one[:1] == b"\x78")
    return [page for page in map(zlib.decompress, found) if b" Tj" in page]

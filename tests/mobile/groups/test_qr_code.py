"""The picture of a link is a PNG that holds the same modules as the link asks for."""

import struct
import zlib

import segno

from mobile.groups.qr_code import qr_code

LINK = "https://kith.example/groups/join/ABCDE12345"
SCALE, BORDER = 8, 4


def grey_rows(png: bytes) -> tuple[int, list[bytes]]:
    """Return the width and the unfiltered rows of a PNG with one bit per pixel."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (1, 3), "one bit of a palette per pixel"
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    raw, step = zlib.decompress(data), (width + 7) // 8 + 1
    rows: list[bytes] = []
    for row in range(height):
        kind, line = raw[row * step], raw[row * step + 1 : (row + 1) * step]
        assert kind in (0, 2), "each row stands for itself, or for what differs from the one above"
        above = rows[-1] if kind == 2 else bytes(len(line))
        rows.append(bytes((one + other) % 256 for one, other in zip(line, above, strict=True)))
    return width, rows


def test_the_picture_holds_the_link() -> None:
    width, rows = grey_rows(qr_code(LINK))
    assert width == len(rows)
    modules = [
        [rows[y][x // 8] >> (7 - x % 8) & 1 for x in range(SCALE // 2, width, SCALE)]
        for y in range(SCALE // 2, width, SCALE)
    ]
    light = modules[0][0]  # the quiet zone
    wanted = segno.make(LINK, micro=False, error="m", boost_error=True).matrix_iter(scale=1, border=BORDER)
    assert [[int(one != light) for one in row] for row in modules] == [list(map(int, row)) for row in wanted]


def test_the_same_link_gives_the_same_picture_and_another_gives_another() -> None:
    assert qr_code(LINK) == qr_code(LINK) != qr_code(LINK + "6")

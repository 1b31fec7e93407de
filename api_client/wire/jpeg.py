"""What counts as a photo, on both ends: a plain JPEG that holds the picture and not one byte beside it.

Where somebody stood, when, and with which camera lies in segments that a viewer never shows, and so do thumbnails of
what was cut off. So this is a list of what may stand in the file, not of what may not; and only the simplest way of
coding is taken, whose size in memory is known from its header. Nothing is decoded here.
"""

import re
from collections.abc import Callable

from api_client.wire import limits

_START, _END, _SCAN, _FRAME = 0xD8, 0xD9, 0xDA, 0xC0
_JFIF, _QUANTISATION, _HUFFMAN, _RESTART = 0xE0, 0xDB, 0xC4, 0xDD
_METADATA = {*range(0xE0, 0xF0), 0xFE}  # segments of applications, and comments
_TABLE_BYTES_MAX = 2 + 4 * (17 + 256)  # four of the largest tables there are
_JFIF_HEADER = re.compile(rb"JFIF\0\x01[\x00-\x02].{5}\0\0", re.DOTALL)  # no thumbnail
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # within the picture, the only ones are those that follow a restart
_MALFORMED, _HOLDS_MORE, _TOO_LARGE = "photo_form", "photo_metadata", "photo_size"


def read_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a photo; raise ValueError(code) when it is no plain JPEG, holds anything beside the
    picture, or is too large."""
    if len(content) > limits.PHOTO_BYTES_MAX:
        raise ValueError(_TOO_LARGE)
    _require(content[:2] == bytes([0xFF, _START]))
    place, size = 2, (0, 0)
    while True:
        _require(len(content) >= place + 4 and content[place] == 0xFF)
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        segment = content[place + 4 : place + 2 + length]
        _require(length >= 2 and len(segment) == length - 2)
        if marker == _FRAME:
            _require(size == (0, 0))
            size = _read_frame(segment)
        elif marker == _SCAN:
            _require(size != (0, 0) and len(segment) == 4 + 2 * segment[0])
            _require_only_the_picture(content, place + 2 + length)
            return size
        else:
            _check_segment(marker, segment, first=place == 2)
        place += 2 + length


def check_photo(content: bytes) -> bytes:
    """Return `content` when it is a photo; raise ValueError(code) else."""
    read_size(content)
    return content


def check_small_photo(content: bytes) -> bytes:
    """Return `content` when it is a photo that stands small and square; raise ValueError(code) else."""
    width, height = read_size(content)
    if len(content) > limits.SMALL_PHOTO_BYTES_MAX or width > limits.SMALL_PHOTO_SIDE_MAX:
        raise ValueError(_TOO_LARGE)
    _require(width == height)
    return content


def _check_segment(marker: int, segment: bytes, *, first: bool) -> None:
    allowed: dict[int, Callable[[], bool]] = {
        _JFIF: lambda: first and _JFIF_HEADER.fullmatch(segment) is not None,
        _QUANTISATION: lambda: len(segment) <= _TABLE_BYTES_MAX,
        _HUFFMAN: lambda: len(segment) <= _TABLE_BYTES_MAX,
        _RESTART: lambda: len(segment) == 2,
    }
    if marker not in allowed or not allowed[marker]():
        raise ValueError(_HOLDS_MORE if marker in _METADATA else _MALFORMED)


def _read_frame(segment: bytes) -> tuple[int, int]:
    """Return the size that a baseline frame of 8 bits in grey or colour says it has."""
    _require(len(segment) >= 6 and segment[0] == 8 and segment[5] in (1, 3) and len(segment) == 6 + 3 * segment[5])
    height, width = int.from_bytes(segment[1:3]), int.from_bytes(segment[3:5])
    _require(width > 0 and height > 0)
    if max(width, height) > limits.PHOTO_SIDE_MAX:
        raise ValueError(_TOO_LARGE)
    return width, height


def _require_only_the_picture(content: bytes, place: int) -> None:
    """Raise ValueError unless the scan that begins at `place` is followed by the end of the file and by nothing."""
    found = _MARKER.search(content, place)
    _require(found is not None)
    if found is not None and (content[found.start() + 1] != _END or found.end() != len(content)):
        raise ValueError(_HOLDS_MORE)


def _require(fits: bool) -> None:
    if not fits:
        raise ValueError(_MALFORMED)

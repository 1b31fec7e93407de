"""The photos of the example community: a few plain pictures, drawn here, so that no picture of anybody is needed.

The one importer of Pillow on this side, and only while an example is made. They pass the checks of any photo.
"""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

_SIZE = (960, 720)
_FINE = 2  # drawn larger and made smaller, so that edges are smooth
Draw = ImageDraw.ImageDraw


def draw_photo(name: str) -> bytes:
    """Return one of the drawings as a photo."""
    return _encode(_drawn(name), 80)


def draw_small(name: str) -> bytes:
    """Return the middle of a drawing as the photo of a group."""
    image = _drawn(name)
    edge = (image.width - image.height) // 2
    return _encode(image.crop((edge, 0, edge + image.height, image.height)).resize((160, 160)), 75)


def _drawn(name: str) -> Image.Image:
    width, height = _SIZE[0] * _FINE, _SIZE[1] * _FINE
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    _DRAWINGS[name](draw, width, height)
    return image.resize(_SIZE, Image.Resampling.LANCZOS)


def _encode(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _sky(draw: Draw, width: int, height: int, above: tuple[int, int, int], below: tuple[int, int, int]) -> None:
    for y in range(height):
        part = y / height
        colour = tuple(round(a + (b - a) * part) for a, b in zip(above, below, strict=True))
        draw.line((0, y, width, y), fill=colour)


def _roofs(draw: Draw, width: int, height: int, colour: str, top: float, lit: str = "") -> None:
    """Draw a row of houses whose roofs begin at `top`, some with a lit window."""
    house = width / 5
    for number in range(6):
        left, ridge = (number - 0.5) * house, height * (top + 0.06 * (number * 7 % 3))
        eaves = ridge + height * 0.12
        draw.polygon([(left, eaves), (left + house / 2, ridge), (left + house, eaves)], fill=colour)
        draw.rectangle((left + house * 0.06, eaves, left + house * 0.94, height), fill=colour)
        if lit and number in (1, 4):
            x, y, size = left + house * 0.42, eaves + height * 0.06, house * 0.16
            draw.rectangle((x, y, x + size, y + size * 1.3), fill=lit)


def _before_dawn(draw: Draw, width: int, height: int) -> None:
    _sky(draw, width, height, (20, 27, 48), (88, 84, 120))
    moon = height * 0.16
    draw.ellipse((width * 0.7, height * 0.1, width * 0.7 + moon, height * 0.1 + moon), fill="#F3EBD3")
    draw.ellipse(
        (width * 0.7 + moon * 0.3, height * 0.08, width * 0.7 + moon * 1.2, height * 0.08 + moon), fill="#1B2339"
    )
    _roofs(draw, width, height, "#2B3150", 0.52)
    _roofs(draw, width, height, "#171B2E", 0.68, lit="#F2C879")


def _open_curtains(draw: Draw, width: int, height: int) -> None:
    _sky(draw, width, height, (198, 205, 210), (226, 228, 226))
    _roofs(draw, width, height, "#A9B1B6", 0.5)
    _roofs(draw, width, height, "#8B959B", 0.66)
    frame = width * 0.02
    for x in (width / 2 - frame / 2, width * 0.17, width * 0.81):
        draw.rectangle((x, 0, x + frame, height), fill="#F7F3EA")
    draw.rectangle((0, height * 0.9, width, height), fill="#E9DFCC")
    for left, right in ((0, width * 0.19), (width * 0.81, width)):
        draw.rectangle((left, 0, right, height * 0.96), fill="#C9836A")
        for fold in range(1, 4):
            x = left + (right - left) * fold / 4
            draw.line((x, 0, x, height * 0.96), fill="#B06F58", width=round(frame / 3))


def _soup(draw: Draw, width: int, height: int) -> None:
    _sky(draw, width, height, (244, 234, 216), (236, 219, 192))
    draw.rectangle((0, height * 0.78, width, height), fill="#8C6A4F")
    draw.rounded_rectangle(
        (width * 0.27, height * 0.42, width * 0.73, height * 0.82), radius=width * 0.05, fill="#2B6B66"
    )
    draw.ellipse((width * 0.27, height * 0.36, width * 0.73, height * 0.5), fill="#3A837D")
    draw.ellipse((width * 0.3, height * 0.38, width * 0.7, height * 0.48), fill="#D98E4A")
    for x in (0.2, 0.73):
        draw.rounded_rectangle((width * x, height * 0.5, width * (x + 0.07), height * 0.55), radius=20, fill="#234F4B")
    for number, x in enumerate((0.4, 0.5, 0.6)):
        high = height * (0.1 + 0.03 * (number % 2))
        draw.arc((width * (x - 0.03), high, width * (x + 0.03), height * 0.24), 90, 270, fill="#FFFFFF", width=14)
        draw.arc(
            (width * (x - 0.03), height * 0.236, width * (x + 0.03), height * 0.35), 270, 90, fill="#FFFFFF", width=14
        )


_DRAWINGS: dict[str, Callable[[Draw, int, int], None]] = {
    "before_dawn": _before_dawn,
    "open_curtains": _open_curtains,
    "soup": _soup,
}

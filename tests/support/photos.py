"""Photos for tests, drawn in code: as a device sends them, and as a phone takes them."""

import base64
import io
from typing import Any
from uuid import uuid4

from PIL import Image, ImageDraw

SECRET_PLACE = b"canary-camera"


def picture(width: int = 320, height: int = 240, colour: str = "#2B6B66") -> Image.Image:
    """Return a picture in which left and right, above and below differ."""
    image = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height // 4), fill="#E8A87C")
    draw.ellipse((width // 2, height // 2, width - 1, height - 1), fill="#FAF7F2")
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(width: int = 320, height: int = 240, colour: str = "#2B6B66") -> bytes:
    """Return a photo as a device sends it."""
    return encoded(picture(width, height, colour), quality=80, optimize=True)


def small_photo(colour: str = "#2B6B66", side: int = 160) -> str:
    """Return the photo of a group or a person as it travels."""
    return base64.b64encode(encoded(picture(side, side, colour), quality=70, optimize=True)).decode()


def as_taken(width: int = 400, height: int = 300, *, orientation: int = 6) -> bytes:
    """Return a photo as a phone takes it: with the place, the camera and how it was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET_PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 23.0, 10.0), 3: "E", 4: (2.0, 10.0, 30.0)})
    return encoded(picture(width, height), exif=exif, comment=SECRET_PLACE)


def new_photo(content: bytes | None = None, **words: Any) -> dict[str, Any]:
    """Return what a request says of a new photo."""
    return {"id": str(uuid4()), "content": base64.b64encode(content or jpeg()).decode(), **words}

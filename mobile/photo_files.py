"""From a picture of this member's to a photo that may leave the device: small, upright, and nothing but the picture.

The one importer of Pillow. Where and when it was taken, and with what, is left behind because the pixels alone are
copied; that it is so is then looked at with the very rules of the host.
"""

import asyncio
import contextlib
import io
from typing import Literal

from PIL import Image, ImageOps

from api_client.wire import limits
from api_client.wire.jpeg import check_photo, check_small_photo

Reason = Literal["empty", "no_picture", "too_large"]

SIDE = 1_600  # pixels of the longer side
SQUARE_SIDE = 160  # of the pictures of groups and people, which stand small
SMALL_SIDE = 240  # pixels of the shorter side, where a photo stands small among others
FILE_BYTES_MAX = 40 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_PIXELS_MAX = {"JPEG": 200_000_000, "MPO": 200_000_000}  # a JPEG is read in a smaller size at once, the rest as a whole
_OTHER_PIXELS_MAX = 50_000_000
_QUALITIES = (82, 70, 55, 40)
Image.MAX_IMAGE_PIXELS = None  # looked at here, before anything is unpacked


class PhotoRefused(ValueError):
    """A file that no photo can be made of; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


async def make_photo(file: bytes, *, square: bool = False) -> bytes:
    """Return `file` as a photo, its middle alone if it is to be `square`; raise PhotoRefused. In a worker thread: a
    large picture takes a second."""
    return await asyncio.to_thread(read_photo, file, square=square)


async def make_small(photo: bytes) -> bytes:
    """Return the middle of a photo, square and small, for where many stand at once; raise PhotoRefused."""
    return await asyncio.to_thread(_read_small, photo)


def _read_small(photo: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(photo), formats=("JPEG",)) as image:
            image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))  # never smaller than that; unpacked in a millisecond or two
            side = min(SMALL_SIDE, *image.size)
            file = io.BytesIO()
            ImageOps.fit(image.convert("RGB"), (side, side)).save(file, "JPEG", quality=80)
            return file.getvalue()
    except Exception:
        raise PhotoRefused("no_picture") from None  # as below


def read_photo(file: bytes, *, square: bool = False) -> bytes:
    """Do what `make_photo` says, here and now."""
    if not file:
        raise PhotoRefused("empty")
    if len(file) > FILE_BYTES_MAX:
        raise PhotoRefused("too_large")
    try:
        with Image.open(io.BytesIO(file), formats=_FORMATS) as image:
            if image.width * image.height > _PIXELS_MAX.get(image.format or "", _OTHER_PIXELS_MAX):
                raise PhotoRefused("too_large")
            return _encode(_pixels_of(image, square=square), square=square)
    except PhotoRefused:
        raise
    except Exception:
        # A damaged or hostile file makes Pillow fail in nearly every way there is; all of them mean the same here.
        raise PhotoRefused("no_picture") from None


def _pixels_of(image: Image.Image, *, square: bool) -> Image.Image:
    """Return the picture upright, in the usual colours, on white, in its size; a new one, so nothing comes along."""
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is unpacked in about that size at once
    upright = ImageOps.exif_transpose(image)
    if square:
        upright = ImageOps.fit(upright, (SQUARE_SIDE, SQUARE_SIDE))
    else:
        upright.thumbnail((SIDE, SIDE))
    coloured = _in_usual_colours(upright).convert("RGBA")
    photo = Image.new("RGB", coloured.size, "white")
    photo.paste(coloured, mask=coloured.getchannel("A"))
    return photo


def _in_usual_colours(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB. A camera's own colours look pale without its profile, which stays behind."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode != "RGB":
        return image
    with contextlib.suppress(Exception):  # a broken profile, or a Pillow without colour management: the colours as is
        from PIL import ImageCms

        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    return image


def _encode(photo: Image.Image, *, square: bool) -> bytes:
    """Return the photo as the host takes it, as good as the bytes allow."""
    most, check = limits.PHOTO_BYTES_MAX, check_photo
    if square:
        most, check = limits.SMALL_PHOTO_BYTES_MAX, check_small_photo
    while True:
        for quality in _QUALITIES:
            file = io.BytesIO()
            photo.save(file, "JPEG", quality=quality, optimize=True)
            if len(content := file.getvalue()) <= most:
                return check(content)
        photo = photo.resize((max(1, photo.width // 2), max(1, photo.height // 2)))

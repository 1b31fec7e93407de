"""What leaves the device as a photo: the picture, upright and small, and not a word of where it was taken."""

import io
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps

from api_client.wire import limits
from api_client.wire.jpeg import read_size
from mobile import photo_files
from mobile.photo_files import SIDE, SQUARE_SIDE, PhotoRefused, make_photo, read_photo
from tests.support.photos import SECRET_PLACE, as_taken, encoded, jpeg, picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def is_close(image: Image.Image, place: tuple[int, int], colour: Any) -> bool:
    found: Any = image.getpixel(place)
    return all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
async def test_usual_kinds_become_what_the_host_takes(kind: str) -> None:
    assert read_size(await make_photo(encoded(picture(640, 480), kind))) == (640, 480)


def test_place_camera_and_comment_stay_behind() -> None:
    taken = as_taken()
    assert SECRET_PLACE in taken
    photo = read_photo(taken)
    assert SECRET_PLACE not in photo and b"Exif" not in photo
    shown = Image.open(io.BytesIO(photo))
    assert not shown.getexif() and not set(shown.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    expected = Image.open(io.BytesIO(as_taken(orientation=orientation)))
    size = (400, 300) if orientation < 5 else (300, 400)
    photo = opened(read_photo(as_taken(orientation=orientation)))
    assert photo.size == size
    upright = ImageOps.exif_transpose(expected).convert("RGB")
    for place in ((10, 10), (size[0] - 10, 10), (10, size[1] - 10), (size[0] // 2, size[1] // 2)):
        assert is_close(photo, place, upright.getpixel(place))


def test_a_large_picture_is_made_small_and_a_busy_one_fits_the_bytes() -> None:
    assert read_size(read_photo(encoded(Image.new("RGB", (5_000, 2_500), "teal")))) == (SIDE, SIDE // 2)
    noise = Image.effect_noise((1_600, 1_600), 200).convert("RGB")
    assert len(read_photo(encoded(noise, quality=95))) <= limits.PHOTO_BYTES_MAX


def test_what_can_be_seen_through_stands_on_white() -> None:
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert is_close(opened(read_photo(encoded(clear, kind))), (5, 5), (255, 255, 255))


def test_a_profile_of_colours_is_used_and_left_behind() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"no profile at all"):
        photo = read_photo(encoded(Image.new("RGB", (50, 50), "#2B6B66"), icc_profile=icc))
        assert is_close(opened(photo), (25, 25), (0x2B, 0x6B, 0x66))


def test_a_square_is_the_middle() -> None:
    wide = Image.new("RGB", (900, 300), "white")
    wide.paste("teal", (300, 0, 600, 300))
    photo = opened(read_photo(encoded(wide), square=True))
    assert photo.size == (SQUARE_SIDE, SQUARE_SIDE)
    for place in ((5, 5), (SQUARE_SIDE - 6, SQUARE_SIDE - 6)):
        assert is_close(photo, place, (0, 128, 128))


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (b"", "empty"),
        (b"no picture", "no_picture"),
        (b"<svg/>", "no_picture"),
        (jpeg()[:300], "no_picture"),
        (encoded(picture(), "PNG")[:200], "no_picture"),
        (encoded(picture(), "PDF"), "no_picture"),
        (encoded(picture(), "TIFF"), "no_picture"),
    ],
)
async def test_anything_else_is_refused_with_its_reason(file: bytes, reason: str) -> None:
    with pytest.raises(PhotoRefused) as caught:
        await make_photo(file)
    assert caught.value.reason == reason


def test_a_file_or_a_picture_beyond_all_measure_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_files, "FILE_BYTES_MAX", 100)
    with pytest.raises(PhotoRefused, match="too_large"):
        read_photo(jpeg())
    monkeypatch.undo()
    huge = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    huge[16:24] = (60_000).to_bytes(4) * 2  # what the header claims
    huge[29:33] = zlib.crc32(huge[12:29]).to_bytes(4)
    with pytest.raises(PhotoRefused, match="too_large"):
        read_photo(bytes(huge))

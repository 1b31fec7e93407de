"""What is taken for a photo: the picture, and not one byte beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from api_client.wire import limits
from api_client.wire.jpeg import check_small_photo, read_size
from tests.support.photos import as_taken, encoded, jpeg, picture

GOOD = jpeg(32, 24)


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def after_start(marker: int, content: bytes) -> bytes:
    return GOOD[:2] + segment(marker, content) + GOOD[2:]


def before_frame(marker: int, content: bytes) -> bytes:
    place = GOOD.index(b"\xff\xc0")
    return GOOD[:place] + segment(marker, content) + GOOD[place:]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (320, 240), (1600, 7)])
def test_a_plain_jpeg_is_taken_with_its_size(width: int, height: int) -> None:
    assert read_size(jpeg(width, height)) == (width, height)
    assert read_size(encoded(picture(width, height).convert("L"))) == (width, height)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo_form"),
        (b"\xff\xd8", "photo_form"),
        (b"<svg onload='x'/>", "photo_form"),
        (encoded(picture(), "PNG"), "photo_form"),
        (encoded(picture(), "WEBP"), "photo_form"),
        (encoded(picture(), "GIF"), "photo_form"),
        (encoded(picture(), progressive=True), "photo_form"),
        (encoded(Image.new("CMYK", (9, 9))), "photo_metadata"),
        (as_taken(), "photo_metadata"),
        (encoded(picture(), comment=b"written here"), "photo_metadata"),
        (encoded(picture(), icc_profile=b"profile"), "photo_metadata"),
        (encoded(picture(), xmp=b"<x:xmpmeta/>"), "photo_metadata"),
        (GOOD + b"after the end", "photo_metadata"),
        (GOOD + GOOD, "photo_metadata"),
        (GOOD[:-2] + segment(0xFE, b"late") + GOOD[-2:], "photo_metadata"),
        (GOOD[:-2] + segment(0xC4, b"late") + GOOD[-2:], "photo_metadata"),
        (after_start(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01abc"), "photo_metadata"),  # with a thumbnail
        (before_frame(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), "photo_metadata"),  # a second header
        (before_frame(0xE1, b"Exif\0\0"), "photo_metadata"),
        (before_frame(0xDB, b"x" * 5_000), "photo_form"),  # more than tables can hold
        (before_frame(0xD9, b""), "photo_form"),
        (GOOD[:-2], "photo_form"),
        (jpeg(limits.PHOTO_SIDE_MAX + 1, 2), "photo_size"),
        (b"\xff\xd8" + b"\0" * limits.PHOTO_BYTES_MAX, "photo_size"),
    ],
)
def test_anything_else_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        read_size(content)


@pytest.mark.parametrize(
    "content", [jpeg(193, 193), jpeg(100, 90), encoded(Image.effect_noise((192, 192), 99), quality=99)]
)
def test_the_photo_of_a_group_or_a_person_is_small_and_square(content: bytes) -> None:
    with pytest.raises(ValueError, match="photo"):
        check_small_photo(content)
    assert check_small_photo(jpeg(160, 160))


def test_a_picture_that_claims_to_be_huge_is_refused_unopened() -> None:
    place = GOOD.index(b"\xff\xc0") + 5
    with pytest.raises(ValueError, match=r"^photo_size$"):
        read_size(GOOD[:place] + b"\xff\xff\xff\xff" + GOOD[place + 4 :])


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=4))
def test_a_damaged_one_is_refused_or_still_holds_nothing_but_a_picture(place: int, put: bytes) -> None:
    damaged = GOOD[:place] + put + GOOD[place + len(put) :]
    try:
        width, height = read_size(damaged)
    except ValueError as error:
        assert str(error) in ("photo_form", "photo_metadata", "photo_size")
    else:
        assert 0 < width <= limits.PHOTO_SIDE_MAX and 0 < height <= limits.PHOTO_SIDE_MAX


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_in_another_way(content: bytes) -> None:
    with pytest.raises(ValueError, match="photo"):
        read_size(b"\xff\xd8" + content)

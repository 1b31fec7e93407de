"""Sealing: fixed for ever by a vector; any change of any byte is noticed; sizes stand in buckets."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api_client import aes_gcm, sealing
from api_client.sealing import (
    CannotOpen,
    Sealer,
    name_photo,
    open_record,
    open_records,
    open_sealed,
    pad,
    seal,
    seal_record,
    unpad,
)
from api_client.wire import limits

ACCOUNT = UUID("11111111-1111-4111-8111-111111111111")
RECORD = UUID("33333333-3333-4333-8333-333333333333")
KEY = bytes(range(32))
NONCE = bytes(range(100, 112))


def test_aes_gcm_gives_the_vector_of_its_specification() -> None:
    # McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plaintext = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
        "b16aedf5aa0de657ba637b39"
    )
    associated_data = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    expected = (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
        "c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b"
    )
    assert aes_gcm.Cipher(key).encrypt(nonce, plaintext, associated_data).hex() == expected


def test_envelope_is_the_same_for_ever() -> None:
    envelope = Sealer(KEY)._seal_with(NONCE, b"a quiet morning", b"kith/test")
    assert envelope.hex() == "016465666768696a6b6c6d6e6f293baf13108c22be530d2d86b30b0dd41a7bf54c595d2a306bfd6e01fd5e22"
    assert Sealer(KEY).open(envelope, b"kith/test") == b"a quiet morning"


def test_record_envelope_of_the_first_version_opens_for_ever() -> None:
    envelope = bytes.fromhex(
        "016465666768696a6b6c6d6e6f3339b2030f8c3abc04562268da656afd42c2060a8b6cf372a7d1ac48fba3a54894e940"
        "c04c129b04fdf3783ffd42cacf1b5b98e7204a4128faf1acd6ef81a58a088cdb0ed64b3b058b6fed43118a31e664781f"
        "34a7c58dc6dff136c47b134e518e71927e6b4db87eb3fadec5a20db8e8222b801fc179b934b27993b1dab408c7329f98"
        "a86932422bc949560589805c8296c7fd46504b869231917e4de011a5fa9031275c90dce1e06b58a1f7ec74a3ce96f1cd"
        "a937b352cf78011148c2801fceca2f06eaa8157401427f6b63453af2084048960287580cbdf21802d4ece511eb4e27a2"
        "fba2852b3e1aac5cd1a85580d150d607abf3c4edcbc7f01a6b223efa9bb7f001248f3a2f279f5db9b6ac2eb77d"
    )
    assert Sealer(KEY).open_record(ACCOUNT, RECORD, envelope) == b'{"level":4}'


def test_any_changed_byte_is_noticed() -> None:
    envelope = Sealer(KEY).seal_record(ACCOUNT, RECORD, b"one bad day")
    for place in range(len(envelope)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(envelope)
            changed[place] ^= flip
            with pytest.raises(CannotOpen):
                Sealer(KEY).open_record(ACCOUNT, RECORD, bytes(changed))


def test_any_cut_or_grown_envelope_is_noticed() -> None:
    envelope = Sealer(KEY).seal_record(ACCOUNT, RECORD, b"one bad day")
    for length in range(len(envelope)):
        with pytest.raises(CannotOpen):
            Sealer(KEY).open_record(ACCOUNT, RECORD, envelope[:length])
    with pytest.raises(CannotOpen):
        Sealer(KEY).open_record(ACCOUNT, RECORD, envelope + b"\0")


def test_record_opens_only_in_its_place() -> None:
    sealer = Sealer(KEY)
    envelope = sealer.seal_record(ACCOUNT, RECORD, b"words")
    assert sealer.open_record(ACCOUNT, RECORD, envelope) == b"words"
    for account, record, opener in (
        (uuid4(), RECORD, sealer),
        (ACCOUNT, uuid4(), sealer),
        (RECORD, ACCOUNT, sealer),
        (ACCOUNT, RECORD, Sealer(bytes(32))),
    ):
        with pytest.raises(CannotOpen):
            opener.open_record(account, record, envelope)


def test_photo_opens_only_in_its_place_and_never_as_a_record() -> None:
    sealer, other = Sealer(KEY), UUID("22222222-2222-4222-8222-222222222222")
    envelope = sealer.seal_photo(ACCOUNT, RECORD, b"a picture")
    assert sealer.open_photo(ACCOUNT, RECORD, envelope) == b"a picture"
    wrong: list[Callable[[], bytes]] = [
        lambda: sealer.open_photo(other, RECORD, envelope),
        lambda: sealer.open_photo(ACCOUNT, other, envelope),
        lambda: sealer.open_record(ACCOUNT, RECORD, envelope),
        lambda: sealer.open_photo(ACCOUNT, RECORD, sealer.seal_record(ACCOUNT, RECORD, b"a picture")),
        lambda: Sealer(bytes(32)).open_photo(ACCOUNT, RECORD, envelope),
    ]
    for attempt in wrong:
        with pytest.raises(CannotOpen):
            attempt()


def test_the_name_of_a_photo_is_the_same_for_ever_and_needs_the_key() -> None:
    name = name_photo(KEY, b"a picture")
    assert name == UUID("38e51e8c-fff9-4a48-ada3-3da351c0c9ff")
    assert name.version == 4  # looks like any other id
    assert len({name, name_photo(KEY, b"another"), name_photo(bytes(32), b"a picture")}) == 3


def test_longest_photo_still_fits_the_host() -> None:
    envelope = Sealer(KEY).seal_photo(ACCOUNT, RECORD, bytes(limits.PHOTO_BYTES_MAX))
    assert len(envelope) <= limits.SEALED_PHOTO_BYTES_MAX
    with pytest.raises(ValueError):
        Sealer(KEY).seal_photo(ACCOUNT, RECORD, bytes(limits.PHOTO_BYTES_MAX + 1))


def test_no_nonce_serves_twice() -> None:
    sealer = Sealer(KEY)
    assert len({sealer.seal(b"same", b"")[1:13] for _ in range(500)}) == 500


@settings(max_examples=60, deadline=None)
@given(plaintext=st.binary(max_size=9000), associated_data=st.binary(max_size=60))
def test_what_was_sealed_opens_again(plaintext: bytes, associated_data: bytes) -> None:
    sealer = Sealer(KEY)
    assert sealer.open(sealer.seal(plaintext, associated_data), associated_data) == plaintext
    envelope = asyncio.run(seal(KEY, plaintext, associated_data))
    assert asyncio.run(open_sealed(KEY, envelope, associated_data)) == plaintext
    assert sealer.open_record(ACCOUNT, RECORD, sealer.seal_record(ACCOUNT, RECORD, plaintext)) == plaintext


@given(plaintext=st.binary(max_size=600), zeros=st.integers(0, 300))
def test_padding_comes_off_as_it_went_on(plaintext: bytes, zeros: int) -> None:
    for text in (plaintext, plaintext + b"\x80", plaintext + b"\0" * zeros, plaintext + b"\x80" + b"\0" * zeros):
        assert unpad(pad(text)) == text


@given(length=st.integers(0, 300_000))
def test_buckets_hold_the_text_and_cost_little(length: int) -> None:
    padded = sealing._bucket(length + 1)
    assert padded > length
    if padded <= 4096:
        assert padded % 256 == 0 and padded - length <= 256
    else:
        assert padded <= (length + 1) * 1.12
    assert sealing._bucket(padded) == padded


def test_few_sizes_are_seen() -> None:
    sizes = {sealing._bucket(length) for length in range(1, 65_537)}
    assert len(sizes) <= 80
    assert sorted(sizes)[:3] == [256, 512, 768]


@pytest.mark.parametrize(
    "padded", [b"", b"\0" * 256, b"words", b"words\x80", b"\x80" + b"\0" * 511, b"\x80" + b"\1" * 255]
)
def test_wrong_padding_is_refused(padded: bytes) -> None:
    with pytest.raises(CannotOpen):
        unpad(padded)


def test_longest_record_still_fits_the_host() -> None:
    sealer = Sealer(KEY)
    longest = b"x" * sealing.RECORD_PLAINTEXT_BYTES_MAX
    assert len(sealer.seal_record(ACCOUNT, RECORD, longest)) <= limits.RECORD_BYTES_MAX
    with pytest.raises(ValueError, match="too long"):
        sealer.seal_record(ACCOUNT, RECORD, longest + b"x")
    with pytest.raises(ValueError, match="too long"):
        asyncio.run(seal_record(KEY, ACCOUNT, RECORD, longest + b"x"))


def test_awaitable_and_plain_ways_agree() -> None:
    async def story() -> None:
        envelope = await seal_record(KEY, ACCOUNT, RECORD, b"words")
        assert Sealer(KEY).open_record(ACCOUNT, RECORD, envelope) == b"words"
        assert await open_record(KEY, ACCOUNT, RECORD, envelope) == b"words"
        with pytest.raises(CannotOpen):
            await open_record(KEY, RECORD, ACCOUNT, envelope)

    asyncio.run(story())


def test_long_inputs_go_through_a_thread_unchanged() -> None:
    async def story() -> None:
        photo = bytes(1024) * 1024
        envelope = await seal(KEY, photo, b"photo")
        assert await open_sealed(KEY, envelope, b"photo") == photo
        with pytest.raises(CannotOpen):
            await open_sealed(KEY, envelope, b"else")

    asyncio.run(story())


def test_many_records_open_together_and_a_spoilt_one_is_none() -> None:
    sealer = Sealer(KEY)
    ids = [uuid4() for _ in range(20)]
    records = [(record_id, sealer.seal_record(ACCOUNT, record_id, str(record_id).encode())) for record_id in ids]
    records[7] = (records[7][0], records[8][1])
    opened = asyncio.run(open_records(KEY, ACCOUNT, records))
    assert opened[7] is None
    assert [text for text in opened if text] == [str(i).encode() for place, i in enumerate(ids) if place != 7]


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(bytes(16))


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        (1, 256),
        (256, 256),
        (257, 512),
        (4095, 4096),
        (4096, 4096),
        (4097, 4352),
        (8192, 8192),
        (8193, 8704),
        (10_000, 10_240),
        (32_769, 34_816),
        (65_537, 67_584),
        (1_000_000, 1_015_808),
    ],
)
def test_buckets_are_the_same_for_ever(length: int, bucket: int) -> None:
    assert sealing._bucket(length) == bucket
    assert len(pad(b"x" * (length - 1))) == bucket


def test_sizes_are_the_same_for_ever() -> None:
    assert sealing.ENVELOPE_OVERHEAD_BYTES == len(Sealer(KEY).seal(b"", b"")) == 29
    assert sealing.RECORD_PLAINTEXT_BYTES_MAX == 63_487

"""Keys: the derivations are fixed for ever by vectors, and nothing opens in a place it was not made for."""

import asyncio
from uuid import UUID

import pytest

from api_client import keys
from api_client.errors import WeakKeyParameters
from api_client.recovery_code import RecoveryCode
from api_client.wire import limits
from api_client.wire.accounts import KeyParameters

ACCOUNT = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")
SALT = bytes(range(16))
CHEAPEST = KeyParameters(salt=SALT, memory_kib=limits.KDF_MEMORY_KIB_MIN, passes=limits.KDF_PASSES_MIN, lanes=1)


def derive(passphrase: str, parameters: KeyParameters = CHEAPEST) -> keys.PassphraseKeys:
    return asyncio.run(keys.derive_passphrase_keys(passphrase, parameters))


@pytest.mark.parametrize(
    ("key", "salt", "info", "length", "expected"),
    [  # RFC 5869, appendix A.1 to A.3
        (
            "0b" * 22,
            "000102030405060708090a0b0c",
            "f0f1f2f3f4f5f6f7f8f9",
            42,
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            bytes(range(0x00, 0x50)).hex(),
            bytes(range(0x60, 0xB0)).hex(),
            bytes(range(0xB0, 0x100)).hex(),
            82,
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
        (
            "0b" * 22,
            "",
            "",
            42,
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ],
)
def test_hkdf_gives_the_vectors_of_its_rfc(key: str, salt: str, info: str, length: int, expected: str) -> None:
    derived = keys.hkdf_sha256(bytes.fromhex(key), salt=bytes.fromhex(salt), info=bytes.fromhex(info), length=length)
    assert derived.hex() == expected


@pytest.mark.parametrize("length", [0, -1, 8161])
def test_hkdf_refuses_impossible_lengths(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        keys.hkdf_sha256(b"k", info=b"", length=length)
    for possible in (1, 8160):
        assert len(keys.hkdf_sha256(b"k", info=b"", length=possible)) == possible


def test_passphrase_gives_the_same_keys_for_ever() -> None:
    derived = derive("correct horse battery staple")
    assert derived.auth_secret.hex() == "2560759a56e09d3db30174cf472cb0002a22ebee787f64faf4cf07dab8b115e6"
    assert derived.wrapping_key.hex() == "6d2f341cc42b6da29f023e9c9a051423ebb3bc964bb67d6e371eb3a5ca665acc"


def test_recovery_code_gives_the_same_keys_for_ever() -> None:
    derived = keys.derive_recovery_keys(RecoveryCode(bytes(range(16))))
    assert derived.auth_secret.hex() == "8ca1ff70757b0ec590c7f6b49b65184af900755b32002afcc421271c0163a6b1"
    assert derived.wrapping_key.hex() == "46485426b122a70047aa444d5e8a9cee8dae363aed5835cf7c6711aaa33b63c2"


def test_composed_and_decomposed_spelling_give_the_same_keys() -> None:
    assert derive("cafe\u0301 am Fluss, jeden Tag") == derive("caf\u00e9 am Fluss, jeden Tag")


def test_passphrase_is_never_cut() -> None:
    long = "a" * 200
    assert derive(long + "b") != derive(long + "c")


def test_spaces_and_case_count() -> None:
    assert len({derive(text).auth_secret for text in ("river stone", "River stone", "river stone ", "riverstone")}) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": limits.KDF_MEMORY_KIB_MIN - 1},
        {"memory_kib": limits.KDF_MEMORY_KIB_MAX + 1},
        {"memory_kib": 2**40},
        {"passes": limits.KDF_PASSES_MIN - 1},
        {"passes": limits.KDF_PASSES_MAX + 1},
        {"salt": b""},
        {"salt": b"short"},
    ],
)
def test_parameters_out_of_bounds_are_refused_before_any_work(change: dict[str, object]) -> None:
    parameters = CHEAPEST.model_copy(update=change)
    with pytest.raises(WeakKeyParameters):
        keys.check_parameters(parameters)
    with pytest.raises(WeakKeyParameters):
        derive("correct horse battery staple", parameters)


def test_new_parameters_are_todays_with_a_fresh_salt() -> None:
    first, second = keys.new_key_parameters(), keys.new_key_parameters()
    keys.check_parameters(first)
    assert first.salt != second.salt
    assert (first.memory_kib, first.passes, first.lanes) == (64 * 1024, 3, 1)


@pytest.mark.parametrize("edge", [limits.KDF_MEMORY_KIB_MIN, limits.KDF_MEMORY_KIB_MAX])
def test_bounds_themselves_are_allowed(edge: int) -> None:
    keys.check_parameters(CHEAPEST.model_copy(update={"memory_kib": edge, "passes": limits.KDF_PASSES_MAX}))


def test_vault_keys_are_random() -> None:
    assert len({keys.new_vault_key() for _ in range(50)}) == 50
    assert len(keys.new_vault_key()) == keys.KEY_BYTES


def test_keys_and_codes_never_show_in_a_traceback() -> None:
    derived = keys.PassphraseKeys(b"SECRETSECRET", b"WRAPPINGWRAP")
    code = RecoveryCode(b"CODECODECODECODE")
    for shown in (repr(derived), str(derived), repr(code), str(code)):
        assert "SECRET" not in shown and "WRAPPING" not in shown and "CODECODE" not in shown
    assert code.text not in repr(code)


def test_wrapped_key_opens_only_for_its_purpose_account_and_version() -> None:
    vault_key, wrapping_key = keys.new_vault_key(), keys.new_vault_key()

    async def story() -> None:
        wrapped = await keys.wrap_key(vault_key, wrapping_key, purpose="passphrase", account_id=ACCOUNT, key_version=3)
        assert len(wrapped) <= limits.WRAPPED_KEY_BYTES_MAX
        opened = await keys.unwrap_key(wrapped, wrapping_key, purpose="passphrase", account_id=ACCOUNT, key_version=3)
        assert opened == vault_key
        with pytest.raises(keys.WrongKey):
            await keys.unwrap_key(wrapped, wrapping_key, purpose="recovery", account_id=ACCOUNT, key_version=3)
        with pytest.raises(keys.WrongKey):
            await keys.unwrap_key(wrapped, wrapping_key, purpose="passphrase", account_id=OTHER, key_version=3)
        with pytest.raises(keys.WrongKey):
            await keys.unwrap_key(wrapped, wrapping_key, purpose="passphrase", account_id=ACCOUNT, key_version=2)
        with pytest.raises(keys.WrongKey):
            await keys.unwrap_key(
                wrapped, keys.new_vault_key(), purpose="passphrase", account_id=ACCOUNT, key_version=3
            )

    asyncio.run(story())


def test_a_wrapped_key_of_another_length_is_not_taken() -> None:
    wrapping_key = keys.new_vault_key()

    async def story() -> None:
        wrapped = await keys.wrap_key(b"short", wrapping_key, purpose="recovery", account_id=ACCOUNT, key_version=0)
        with pytest.raises(keys.WrongKey):
            await keys.unwrap_key(wrapped, wrapping_key, purpose="recovery", account_id=ACCOUNT, key_version=0)

    asyncio.run(story())


def test_each_use_has_its_own_key() -> None:
    vault_key = bytes(32)
    derived = {keys.derive_key(vault_key, info) for info in (keys.RECORD_KEY, keys.CACHE_KEY, "kith/photo/1")}
    assert len(derived) == 3
    assert (
        keys.derive_key(vault_key, keys.RECORD_KEY).hex()
        == "a9a2ca70b0ee3eb8a0895a2e7628fe59c8ea7a42884c4056d95f4ad68d7916a4"
    )


@pytest.mark.parametrize(
    ("purpose", "key_version", "wrapped"),
    [
        (
            "passphrase",
            1,
            "016465666768696a6b6c6d6e6f80d214adb5249851eeb38d3b0eb0bc2a9a1bdcd157b12dad47304eab1f4643af635462636e7680"
            "0d5a3945ee2cb1ba81",
        ),
        (
            "recovery",
            keys.RECOVERY_KEY_VERSION,
            "016465666768696a6b6c6d6e6f80d214adb5249851eeb38d3b0eb0bc2a9a1bdcd157b12dad47304eab1f4643af7de680bb222378"
            "da7d2b62b5a936bad0",
        ),
    ],
)
def test_a_wrapped_key_of_the_first_version_opens_for_ever(
    purpose: keys.Purpose, key_version: int, wrapped: str
) -> None:
    opened = asyncio.run(
        keys.unwrap_key(
            bytes.fromhex(wrapped), bytes(range(32)), purpose=purpose, account_id=ACCOUNT, key_version=key_version
        )
    )
    assert opened == bytes(range(200, 232))

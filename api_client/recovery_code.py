"""The recovery code: 128 random bits that a person can write down, read out and type again.

Crockford's base 32 has no letters that look like digits; case, spaces and dashes do not matter. The last 22 bits are a
checksum, so that a slip of the pen is told from a wrong code before the host is asked: one slip in four million passes.
"""

import hashlib
import os
import unicodedata
from dataclasses import dataclass, field

SECRET_BYTES = 16
GROUP_LENGTH = 5
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_LENGTH = 30
_CHECKSUM_BITS = 5 * _LENGTH - 8 * SECRET_BYTES
_TYPED_LENGTH_MAX = 4 * _LENGTH


class InvalidRecoveryCode(ValueError):
    """What was typed is not a recovery code: a letter is missing, too many or wrong."""


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """One recovery code. `secret` goes into key derivation only; `text` is what the person sees once."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError("a recovery code has 16 bytes")

    @classmethod
    def new(cls) -> "RecoveryCode":
        """Return a fresh random code."""
        return cls(os.urandom(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> "RecoveryCode":
        """Return the code that was typed as `text`, in any case, with any separators, O for 0, I and L for 1.

        Raises InvalidRecoveryCode when the length, a letter or the checksum is wrong.
        """
        if len(text) > _TYPED_LENGTH_MAX:
            raise InvalidRecoveryCode("length")
        typed = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
        symbols = [character for character in typed if character.isalnum()]
        if len(symbols) != _LENGTH:
            raise InvalidRecoveryCode("length")
        if any(symbol not in _ALPHABET for symbol in symbols):
            raise InvalidRecoveryCode("letter")
        number = 0
        for symbol in symbols:
            number = number << 5 | _ALPHABET.index(symbol)
        secret = (number >> _CHECKSUM_BITS).to_bytes(SECRET_BYTES, "big")
        if number & ((1 << _CHECKSUM_BITS) - 1) != _checksum(secret):
            raise InvalidRecoveryCode("checksum")
        return cls(secret)

    @property
    def text(self) -> str:
        """The code as shown: six groups of five, joined by dashes."""
        number = int.from_bytes(self.secret, "big") << _CHECKSUM_BITS | _checksum(self.secret)
        symbols = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
        return "-".join(symbols[start : start + GROUP_LENGTH] for start in range(0, _LENGTH, GROUP_LENGTH))


def _checksum(secret: bytes) -> int:
    digest = hashlib.sha256(b"kith/recovery-check/1|" + secret).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - _CHECKSUM_BITS)

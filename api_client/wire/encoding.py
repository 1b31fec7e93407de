"""Base64 as it travels: strict in, canonical out."""

import base64
import binascii


def encode_base64(value: bytes) -> str:
    """Return `value` in standard base64 with padding."""
    return base64.b64encode(value).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Return the bytes of `text`; raise ValueError when it is not strict base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64") from error

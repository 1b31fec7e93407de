"""Base64 as it travels: strict in, canonical out."""

import base64
import binascii


def encode_base64(value: bytes) -> str:
    """Return `value` in standard base64 with padding."""
    return base64.b64encode(value).decode("ascii")


def decode_base64(text: str) -> bytes:
    """Return the bytes of `text`; raise ValueError unless it is what `encode_base64` makes of them, to the letter.

    Python's own strict decoder takes a last letter with stray bits, so that two texts could mean the same bytes.
    """
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64") from error
    if encode_base64(value) != text:
        raise ValueError("not base64")
    return value

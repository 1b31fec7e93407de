"""What a form tells before anything is sent: the same rules as the host's, imported from the contract."""

import ipaddress
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pydantic import TypeAdapter, ValidationError

from api_client.wire import limits
from api_client.wire.text import DisplayName, Handle
from mobile.sentences import field_sentence
from mobile.words import t

_HANDLE: TypeAdapter[str] = TypeAdapter(Handle)
_DISPLAY_NAME: TypeAdapter[str] = TypeAdapter(DisplayName)


def handle_sentence(text: str) -> str:
    """Return what is wrong with a new handle, empty when nothing is."""
    length = len(text.strip())
    if not length:
        return t("Choose a handle.")
    if not limits.HANDLE_MIN <= length <= limits.HANDLE_MAX:
        return t("A handle has {least} to {most} characters.", least=limits.HANDLE_MIN, most=limits.HANDLE_MAX)
    return _sentence(_HANDLE, text)


def known_handle_sentence(text: str) -> str:
    """Return what is wrong with the handle that somebody has already, empty when it can be asked for."""
    return _sentence(_HANDLE, text) if text.strip() else t("Write your handle.")


def display_name_sentence(text: str) -> str:
    """Return what is wrong with a display name, empty when nothing is."""
    return _sentence(_DISPLAY_NAME, text) if text.strip() else t("Write the name that groups will see.")


def clean_address(text: str) -> str:
    """Return a host's address as typed, with the scheme that was left out; empty when it is no address."""
    text = text.strip().rstrip("/")
    if "://" not in text:
        bare = _split(f"//{text}")
        text = ("http://" if bare and _is_this_device(bare.hostname or "") else "https://") + text
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    if parts.username or parts.password or parts.query or parts.fragment:
        return ""
    return text


def is_open_to_listeners(address: str) -> bool:
    """Whether others on the way could read what goes to `address`: plain http, and not to this very device."""
    parts = _split(address)
    return parts is not None and parts.scheme == "http" and not _is_this_device(parts.hostname or "")


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address, None for what is none: blanks inside, a port that is no number."""
    if not text.isprintable() or any(character.isspace() for character in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_this_device(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _sentence(adapter: TypeAdapter[Any], text: str) -> str:
    try:
        adapter.validate_python(text)
    except ValidationError as error:
        found = error.errors()[0]
        own = found.get("ctx", {}).get("error")
        return field_sentence(str(own) if found["type"] == "value_error" and own else found["type"])
    return ""

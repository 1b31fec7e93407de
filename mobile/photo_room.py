"""How much room the journal's photos take, in words: said early enough that nobody runs into the end of it."""

from api_client.wire import limits
from mobile.vault.journal_photos import PhotoRoom
from mobile.words import t

_MEGABYTE = 1024 * 1024


def room_words(room: PhotoRoom) -> str:
    """Return how much of an account's room for photos is used."""
    used, most = -(-room.bytes // _MEGABYTE), limits.JOURNAL_PHOTO_BYTES_MAX // _MEGABYTE
    return t("The photos of your journal take {used} of {most} MB.", used=used, most=most)

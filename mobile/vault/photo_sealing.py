"""How a photo of the journal is named, sealed and opened on this device, and moved to another account's key."""

from uuid import UUID

from sqlmodel import Session

from api_client import keys
from api_client.sealing import CannotOpen, Sealer, name_photo
from api_client.wire.jpeg import check_photo
from mobile.vault import photo_rows as rows
from mobile.vault.sealing import Keyring, Locked


class PhotoSealer:
    """Seals and opens photos under the keys of one moment; raise Locked when there are none."""

    def __init__(self, keyring: Keyring) -> None:
        if keyring.account_id is None:
            raise Locked
        self._account_id = keyring.account_id
        self._key = keys.derive_key(keyring.vault_key, keys.PHOTO_KEY)
        self._sealer = Sealer(self._key)

    def name(self, content: bytes) -> UUID:
        """Return the id of a picture."""
        return name_photo(self._key, content)

    def seal(self, photo_id: UUID, content: bytes) -> bytes:
        """Return a photo as it travels and as it lies here."""
        return self._sealer.seal_photo(self._account_id, photo_id, content)

    def open(self, photo_id: UUID, sealed: bytes) -> bytes | None:
        """Return a photo that was sealed, None when it is not that one, or no picture."""
        try:
            return check_photo(self._sealer.open_photo(self._account_id, photo_id, sealed))
        except (CannotOpen, ValueError):
            return None


class PhotoMove:
    """Puts every photo of this device under other keys, one by one: together they may be larger than the memory."""

    def __init__(self, old: Keyring, new: Keyring) -> None:
        self._old, self._new = PhotoSealer(old), PhotoSealer(new)

    def write(self, session: Session) -> None:
        """Seal anew what is here, as new to the host; forget what only the old account had. What does not open is left
        as it is."""
        rows.forget_hosts(session)
        for photo_id in rows.list_here(session):
            content = self._old.open(photo_id, rows.read_sealed(session, photo_id) or b"")
            if content is not None:
                rows.put_new(session, photo_id, self._new.seal(photo_id, content), now=0)

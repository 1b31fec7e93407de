"""The journal's photos: sealed apart from the records that name them, which would be too large with them and are all
read, where a photo is read when somebody looks at it.

The host sees an id that looks like any other, a padded size and when it came. A photo is never changed: the id says
what is in it, so the one that is there is as good as the one that is offered.
"""

from typing import Annotated

from pydantic import Field

from api_client.wire import limits
from api_client.wire.model import Base64Bytes, Id, WireModel, WireRequest

SealedBytes = Annotated[Base64Bytes, Field(min_length=1, max_length=limits.SEALED_PHOTO_BYTES_MAX)]


class PutSealedPhoto(WireRequest):
    """A photo to keep."""

    sealed: SealedBytes


class SealedPhoto(WireModel):
    """A photo as it was given."""

    id: Id
    sealed: SealedBytes


class KeptPhoto(WireModel):
    """A photo that the host keeps, and how many bytes it has, sealed."""

    id: Id
    size: int = Field(ge=0, le=limits.JOURNAL_PHOTO_BYTES_MAX)


class KeptPhotos(WireModel):
    """One page of the account's photos in the order of their ids; ask again after the last of them while `more`."""

    photos: tuple[KeptPhoto, ...]
    more: bool

"""Photos: what is known of one wherever it is shown, how one is given, and its bytes.

A photo travels inside the request of what it belongs to, so both arrive together or not at all, and nobody has to look
for photos that belong to nothing. Its bytes are asked for apart, once, and are never served as a picture: no page can
be made to show them.
"""

from typing import Annotated

from pydantic import AfterValidator

from api_client.wire.jpeg import check_photo, check_small_photo
from api_client.wire.model import Base64Bytes, Id, WireModel, WireRequest
from api_client.wire.text import PhotoDescription

PhotoBytes = Annotated[Base64Bytes, AfterValidator(check_photo)]
# Of a group or a person: so small that it travels with the name it stands beside, wherever that goes.
SmallPhoto = Annotated[Base64Bytes, AfterValidator(check_small_photo)]
_RANDOM = 4  # the version of a UUID that holds nothing but chance


def _check_id(value: Id) -> Id:
    if value.version != _RANDOM:
        raise ValueError("id_holds_time")
    return value


class Photo(WireModel):
    """A photo as it is named where it is shown: its size in pixels, so that room can be kept for it, and its
    description for people who do not see it. Who added it is nowhere."""

    id: Id
    width: int
    height: int
    description: str = ""


class SetPhoto(WireRequest):
    """A photo that is to stand there from now on. Without `content` it is the one that stands there already. The id is
    a UUIDv4, for the reason that `CreatePost` gives."""

    id: Annotated[Id, AfterValidator(_check_id)]
    description: PhotoDescription = ""
    content: PhotoBytes | None = None


class PhotoContent(WireModel):
    """The bytes of a photo: a JPEG without anything but the picture."""

    id: Id
    content: PhotoBytes

"""The bases of every wire model, and the field types they share."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer
from pydantic.functional_validators import BeforeValidator

from api_client.wire.encoding import decode_base64, encode_base64


class WireModel(BaseModel):
    """One answer of the host. Frozen; a field that this version does not know is ignored, so that a host one
    version ahead can still be read."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Show ids and numbers only: a model that ends up in a log or a traceback says nothing private."""
        return ((name, value) for name, value in super().__repr_args__() if isinstance(value, UUID | int | datetime))


class WireRequest(WireModel):
    """One request of a device. Unknown fields are refused: nothing can be smuggled past a route."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out_of_range") from error


def _as_bytes(value: Any) -> Any:
    return decode_base64(value) if isinstance(value, str) else value


# An instant: always with an offset, kept and sent in UTC.
Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]

# Bytes travel as base64 (RFC 4648, section 4, padded) and are `bytes` on both ends.
Base64Bytes = Annotated[
    bytes, BeforeValidator(_as_bytes), PlainSerializer(encode_base64, return_type=str, when_used="json")
]

# Ids are made by devices: UUIDv7 for shared things, UUIDv4 (no time in it) for sealed records.
Id = UUID

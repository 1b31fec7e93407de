"""Answers as ready bytes. Models that we made ourselves are written once and never validated again."""

import asyncio
import zlib
from collections.abc import Callable, Iterable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from api_client.wire import limits
from api_client.wire.model import WireModel

Row = TypeVar("Row")

BASE = "/api/v1"  # in front of every route of the contract
JSON = "application/json"
PACKED_BYTES_MIN = 2_000  # below this the hop to a thread costs more than it saves
_GZIP = 16 + zlib.MAX_WBITS
PAGE_BYTES_MAX = limits.PUSH_BYTES_MAX  # of what a page carries; a page always carries at least one row


def answer(model: WireModel | bytes, status: int = 200) -> Response:
    """Return `model`, or JSON that is ready, as an answer."""
    content = model if isinstance(model, bytes) else model.model_dump_json().encode()
    return Response(content, status, media_type=JSON)


async def packed_answer(request: Request, content: bytes) -> Response:
    """Return JSON that is ready, as gzip when it is long and the device takes it.

    For sealed records only: packing an answer in which secrets stand beside words of others would tell of the secrets
    by its length. Sealed bytes look random, so there is nothing to find but the quarter that base64 wastes; looking
    for no repetitions at all takes half the time.
    """
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    if not takes_gzip or len(content) < PACKED_BYTES_MIN:
        return answer(content)
    packed = await asyncio.to_thread(_pack, content)
    return Response(packed, media_type=JSON, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})


def _pack(content: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP, strategy=zlib.Z_HUFFMAN_ONLY)
    return packer.compress(content) + packer.flush()


def no_content() -> Response:
    """Return 204."""
    return Response(status_code=204)


def join_json(parts: Iterable[bytes]) -> bytes:
    """Return a JSON array of `parts`, each already JSON."""
    return b"[" + b",".join(parts) + b"]"


def take_page(rows: Iterable[Row], limit: int, size_of: Callable[[Row], int]) -> tuple[list[Row], bool]:
    """Return the first rows, at most `limit` and as many as fit a page's bytes, and whether there are more."""
    page: list[Row] = []
    size = 0
    for row in rows:
        size += size_of(row)
        if len(page) == limit or (page and size > PAGE_BYTES_MAX):
            return page, True
        page.append(row)
    return page, False

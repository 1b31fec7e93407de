"""Answers as ready bytes. Models that we made ourselves are written once and never validated again."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from starlette.responses import Response

from api_client.wire import limits
from api_client.wire.model import WireModel

Row = TypeVar("Row")

BASE = "/api/v1"  # in front of every route of the contract
JSON = "application/json"
PAGE_BYTES_MAX = limits.PUSH_BYTES_MAX  # of what a page carries; a page always carries at least one row


def answer(model: WireModel | bytes, status: int = 200) -> Response:
    """Return `model`, or JSON that is ready, as an answer."""
    content = model if isinstance(model, bytes) else model.model_dump_json().encode()
    return Response(content, status, media_type=JSON)


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

"""JSON piece by piece: the items of its long lists one at a time, so that ten years of entries never hold up the app
and no more of them is in memory than is looked at."""

import json
from collections.abc import Iterator
from typing import Any

from mobile.transfer.imported import ImportRefused

_SPACE = " \t\r\n"


def stream(text: str) -> Iterator[tuple[str, Any, float]]:
    """Yield (key, value, share of the text that is done) for what a JSON text holds.

    Of an object each member, and of a member that is a list each item under the same key; of a list each item under the
    key "". Raises ImportRefused for what is not JSON or nests too deep.
    """
    place = _skip(text, 0)
    if text[place : place + 1] == "[":
        for item, end in _items(text, place):
            if item is not _END:
                yield "", item, end / len(text)
            elif _skip(text, end) != len(text):
                raise ImportRefused("broken_json")
        return
    if text[place : place + 1] != "{":
        raise ImportRefused("broken_json")
    place = _skip(text, place + 1)
    while text[place : place + 1] != "}":
        key, place = _value(text, place)
        place = _skip(text, _expect(text, _skip(text, place), ":"))
        if not isinstance(key, str):
            raise ImportRefused("broken_json")
        if text[place : place + 1] == "[":
            end = place
            for item, end in _items(text, place):
                if item is not _END:
                    yield key, item, end / len(text)
            place = end
        else:
            value, place = _value(text, place)
            yield key, value, place / len(text)
        place = _skip(text, place)
        if text[place : place + 1] == ",":
            place = _skip(text, place + 1)
        elif text[place : place + 1] != "}":
            raise ImportRefused("broken_json")


def whole(text: str) -> Any:
    """Return a JSON text as a whole; raise ImportRefused."""
    value, place = _value(text, _skip(text, 0))
    if _skip(text, place) != len(text):
        raise ImportRefused("broken_json")
    return value


_END = object()


def _items(text: str, place: int) -> Iterator[tuple[Any, int]]:
    """Yield each item of the list at `place` with where it ends, and last _END with where the list ends."""
    place = _skip(text, place + 1)
    if text[place : place + 1] == "]":
        yield _END, place + 1
        return
    while True:
        value, place = _value(text, place)
        yield value, place
        place = _skip(text, place)
        if text[place : place + 1] == "]":
            yield _END, place + 1
            return
        place = _skip(text, _expect(text, place, ","))


def _value(text: str, place: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("broken_json") from error


def _expect(text: str, place: int, sign: str) -> int:
    if text[place : place + 1] != sign:
        raise ImportRefused("broken_json")
    return place + 1


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in _SPACE:
        place += 1
    return place


def _number(digits: str) -> int | float:
    """Return a whole number; one that no clock and no count has becomes a float, which no reader takes for one."""
    return int(digits) if len(digits) < 19 else float(digits)


_DECODER = json.JSONDecoder(parse_int=_number)

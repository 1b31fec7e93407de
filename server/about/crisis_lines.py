"""The host's own crisis lines: read from one JSON file, checked to the letter, and told to devices as one answer.

A wrong number is worse than none: a file that does not fit is refused as a whole, with the place, before the host
starts.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from api_client.wire.crisis import OLD_AFTER, CrisisLines, HostCrisisLines

FILE_BYTES_MAX = 200_000
logger = logging.getLogger("kith.crisis_lines")


class BadCrisisLines(Exception):
    """The file cannot be used; `problems` are sentences for the host."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def tell_crisis_lines(lines: CrisisLines | None, known: str | None) -> HostCrisisLines:
    """Return what a device is told that knows the list of the tag `known`."""
    content = b"" if lines is None else lines.model_dump_json().encode()
    tag = hashlib.sha256(content).hexdigest()[:32]
    if tag == known:
        return HostCrisisLines(tag=tag, changed=False)
    return HostCrisisLines(tag=tag, changed=True, lines=lines)


def read_crisis_lines(path: Path) -> CrisisLines:
    """Return the lines of a host's file; raise BadCrisisLines with everything that is wrong in it."""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise BadCrisisLines([f"{path}: cannot be read ({type(error).__name__})"]) from error
    if len(content) > FILE_BYTES_MAX:
        raise BadCrisisLines([f"{path}: larger than {FILE_BYTES_MAX // 1000} kB"])
    try:
        return CrisisLines.model_validate_json(content, extra="forbid")
    except ValidationError as error:
        raise BadCrisisLines(_problems(path, [(one["loc"], one["msg"]) for one in error.errors()])) from error


def _problems(path: Path, found: list[tuple[tuple[int | str, ...], str]]) -> list[str]:
    """Return each problem with its place; what only says that something in it is wrong is left out."""
    innermost = [
        (place, words)
        for place, words in found
        if not any(len(other) > len(place) and other[: len(place)] == place for other, _ in found)
    ]
    return [f"{'.'.join(map(str, place)) or path}: {words}" for place, words in innermost]


def describe_old(lines: CrisisLines, today: date) -> list[str]:
    """Return one sentence for each line that was last compared longer ago than `OLD_AFTER`."""
    return [
        f"{code}, {line.name}: last compared on {lines.compared_on(line)}, more than {OLD_AFTER.days} days ago."
        for code, line in lines.old_lines(today)
    ]


def load_crisis_lines(path: Path | None, today: date) -> CrisisLines | None:
    """Return the lines that this host keeps, and warn in the log when some of them are old."""
    lines = None if path is None else read_crisis_lines(path)
    if lines is not None and lines.old_lines(today):
        logger.warning("crisis_lines_are_old")
    return lines

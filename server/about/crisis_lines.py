"""The host's own crisis lines: read from one JSON file, checked to the letter, and told to devices as one answer.

A wrong number is worse than none: a file that does not fit is refused as a whole, with the place, before the host
starts.
"""

import hashlib
import logging
from datetime import date
from pathlib import Path

from api_client.wire.crisis import OLD_AFTER, CrisisLines, HostCrisisLines
from server.about.kept_files import read_file

logger = logging.getLogger("kith.crisis_lines")


def tell_crisis_lines(lines: CrisisLines | None, known: str | None) -> HostCrisisLines:
    """Return what a device is told that knows the list of the tag `known`."""
    content = b"" if lines is None else lines.model_dump_json().encode()
    tag = hashlib.sha256(content).hexdigest()[:32]
    if tag == known:
        return HostCrisisLines(tag=tag, changed=False)
    return HostCrisisLines(tag=tag, changed=True, lines=lines)


def read_crisis_lines(path: Path) -> CrisisLines:
    """Return the lines of a host's file; raise BadFile with everything that is wrong in it."""
    return read_file(path, CrisisLines)


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

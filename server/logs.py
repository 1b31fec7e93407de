"""Structured logs that cannot hold what members wrote: only keys of a short list ever reach a line.

A message's arguments, exception texts and request paths are where content leaks into logs, so none is written: a
failure is told by the type of its exception and the place in the code.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

KEYS = ("operation", "status", "ms", "request_id", "error", "where")


class AllowListFormatter(logging.Formatter):
    """One JSON object per line: time, level, event, and those of `KEYS` that the caller gave."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`, without its arguments and without an exception's own words."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg if isinstance(record.msg, str) else record.name,
        }
        line.update({key: value for key in KEYS if (value := getattr(record, key, None)) is not None})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = place_of(record.exc_info[1])
        return json.dumps(line)


def place_of(error: BaseException | None) -> str:
    """Return file and line where `error` was raised."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}" if frames else "unknown"


def start_logging(level: str) -> None:
    """Send every logger of this process through the allow-list to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowListFormatter())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("asyncio", "uvicorn", "uvicorn.error", "uvicorn.access", "sqlalchemy", "alembic"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.WARNING)
        logging.getLogger(name).propagate = name != "uvicorn.access"

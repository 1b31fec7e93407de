"""The crisis lines that the host keeps, as this device last heard of them.

They are no secret and lie among the settings: the card needs them while the journal is locked, and before anything
else is open. What the app brought along stands in for every country that the host does not name.
"""

from functools import lru_cache

from api_client.wire.crisis import CrisisLines, HostCrisisLines

HOST_LINES = "host_crisis_lines"  # a setting of the device


def packed(answer: HostCrisisLines) -> dict[str, str | None]:
    """Return what is kept of a host's answer."""
    return {"tag": answer.tag, "lines": None if answer.lines is None else answer.lines.model_dump_json()}


def kept_tag(kept: object) -> str | None:
    """Return the tag of the list that is kept, None without one."""
    tag = kept.get("tag") if isinstance(kept, dict) else None
    return tag if isinstance(tag, str) else None


def kept_lines(kept: object) -> CrisisLines | None:
    """Return the list that is kept, None without one and for one that this version cannot read."""
    lines = kept.get("lines") if isinstance(kept, dict) else None
    return _parse(lines) if isinstance(lines, str) else None


@lru_cache(maxsize=2)
def _parse(lines: str) -> CrisisLines | None:
    try:
        return CrisisLines.model_validate_json(lines)
    except ValueError:
        return None

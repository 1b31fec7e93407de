"""Which words and tags are used most: plain counts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mobile.insights.days import CheckIn


@dataclass(frozen=True, slots=True)
class Use:
    """An id, and in how many check-ins it stands."""

    id: str
    count: int


def most_used_feelings(check_ins: Iterable[CheckIn], limit: int | None = None) -> list[Use]:
    """Return the feelings by how many check-ins have them, most first, equal ones by id."""
    return _most(Counter(feeling for one in check_ins for feeling in one.feelings), limit)


def most_used_tags(
    check_ins: Iterable[CheckIn], limit: int | None = None, reads_as: Mapping[str, str] | None = None
) -> list[Use]:
    """Return the tags by how many check-ins have them, most first; `reads_as` maps a merged tag to what it reads as."""
    if not reads_as:
        return _most(Counter(tag for one in check_ins for tag in one.tags), limit)
    return _most(Counter(tag for one in check_ins for tag in {reads_as.get(tag, tag) for tag in one.tags}), limit)


def _most(counts: Counter[str], limit: int | None) -> list[Use]:
    return [Use(id_, count) for id_, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))][:limit]

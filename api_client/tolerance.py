"""Reading the answers of a host that is newer than this app: a word that came later must not take the rest of its page
along.

Only an answer that does not fit is looked at here, so that every other costs nothing. An unknown word is shown as the
plainest of its sort, and left out where there is none. The host is as strict as before: requests are never mended.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError

from api_client.wire.aid import KeptRange
from api_client.wire.directory import MemberRange
from api_client.wire.feed import Need, PostKind, ReactionKind
from api_client.wire.groups import JoinPolicy, PictureColour, PictureSymbol, Role
from api_client.wire.model import WireModel
from api_client.wire.moderation import ReportOutcome, ReportReason, ReportState
from api_client.wire.notices import Digest, NoticeKind
from api_client.wire.profiles import Capacity

Answer = TypeVar("Answer", bound=WireModel)

# What stands for a word that is not known; None where nothing does. A new kind of word needs a line here.
PLAINEST: Mapping[type[StrEnum], StrEnum | None] = {
    Capacity: None,
    Digest: Digest.OFF,
    JoinPolicy: JoinPolicy.INVITE,
    KeptRange: KeptRange.FEW,
    MemberRange: MemberRange.A_FEW,
    Need: Need.LISTEN,
    NoticeKind: NoticeKind.OTHER,
    PictureColour: PictureColour.SLATE,
    PictureSymbol: None,
    PostKind: PostKind.SHARE,
    ReactionKind: None,
    ReportOutcome: None,
    ReportReason: ReportReason.OTHER,
    ReportState: ReportState.OPEN,
    Role: Role.MEMBER,
}
_BY_WORDS = {frozenset(kind): plainest for kind, plainest in PLAINEST.items()}
_MENDABLE = ("enum", "literal_error", "union_tag_invalid")
_ROUNDS_MAX = 3  # mending one word can show another behind it
_KEY = "[key]"  # how pydantic names that the key of a mapping does not fit


def parse_tolerantly(answer: type[Answer], body: bytes) -> Answer:
    """Return `body` as `answer`, with unknown words of a newer host mended; raise ValidationError for anything else."""
    data: Any = None
    for _ in range(_ROUNDS_MAX):
        try:
            return answer.model_validate_json(body)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
            words = [one for one in problems if one["type"] in _MENDABLE]
            inside = {one["loc"][:depth] for one in words for depth in range(len(one["loc"]))}
            if any(one["type"] not in _MENDABLE and one["loc"] not in inside for one in problems):
                raise
            data = json.loads(body)
            # From the back, so that what is taken out of a list moves nothing that is still to be mended.
            try:
                for one in reversed(words):
                    _mend(data, one["loc"], str(one.get("ctx", {}).get("expected", "")))
            except (LookupError, TypeError):  # a place that is not where it is said to be
                raise error from None
            body = json.dumps(data).encode()
    return answer.model_validate_json(body)


def _mend(data: Any, place: tuple[int | str, ...], expected: str) -> None:
    """Put the plainest word in `place`, or take what stands there away."""
    holder, last = data, place[-1]
    steps = place[:-2] if last == _KEY else place[:-1]
    for index, step in enumerate(steps):
        if isinstance(holder, dict) and step not in holder and index:
            continue  # the tag of a union, which is no place in the data
        holder = holder[step]
    if last == _KEY:
        del holder[place[-2]]
    elif isinstance(holder, list) and isinstance(last, int):
        del holder[last]
    elif isinstance(holder, dict) and last in holder:
        holder[last] = _BY_WORDS.get(frozenset(re.findall(r"'([^']*)'", expected)))

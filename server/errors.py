"""Every way this host says no: one exception, one table from code to status, one shape of answer.

The answer carries a code and a sentence; neither repeats anything that was sent, because answers end up in logs.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from api_client.wire.errors import Problem, ProblemCode
from api_client.wire.model import WireModel

# code -> (status, sentence)
PROBLEMS: dict[ProblemCode, tuple[int, str]] = {
    ProblemCode.MALFORMED: (400, "The request could not be read."),
    ProblemCode.SIGN_IN_REQUIRED: (401, "Please sign in."),
    ProblemCode.SIGN_IN_FAILED: (403, "That does not fit together. Check the handle and what you typed."),
    ProblemCode.NOT_ALLOWED: (403, "You cannot do this."),
    ProblemCode.SIGN_UP_CLOSED: (403, "This host takes no new members at the moment."),
    ProblemCode.NOT_FOUND: (404, "There is nothing here, or it is not yours to see."),
    ProblemCode.JOIN_CODE_UNKNOWN: (404, "No group has this code."),
    ProblemCode.HANDLE_TAKEN: (409, "This handle is taken."),
    ProblemCode.ID_TAKEN: (409, "This was sent before with other content."),
    ProblemCode.VERSION_CONFLICT: (409, "This was changed elsewhere meanwhile."),
    ProblemCode.EPOCH_CHANGED: (409, "The host's history is another one. Everything is read anew."),
    ProblemCode.GROUP_FULL: (409, "This group is full."),
    ProblemCode.TOO_MANY_GROUPS: (409, "You are in as many groups as this host allows."),
    ProblemCode.TOO_MANY_REPORTS: (409, "This is as many reports as one day takes."),
    ProblemCode.TOO_MANY_BLOCKS: (409, "This account blocks as many people as this host allows."),
    ProblemCode.LAST_FACILITATOR: (409, "Somebody must look after the group while others are in it."),
    ProblemCode.AGREEMENT_REQUIRED: (409, "Please accept the group's agreement first."),
    ProblemCode.GROUP_ARCHIVED: (409, "This group can only be read."),
    ProblemCode.ALREADY_PROMISED: (409, "Somebody else has promised this already."),
    ProblemCode.NO_ROOM: (409, "There is no room for one more."),
    ProblemCode.GONE: (410, "This was removed."),
    ProblemCode.INVITE_EXPIRED: (410, "This invite has ended."),
    ProblemCode.INVITE_USED_UP: (410, "This invite was used as often as it could be."),
    ProblemCode.TOO_LARGE: (413, "This is too large."),
    ProblemCode.INVALID: (422, "Some of this cannot be accepted."),
    ProblemCode.INCOMPATIBLE: (426, "The app and this host are too far apart. Update the older one."),
    ProblemCode.RATE_LIMITED: (429, "Too many attempts. Please wait."),
    ProblemCode.INTERNAL: (500, "Something went wrong here. It was not your doing."),
    ProblemCode.BUSY: (503, "This host is busy. Please try again in a moment."),
    ProblemCode.STORAGE_FULL: (507, "This host has no space left. What you wrote stays on your device."),
}


class Refusal(Exception):
    """Why a request ends here. `retry_after` counts seconds."""

    def __init__(
        self, code: ProblemCode, *, fields: Mapping[str, str] | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.fields = dict(fields or {})
        self.retry_after = retry_after


def problem_answer(refusal: Refusal, *, status: int | None = None) -> Response:
    """Return the answer to `refusal`; `status` only for what HTTP itself decides, such as a wrong method."""
    decided, title = PROBLEMS[refusal.code]
    problem = Problem(title=title, status=status or decided, code=refusal.code.value, fields=refusal.fields)
    headers = {} if refusal.retry_after is None else {"Retry-After": str(max(1, refusal.retry_after))}
    if refusal.code is ProblemCode.SIGN_IN_REQUIRED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem.model_dump_json(), problem.status, headers=headers, media_type="application/problem+json")


def describe_invalid(errors: Iterable[Mapping[str, Any]], *, at: str) -> Refusal:
    """Return the refusal for pydantic's `errors` in the part of a request `at`: where and what kind, never the value
    that was sent. For the body, `at` is empty.

    A place can itself be the sender's word (an unknown field, a key of a map), so only names of the contract pass.
    """
    fields: dict[str, str] = {}
    for error in errors:
        if error["type"] == "json_invalid":
            return Refusal(ProblemCode.MALFORMED)
        names = [part if isinstance(part, int) or part in _contract_names() else "*" for part in error["loc"]]
        code = str(error["type"])
        if code == "value_error" and (reason := error.get("ctx", {}).get("error")):
            code = str(reason)  # our own validators raise ValueError with a code as their only word
        fields[".".join(map(str, names)) or at or "body"] = code
    return Refusal(ProblemCode.INVALID, fields=fields)


def _contract_names() -> frozenset[str]:
    if not _names:
        waiting: list[type[WireModel]] = [WireModel]
        while waiting:
            model = waiting.pop()
            waiting.extend(model.__subclasses__())
            _names.update(model.model_fields)
    return frozenset(_names)


_names: set[str] = set()

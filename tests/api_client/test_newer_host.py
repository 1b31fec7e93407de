"""A host that is newer than the app: words that came later are shown plainly or left out, and the rest is read."""

import json
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from importlib import import_module
from typing import Any, get_args
from uuid import uuid4

import pytest
from pydantic import ValidationError

from api_client import wire
from api_client.tolerance import PLAINEST, parse_tolerantly
from api_client.wire.crisis import HostCrisisLines
from api_client.wire.feed import CreatePost, Need, PostKind, PostPage
from api_client.wire.groups import GroupChanges, MembershipList, Role
from api_client.wire.model import WireModel, WireRequest
from api_client.wire.notices import NoticeKind, NoticePage

NOW = datetime(2026, 3, 1, tzinfo=UTC).isoformat()


def post(**words: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "group_id": str(uuid4()),
        "sequence": 1,
        "revision": 1,
        "version": 1,
        "kind": "share",
        "need": "listen",
        "title": None,
        "body": "Hello.",
        "content_note": None,
        "from_journal": False,
        "author": {"account_id": str(uuid4()), "display_name": "Ada"},
        "posted_at": NOW,
        "edited_at": None,
        "reply_count": 0,
        "reactions": {},
    } | words


def read(model: type[Any], data: Any) -> Any:
    return parse_tolerantly(model, json.dumps(data).encode())


def test_posts_of_a_new_kind_are_read_as_plain_words_and_new_reactions_are_left_out() -> None:
    known = post()
    strange = post(
        kind="poll",
        need="company",
        details={"kind": "poll", "options": ["a", "b"]},
        reactions={"hear_you": 2, "lantern": 3},
    )
    mine = {strange["id"]: ["lantern", "me_too"]}
    data = {"posts": [known, strange, post(kind="win")], "my_reactions": mine, "cursor": None, "more": False}
    page = read(PostPage, data)
    assert [one.kind for one in page.posts] == [PostKind.SHARE, PostKind.SHARE, PostKind.WIN]
    assert (page.posts[1].need, page.posts[1].details, page.posts[1].body) == (Need.LISTEN, None, "Hello.")
    assert page.posts[1].reactions == {"hear_you": 2}
    assert list(page.my_reactions.values()) == [("me_too",)]


def test_a_change_of_a_new_sort_is_passed_over_and_the_cursor_moves_on() -> None:
    changes = [
        {"kind": "poll_closed", "revision": 3, "poll_id": str(uuid4())},
        {"kind": "post", "revision": 4, "post": post(kind="poll")},
        {"kind": "song", "revision": 5},
    ]
    page = read(GroupChanges, {"changes": changes, "my_reactions": {}, "cursor": 5, "more": False})
    assert [one.kind for one in page.changes] == ["post"]
    assert (page.changes[0].post.kind, page.cursor) == (PostKind.SHARE, 5)


def test_a_notice_of_a_new_kind_is_told_as_something() -> None:
    one = {"id": str(uuid4()), "revision": 2, "group_id": None, "noticed_at": NOW}
    settings = {"kinds": {"poll_ended": {"is_on": False}, "rest": {"is_on": False}}, "digest": "hourly"}
    data = {"notices": [one | {"kind": "poll_ended"}, one | {"kind": "rest"}], "settings": settings}
    page = read(NoticePage, data | {"cursor": 2, "more": False})
    assert [notice.kind for notice in page.notices] == [NoticeKind.OTHER, NoticeKind.REST]
    assert page.settings.kinds.keys() == {NoticeKind.REST}


def test_a_new_role_and_a_new_picture_take_no_group_away() -> None:
    group = {
        "id": str(uuid4()),
        "name": "Owls",
        "description": "",
        "agreement": [],
        "join_code": "",
        "member_count": 1,
        "revision": 1,
        "post_count": 0,
        "created_at": NOW,
        "entry": "lottery",
        "picture": {"colour": "gold", "symbol": "kite"},
    }
    membership = {"group": group, "role": "gardener", "read_sequence": 0, "joined_at": NOW}
    (read_one,) = read(MembershipList, {"memberships": [membership]}).memberships
    assert (read_one.role, read_one.group.entry, read_one.group.picture.symbol) == (Role.MEMBER, "invite", None)


def test_a_crisis_line_of_other_hours_is_still_a_line() -> None:
    line = {"name": "Line", "dial": "123 456", "hours": "evenings", "languages": ["en"], "source": "https://a.example/"}
    lines = {"verified_on": "2026-01-01", "countries": [{"code": "NZ", "emergency": "111", "lines": [line]}]}
    told = read(HostCrisisLines, {"tag": "x", "changed": True, "lines": lines})
    assert told.lines.countries[0].lines[0].hours is None


def test_what_is_wrong_otherwise_is_refused_as_before() -> None:
    page: dict[str, Any] = {"my_reactions": {}, "cursor": None, "more": False}
    for broken in (post(kind="poll", body=7), post(author=None), {"kind": "poll"}):
        with pytest.raises(ValidationError):
            read(PostPage, page | {"posts": [broken]})


def test_requests_are_as_strict_as_before() -> None:
    with pytest.raises(ValidationError):
        CreatePost.model_validate({"id": str(uuid4()), "kind": "poll", "body": "Hello."})


def test_every_kind_of_word_in_an_answer_has_something_plain() -> None:
    """Whoever adds a list of words to an answer says what an unknown one of a later version stands for."""
    for module in pkgutil.iter_modules(wire.__path__):
        import_module(f"{wire.__name__}.{module.name}")
    answers = [one for one in _below(WireModel) if not issubclass(one, WireRequest)]
    used = {kind for one in answers for field in one.model_fields.values() for kind in _enums(field.annotation)}
    assert used == set(PLAINEST)
    assert len({frozenset(kind) for kind in PLAINEST}) == len(PLAINEST), "told apart by their words alone"


def _below(model: type[WireModel]) -> Iterator[type[WireModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def _enums(annotation: Any) -> Iterator[type[Enum]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from _enums(part)

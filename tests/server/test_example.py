"""The example community: repeatable, alive, and within the rules."""

from pathlib import Path
from typing import Any

import pytest

from api_client.wire.feed import Need, PostKind
from api_client.wire.groups import JOIN_CODE_ALPHABET, normalize_join_code
from server.example import JOIN_CODES
from tests.support.server import LocalHost, MovedClock, Person, local_host


async def everything(here: LocalHost) -> tuple[Person, list[dict[str, Any]], list[dict[str, Any]]]:
    """Join every group and return all posts and replies."""
    sam = await here.sign_up("sam", "Sam")
    posts: list[dict[str, Any]] = []
    replies: list[dict[str, Any]] = []
    for code in JOIN_CODES.values():
        group_id = (await sam.join(code))["group"]["id"]
        for change in (await sam.call("GET", f"/groups/{group_id}/changes", expect=200)).json()["changes"]:
            if change["kind"] == "post":
                posts.append(change["post"])
            elif change["kind"] == "reply":
                replies.append(change["reply"])
    return sam, posts, replies


async def test_a_living_community_of_a_year(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock, example=True) as here:
        sam, posts, replies = await everything(here)
        groups = (await sam.call("GET", "/groups")).json()["memberships"]
    assert [m["group"]["name"] for m in groups] == ["Carers", "Morning people", "Night Owls", "Returning to work"]
    assert len({p["author"]["account_id"] for p in posts} | {r["author"]["account_id"] for r in replies}) >= 12
    assert {p["kind"] for p in posts} == set(PostKind)
    assert {p["need"] for p in posts} == set(Need)
    assert len({p["body"] for p in posts}) == len(posts) >= 60
    assert len({r["body"] for r in replies}) == len(replies) >= 80
    assert any(p["content_note"] for p in posts)
    assert any(p["reactions"] for p in posts)
    for mark in ("company", "check_by", "pinned_at", "expires_at"):
        assert any(p[mark] for p in posts), mark
    assert {p["details"]["kind"] for p in posts if p["details"]} == {"story", "strategy", "resource", "theme"}
    assert all(p["expires_at"] > "2026-03-02" for p in posts if p["expires_at"])
    assert any(r["helped"] for r in replies)
    (nameless,) = [p for p in posts if p["author"]["account_id"] is None]
    assert [r["author"] for r in replies if r["author"]["account_id"] is None] == [nameless["author"]]
    assert len([p for p in posts if p["photo"] and p["photo"]["description"]]) == 3
    assert [m["group"]["name"] for m in groups if (m["group"]["picture"] or {}).get("photo")] == ["Morning people"]
    times = sorted(p["posted_at"] for p in posts)
    assert times[0] < "2025-03" < "2026-03-01T11" < times[-1] < "2026-03-01T12:00:01"
    by_post = {p["id"]: p for p in posts}
    for reply in replies:
        assert by_post[reply["post_id"]]["posted_at"] < reply["posted_at"] < "2026-03-01T12:00:01"
    for post in posts:
        assert "!" not in post["body"]
        assert post["reply_count"] == len([r for r in replies if r["post_id"] == post["id"]]) > 0


async def test_there_is_something_to_discover_where_the_host_keeps_a_list(tmp_path: Path, clock: MovedClock) -> None:
    async with local_host(tmp_path, clock=clock, example=True, listing=True) as here:
        groups = (await (await here.sign_up("sam")).call("GET", "/directory", expect=200)).json()["groups"]
    assert {one["name"]: one["entry"] for one in groups} == {"Carers": "approval", "Returning to work": "open"}


async def test_the_same_moment_gives_the_same_community(tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        async with local_host(tmp_path / name, clock=MovedClock(), example=True) as here:
            _, posts, replies = await everything(here)
            seen.append((posts, replies))
    assert seen[0] == seen[1]


async def test_only_an_empty_host_is_filled(tmp_path: Path) -> None:
    async with local_host(tmp_path) as here:
        ada = await here.sign_up("ada")
    async with local_host(tmp_path, example=True) as here:
        ada.client = here.client
        await ada.call("POST", "/groups/join", {"join_code": JOIN_CODES["night_owls"]}, expect=404)


@pytest.mark.parametrize("code", JOIN_CODES.values())
def test_join_codes_are_what_a_typed_code_becomes(code: str) -> None:
    assert normalize_join_code(code) == code
    assert set(code) <= set(JOIN_CODE_ALPHABET)

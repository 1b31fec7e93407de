"""Ratings of strategies, which show nobody's answer, and the earlier words of a post."""

from typing import Any

import pytest

from api_client.wire import limits
from tests.support.server import LocalHost, Person


@pytest.fixture
async def people(here: LocalHost) -> list[Person]:
    """Ada, who looks after a group, and as many members as two steps of totals need."""
    return [await here.sign_up() for _ in range(2 * limits.TOTALS_STEP + 1)]


@pytest.fixture
async def group_id(people: list[Person]) -> str:
    group = (await people[0].start_group())["group"]
    for person in people[1:]:
        await person.join(group["join_code"])
    return str(group["id"])


async def test_totals_appear_with_enough_people_and_move_in_steps(people: list[Person], group_id: str) -> None:
    """Nothing that anybody can see changes with a single rating, but for the one that completes a step."""
    ada, *others = people
    post = await ada.post(group_id, "Cold water.", kind="strategy")
    path, rating = f"/groups/{group_id}/posts/{post['id']}", f"/groups/{group_id}/posts/{post['id']}/rating"
    seen = []
    for number, person in enumerate(others, 1):
        await person.call("PUT", rating, {"rating": 2 if number % 2 else -1}, expect=204)
        shown = (await ada.call("GET", path)).json()
        seen.append((shown["totals"], shown["revision"]))
    step = limits.TOTALS_STEP
    assert {totals for totals, _ in seen[: step - 1]} == {None}
    assert [totals["tried_count"] for totals, _ in seen[step - 1 :]] == [step] * step + [2 * step]
    assert seen[step - 1][0] == {"tried_count": 5, "helped_count": 3}
    assert seen[-1][0] == {"tried_count": 10, "helped_count": 5}
    assert len({revision for _, revision in seen}) == 3


async def test_a_rating_given_anew_or_taken_back_shows_with_the_next_step_only(
    people: list[Person], group_id: str
) -> None:
    ada, *others = people
    post = await ada.post(group_id, "Cold water.", kind="strategy")
    path, rating = f"/groups/{group_id}/posts/{post['id']}", f"/groups/{group_id}/posts/{post['id']}/rating"
    for person in others[:5]:
        await person.call("PUT", rating, {"rating": 1}, expect=204)
    before = (await ada.call("GET", path)).content
    for _ in range(2):
        await others[0].call("PUT", rating, {"rating": -2}, expect=204)
        await others[1].call("DELETE", rating, expect=204)
        assert (await ada.call("GET", path)).content == before
    await others[1].call("PUT", rating, {"rating": 0}, expect=204)  # five again: no new total
    assert (await ada.call("GET", path)).content == before
    for person in others[5:10]:
        await person.call("PUT", rating, {"rating": 2}, expect=204)
    assert (await ada.call("GET", path)).json()["totals"] == {"tried_count": 10, "helped_count": 8}


async def test_ratings_are_of_strategies_of_others_and_within_bounds(people: list[Person], group_id: str) -> None:
    ada, bob, *_ = people
    strategy, share = await ada.post(group_id, kind="strategy"), await ada.post(group_id)
    for person, post, value, status in (
        (ada, strategy, 1, 403),
        (bob, share, 1, 422),
        (bob, strategy, 3, 422),
        (bob, strategy, "x", 422),
    ):
        path = f"/groups/{group_id}/posts/{post['id']}/rating"
        await person.call("PUT", path, {"rating": value}, expect=status)


async def test_a_post_that_is_no_strategy_any_more_has_no_totals(people: list[Person], group_id: str) -> None:
    ada, *others = people
    post = await ada.post(group_id, "Cold water.", kind="strategy")
    path = f"/groups/{group_id}/posts/{post['id']}"
    for person in others[:5]:
        await person.call("PUT", f"{path}/rating", {"rating": 1}, expect=204)
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "It was only once."}
    assert (await ada.call("PATCH", path, edit, expect=200)).json()["totals"] is None
    back = edit | {"base_version": 2, "kind": "strategy"}
    await ada.call("PATCH", path, back, expect=200)
    await others[5].call("PUT", f"{path}/rating", {"rating": 1}, expect=204)
    assert (await ada.call("GET", path)).json()["totals"] is None


async def test_earlier_words_are_kept_for_the_writer_and_the_facilitators(people: list[Person], group_id: str) -> None:
    ada, bob, eve, *_ = people
    steps = {"kind": "strategy", "steps": ["Breathe in.", "Breathe out."]}
    post = await bob.post(group_id, "First.", kind="strategy", title="A title", details=steps)
    path = f"/groups/{group_id}/posts/{post['id']}"
    for version, body in enumerate(("Second.", "Third."), 1):
        edit = {"base_version": version, "kind": "share", "need": "ideas", "body": body}
        await bob.call("PATCH", path, edit, expect=200)
        await bob.call("PATCH", path, edit, expect=200)  # a repeat keeps nothing twice
    versions: list[dict[str, Any]] = []
    for person in (ada, bob):
        versions = (await person.call("GET", f"{path}/versions", expect=200)).json()["versions"]
        assert [(v["version"], v["body"]) for v in versions] == [(2, "Second."), (1, "First.")]
    assert (versions[1]["details"]["steps"], versions[1]["written_at"]) == (steps["steps"], post["posted_at"])
    await eve.call("GET", f"{path}/versions", expect=403)
    await bob.call("DELETE", path, expect=204)
    await ada.call("GET", f"{path}/versions", expect=410)


async def test_the_oldest_words_are_forgotten(people: list[Person], group_id: str) -> None:
    ada = people[0]
    post = await ada.post(group_id, "Version 1.")
    path = f"/groups/{group_id}/posts/{post['id']}"
    for version in range(1, limits.VERSIONS_MAX + 3):
        edit = {"base_version": version, "kind": "share", "need": "listen", "body": f"Version {version + 1}."}
        await ada.call("PATCH", path, edit, expect=200)
    versions = (await ada.call("GET", f"{path}/versions", expect=200)).json()["versions"]
    assert len(versions) == limits.VERSIONS_MAX
    assert (versions[0]["body"], versions[-1]["body"]) == ("Version 52.", "Version 3.")

"""The pages for browsers: whose host this is, and how to join; no words but the host's, and nothing to find out."""

from pathlib import Path

import httpx
import pytest

from tests.support.server import LocalHost, local_host

HOSTILE = '<script>alert("1")</script>&'


async def page(here: LocalHost, path: str) -> httpx.Response:
    return await here.client.get(f"http://kith.test{path}")


async def test_the_root_says_whose_host_this_is(tmp_path: Path) -> None:
    async with local_host(tmp_path, name="Northfield") as here:
        answer = await page(here, "/")
    assert answer.status_code == 200
    assert "<h1>Northfield</h1>" in answer.text
    assert "Kith is a private mood journal" in answer.text


async def test_a_link_shows_its_code_and_how_to_join(here: LocalHost) -> None:
    answer = await page(here, "/groups/join/ABCDE-12345")
    assert answer.status_code == 200
    assert '<p class="code">ABCDE-12345</p>' in answer.text
    assert "Open Kith, choose Groups, Join with a code, and paste this link or the code." in answer.text


@pytest.mark.parametrize("path", ["/", "/groups/join/ABCDE12345", "/groups/join/%3Cb%3E"])
async def test_a_page_runs_nothing_and_loads_nothing(here: LocalHost, path: str) -> None:
    answer = await page(here, path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]
    assert answer.headers.get_list("cache-control") == ["no-store"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    for word in ("<script", "<link", "<img", "://", "url(", "@import"):
        assert word not in answer.text


async def test_a_code_that_was_never_made_looks_like_one_that_is_good(here: LocalHost) -> None:
    code = (await (await here.sign_up("ada")).start_group())["group"]["join_code"]
    good = await page(here, f"/groups/join/{code}")
    never = await page(here, "/groups/join/0000000000")
    assert good.status_code == never.status_code == 200
    assert good.text.replace(code, "0000000000") == never.text


@pytest.mark.parametrize(
    "code", ["%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%22onload%3D", "call%20me%3A%20555", "A" * 21, "%E2%80%AEA"]
)
async def test_the_words_of_a_hostile_link_are_not_shown(here: LocalHost, code: str) -> None:
    answer = await page(here, f"/groups/join/{code}")
    assert answer.status_code == 404
    for shown in ("script>alert", "onload", "555", "A" * 21, "\u202e"):
        assert shown not in answer.text


async def test_the_name_of_the_host_is_shown_as_it_is(tmp_path: Path) -> None:
    async with local_host(tmp_path, name=HOSTILE) as here:
        for path in ("/", "/groups/join/ABCDE12345"):
            answer = await page(here, path)
            assert "<script" not in answer.text
            assert "<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;</h1>" in answer.text


async def test_the_pages_are_no_part_of_the_contract(here: LocalHost) -> None:
    assert all(path.startswith("/api/v1/") for path in here.app.openapi()["paths"])

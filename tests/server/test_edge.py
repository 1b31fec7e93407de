"""The edge: every refusal in one shape, sizes, versions, headers, and input that means harm."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from api_client.wire import limits
from api_client.wire.errors import Problem, ProblemCode
from server.answers import BASE
from server.edge import PUSH_BODY_BYTES_MAX
from server.errors import PROBLEMS
from tests.server.test_access import POLICY
from tests.support.server import LocalHost, Person, record, sign_up_request


def problem(answer: httpx.Response, status: int, code: ProblemCode) -> Problem:
    assert answer.headers["content-type"] == "application/problem+json"
    said = Problem.model_validate_json(answer.content)
    assert (answer.status_code, said.status, said.code) == (status, status, code.value), answer.text
    return said


async def test_every_refusal_has_one_shape(here: LocalHost, ada: Person) -> None:
    client, signed = here.client, ada.headers
    problem(await client.get("/nowhere"), 404, ProblemCode.NOT_FOUND)
    problem(await client.get(str(client.base_url.copy_with(path="/nowhere"))), 404, ProblemCode.NOT_FOUND)
    wrong_method = await client.get("/vault/push", headers=signed)
    problem(wrong_method, 405, ProblemCode.MALFORMED)
    assert wrong_method.headers["allow"] == "POST"
    problem(await client.get("/account"), 401, ProblemCode.SIGN_IN_REQUIRED)
    json_type = {"Content-Type": "application/json"}
    problem(await client.post("/sessions/start", content=b"{", headers=json_type), 400, ProblemCode.MALFORMED)
    problem(await client.post("/sessions/start", content=b"\xff", headers=json_type), 400, ProblemCode.MALFORMED)
    deep = b"[" * 30_000 + b"]" * 30_000
    problem(await client.post("/sessions/start", content=deep, headers=json_type), 400, ProblemCode.MALFORMED)
    problem(await client.post("/sessions/start", json={}), 422, ProblemCode.INVALID)
    problem(await client.post("/sessions/start"), 400, ProblemCode.MALFORMED)
    half_a_letter = b'{"handle":"\\ud800"}'
    problem(await client.post("/sessions/start", content=half_a_letter), 400, ProblemCode.MALFORMED)
    problem(await client.get("/groups/nonsense/posts", headers=signed), 422, ProblemCode.INVALID)
    problem(await client.get("/vault/changes?after=-1", headers=signed), 422, ProblemCode.INVALID)
    problem(await client.get(f"/vault/changes?after={10**30}", headers=signed), 422, ProblemCode.INVALID)


async def test_an_unexpected_error_is_500_without_its_words(
    here: LocalHost, ada: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary-in-exception")

    monkeypatch.setattr("server.vault.service.get_digest", fail)
    said = problem(await ada.call("GET", "/vault/digest"), 500, ProblemCode.INTERNAL)
    assert "canary" not in said.model_dump_json()
    assert [r.__dict__["error"] for r in caplog.records if r.msg == "request_failed"] == ["RuntimeError"]
    assert "canary" not in caplog.text
    monkeypatch.undo()
    await ada.call("GET", "/vault/digest", expect=200)


async def test_every_code_has_a_sentence_and_a_status() -> None:
    assert PROBLEMS.keys() == set(ProblemCode)
    for status, title in PROBLEMS.values():
        assert 400 <= status < 600
        assert title.endswith(".")
        assert "!" not in title


async def test_what_is_wrong_is_told_by_place_and_kind_never_by_value(here: LocalHost, ada: Person) -> None:
    request = sign_up_request("Canary Handle") | {"display_name": "canary\u202e", "canary_field": "canary"}
    request["credentials"]["parameters"]["passes"] = "canary"
    answer = await here.client.post("/accounts", json=request)
    assert problem(answer, 422, ProblemCode.INVALID).fields == {
        "handle": "handle_characters",
        "display_name": "invisible_character",
        "credentials.parameters.passes": "int_parsing",
        "*": "extra_forbidden",
    }
    assert "canary" not in answer.text.lower()
    scopes = await ada.call("POST", "/live/check", {"scopes": {"canary": "canary"}})
    assert problem(scopes, 422, ProblemCode.INVALID).fields == {"scopes.*": "int_parsing"}


@pytest.mark.parametrize("version", ["0", "2", "999999999999999999999", "x", "1.0", "-1", ""])
async def test_other_versions_are_told_to_update(here: LocalHost, version: str) -> None:
    problem(await here.client.get("/about", headers={"Kith-Version": version}), 426, ProblemCode.INCOMPATIBLE)


async def test_headers_of_every_answer(here: LocalHost, ada: Person) -> None:
    answers = [
        await here.client.get("/about", headers={"Kith-Version": "1"}),
        await here.client.get("/nowhere"),
        await ada.call("GET", "/account"),
        await here.client.post("/sessions/start", content=b"{", headers={"Content-Type": "application/json"}),
    ]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["kith-version"] == str(limits.PROTOCOL_VERSION)
        assert "set-cookie" not in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control")]


def pieces(size: int) -> Iterator[bytes]:
    yield b'{"handle":"'
    for _ in range(size // 1000):
        yield b"x" * 1000
    yield b'"}'


async def as_async(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_bodies_are_bounded_announced_or_not(here: LocalHost, ada: Person) -> None:
    json_type = {"Content-Type": "application/json"}
    for path, size in (("/sessions/start", limits.BODY_BYTES_MAX), ("/vault/push", PUSH_BODY_BYTES_MAX)):
        headers = {**json_type, **ada.headers}
        announced = await here.client.post(path, content=b"x" * (size + 1), headers=headers)
        problem(announced, 413, ProblemCode.TOO_LARGE)
        chunked = await here.client.post(path, content=as_async(pieces(size + 1000)), headers=headers)
        problem(chunked, 413, ProblemCode.TOO_LARGE)
        fits = await here.client.post(path, content=as_async(pieces(size - 5000)), headers=headers)
        problem(fits, 422, ProblemCode.INVALID)
    wrong = {"Content-Length": "many", **json_type}
    problem(await here.client.post("/sessions/start", content=b"{}", headers=wrong), 413, ProblemCode.TOO_LARGE)


async def test_packed_bodies_are_refused(here: LocalHost) -> None:
    packed = gzip.compress(json.dumps({"handle": "ada"}).encode())
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    problem(await here.client.post("/sessions/start", content=packed, headers=headers), 415, ProblemCode.MALFORMED)


HOSTILE_NAMES = [
    "Ada\u200b\u202eadmin",
    "Ad\u0430",  # a Cyrillic letter among Latin ones
    "\u3164\u3164\u3164",
    "a\u0300\u0301\u0302\u0303b",
    "\u2066Ada",
    "Ada\x00",
    "   ",
    "",
    "x" * (limits.GROUP_NAME_MAX + 1),
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
async def test_names_that_deceive_are_refused_everywhere(here: LocalHost, ada: Person, name: str) -> None:
    for method, path, body in (
        ("POST", "/accounts", sign_up_request("eve") | {"display_name": name}),
        ("PATCH", "/account", {"display_name": name}),
        ("POST", "/groups", {"id": random_id(), "name": name}),
    ):
        content = json.dumps(body).encode()
        headers = {**ada.headers, "Content-Type": "application/json"}
        answer = await here.client.request(method, path, content=content, headers=headers)
        assert answer.status_code == 422, (path, answer.text)


def random_id() -> str:
    return str(record()["id"])


HOSTILE_TEXTS = [
    "<script>alert(1)</script>",
    "![pixel](https://evil.example/x.png)",
    "'; DROP TABLE post; --",
    "%s %(x)s {0} {{x}} ${x}",
    "\u202eoverride",
    "Robert\x00\x07 bell",
    "line\r\nbreak\rand\ttab",
    "cafe\u0301",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 family",
    "ا" * 100,
]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
async def test_texts_are_kept_as_written_without_what_deceives(ada: Person, text: str) -> None:
    from api_client.wire.text import clean_text

    group = (await ada.start_group())["group"]
    post = await ada.post(group["id"], text)
    assert post["body"] == clean_text(text)
    assert not set(post["body"]) & set("\u202e\x00\x07\r")
    page = (await ada.call("GET", f"/groups/{group['id']}/posts")).json()
    assert page["posts"][0]["body"] == post["body"]
    changes = (await ada.call("GET", f"/groups/{group['id']}/changes")).json()
    assert changes["changes"][-1]["post"]["body"] == post["body"]


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\u202e", "x" * (limits.POST_BODY_MAX + 1), 5, None, ["x"]])
async def test_texts_that_say_nothing_or_too_much_are_refused(here: LocalHost, ada: Person, text: Any) -> None:
    group = (await ada.start_group())["group"]
    content = json.dumps({"id": random_id(), "kind": "share", "body": text}).encode()
    headers = {**ada.headers, "Content-Type": "application/json"}
    path = f"/groups/{group['id']}/posts"
    answer = await here.client.post(path, content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert list(answer.json()["fields"]) == ["body"]


async def test_numbers_beyond_every_counter_are_no_accident(ada: Person) -> None:
    group = (await ada.start_group())["group"]
    huge = 10**200
    await ada.call("POST", "/live/check", {"scopes": {"vault": huge}}, expect=200)
    pushed = await ada.push(record(huge))
    assert not pushed["results"][0]["accepted"]
    post = await ada.post(group["id"])
    edit = {"base_version": huge, "kind": "share", "need": "listen", "body": "x"}
    await ada.call("PATCH", f"/groups/{group['id']}/posts/{post['id']}", edit, expect=409)
    await ada.call("GET", f"/groups/{group['id']}/changes?after={huge}", expect=422)
    await ada.call("GET", f"/groups/{group['id']}/posts?limit=101", expect=422)


async def test_the_schema_names_each_operation_once(here: LocalHost) -> None:
    schema = (await here.client.get("/openapi.json")).json()
    names = [operation["operationId"] for path in schema["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names)) == len(POLICY)
    assert all(path.startswith(BASE) for path in schema["paths"])


async def test_the_schema_says_how_refusals_look_and_where_to_sign_in(here: LocalHost) -> None:
    schema = (await here.client.get("/openapi.json")).json()
    operations = {o["operationId"]: o for path in schema["paths"].values() for o in path.values()}
    for operation in operations.values():
        assert "422" not in operation["responses"]
        assert "application/problem+json" in operation["responses"]["default"]["content"]
    is_open = {name for name, operation in operations.items() if "security" not in operation}
    assert is_open == {
        "host.get_about",
        "host.get_crisis_lines",
        "accounts.create_account",
        "accounts.start_sign_in",
        "accounts.sign_in",
        "accounts.open_recovery",
        "accounts.recover",
    }
    known = schema["components"]["schemas"]
    assert "HTTPValidationError" not in known
    assert {"Problem", "CreatePost", "PostPage", "SignedIn"} <= known.keys()
    parameters = {p["name"]: p["in"] for p in operations["feed.list_posts"]["parameters"]}
    asked = dict.fromkeys(("before", "kind", "need", "limit", "pinned"), "query")
    assert parameters == {"group_id": "path"} | asked

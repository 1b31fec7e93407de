"""Search: what is found, how pages go on, and that what was removed is found nowhere, not even on the disk."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from api_client.wire import feed as wire
from server.feed import search
from server.transaction import Transaction
from server.word_index import ask_for, fold_words
from tests.support.server import LocalHost, Person, local_host, stored_bytes


async def find(person: Person, question: str, group_id: str | None = None, **query: Any) -> wire.SearchPage:
    path = "/search" if group_id is None else f"/groups/{group_id}/search"
    answer = await person.client.get(path, params={"q": question, **query}, headers=person.headers)
    assert answer.status_code == 200, answer.text
    return wire.SearchPage.model_validate_json(answer.content)


async def bodies(person: Person, question: str, group_id: str | None = None) -> list[str]:
    return [(hit.reply or hit.post).body for hit in (await find(person, question, group_id)).found]


async def test_titles_bodies_details_and_replies_are_found_newest_first(ada: Person, bob: Person, owls: str) -> None:
    post = await ada.post(owls, "Cold water helps.", title="Waking at four")
    await bob.reply(owls, post["id"], "I wake at four, too.")
    steps = {"kind": "strategy", "steps": ["Stand up at four.", "Drink something."]}
    await bob.post(owls, "A routine.", kind="strategy", details=steps)
    story = {"kind": "story", "tried": "Tea.", "now": "Asleep by four."}
    await ada.post(owls, "Long nights.", kind="story", details=story)
    expected = ["Long nights.", "A routine.", "I wake at four, too.", "Cold water helps."]
    assert await bodies(bob, "four", owls) == await bodies(bob, "four") == expected
    (hit,) = (await find(bob, "wake four", owls)).found
    assert hit.reply is not None and str(hit.post.id) == post["id"] and hit.post.reply_count == 1


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("cafe", True),
        ("CAFÉ", True),
        ("caf", True),
        ("strasse", True),
        ("STRASSE quiet", True),
        ("afe", False),
        ("quiet unknown", False),
        ("眠睡", True),
        ("a b", False),
        ("!?", False),
        ('quiet" OR "x', False),
        ("words:quiet", False),
        ("quiet*", True),
    ],
)
async def test_words_are_found_by_their_beginning_without_case_and_accents(
    bob: Person, owls: str, question: str, is_found: bool
) -> None:
    await bob.post(owls, "The Café in our Straße was quiet. 睡眠")
    assert bool((await find(bob, question, owls)).found) is is_found


async def test_pages_go_on_without_gap_or_repeat(bob: Person, owls: str) -> None:
    written = [(await bob.post(owls, f"Rain again, day {n}."))["id"] for n in range(7)]
    seen: list[str] = []
    page = await find(bob, "rain", owls, limit=3)
    for _ in range(3):
        seen += [str(hit.post.id) for hit in page.found]
        if not page.more:
            break
        page = await find(bob, "rain", owls, limit=3, before=page.cursor)
    assert seen == written[::-1]


async def test_only_ones_own_groups_are_searched(here: LocalHost, ada: Person, bob: Person, owls: str) -> None:
    other = (await ada.start_group("Carers"))["group"]["id"]
    await ada.post(other, "A word for carers.")
    await ada.post(owls, f"A word for owls. {other.replace('-', '')}")
    assert await bodies(bob, "word") == [f"A word for owls. {other.replace('-', '')}"]
    assert len(await bodies(ada, "word")) == 2
    assert await bodies(ada, "word", other) == ["A word for carers."]
    stranger = await here.sign_up()
    assert await bodies(stranger, "word") == []


async def test_what_changes_is_found_by_its_newest_words_only(ada: Person, bob: Person, owls: str) -> None:
    post = await bob.post(owls, "Something about heron.")
    reply = await ada.reply(owls, post["id"], "Something about plover.")
    at = f"/groups/{owls}/posts/{post['id']}"
    edit = {"base_version": 1, "kind": "share", "need": "listen", "body": "Something about otter."}
    await bob.call("PATCH", at, edit, expect=200)
    await ada.call("PATCH", f"{at}/replies/{reply['id']}", {"base_version": 1, "body": "About badger."}, expect=200)
    for gone, found in (("heron", "otter"), ("plover", "badger")):
        assert (await bodies(ada, gone), len(await bodies(ada, found))) == ([], 1)
    await ada.call("DELETE", f"{at}/replies/{reply['id']}", expect=204)
    assert await bodies(ada, "badger") == []
    await bob.call("DELETE", at, expect=204)
    assert await bodies(ada, "otter") == []


async def test_words_without_a_name_are_found_by_what_they_say(ada: Person, bob: Person) -> None:
    group = (await ada.start_group())["group"]
    await bob.join(group["join_code"])
    post = await bob.post(group["id"], "Nobody knows.", id=str(uuid4()), without_name=True)
    assert await bodies(ada, "nobody") == ["Nobody knows."]
    for question in ("bob", post["author"]["display_name"]):
        assert await bodies(ada, question) == []


@pytest.mark.parametrize("query", ["", "?q=", "?q=a", f"?q={'a' * 101}", "?q=ab&before=x", "?q=ab&limit=101"])
async def test_questions_out_of_bounds_are_refused_without_being_repeated(bob: Person, query: str) -> None:
    refused = await bob.call("GET", f"/search{query}", expect=422)
    assert "aaa" not in refused.text


@pytest.mark.parametrize("way", ["remove post", "remove reply", "edit reply", "remove group"])
async def test_removed_words_are_in_no_file_any_more(tmp_path: Path, way: str) -> None:
    canary = "zzqcanary"  # a beginning that nothing else has: the index keeps only how a word goes on after another
    async with local_host(tmp_path) as here:
        ada = await here.sign_up()
        group = (await ada.start_group())["group"]["id"]
        for number in range(30):
            await ada.post(group, f"An ordinary day, number {number}.")
        post = await ada.post(group, f"{canary} post" if way == "remove post" else "Stays.")
        reply = await ada.reply(group, post["id"], f"{canary} reply")
        assert canary.encode() in stored_bytes(tmp_path)
        at = f"/groups/{group}/posts/{post['id']}"
        match way:
            case "remove post":
                await ada.call("DELETE", at, expect=204)
            case "remove reply":
                await ada.call("DELETE", f"{at}/replies/{reply['id']}", expect=204)
            case "edit reply":
                edit = {"base_version": 1, "body": "Better."}
                await ada.call("PATCH", f"{at}/replies/{reply['id']}", edit, expect=200)
            case "remove group":
                await ada.call("DELETE", f"/groups/{group}", expect=204)
        here.host.database.close()  # the writer finishes what it owes
        stored = stored_bytes(tmp_path)
        assert canary.encode() not in stored and canary[:4].encode() not in stored
        with here.host.database.engine.connect() as connection:
            connection.execute(text("CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, passage_index, row)"))
            known = set(connection.scalars(text("SELECT term FROM temp.known")))
            connection.execute(text("INSERT INTO passage_index(passage_index) VALUES ('integrity-check')"))
    assert canary not in known
    assert ("ordinary" in known) is (way != "remove group")


@given(st.text(max_size=100))
@example('"')
@example("' & !a:* | b")
@example('x" OR group_id : "')
@example("\0NEAR(a b)")
@settings(max_examples=300, deadline=None)
def test_a_question_is_letters_and_digits_whatever_was_typed(question: str) -> None:
    for sqlite in (True, False):
        asked = ask_for(question, ["0" * 32], sqlite=sqlite)
        words = list(dict.fromkeys(fold_words(question)))[:10]
        assert (asked is None) is (not words)
        for word in words:
            assert word.isalnum() and fold_words(word) == [word]
        if asked is not None and sqlite:
            assert asked.count('"') == 2 * len(words) + 2


async def test_no_question_is_an_error_of_the_index(here: LocalHost) -> None:
    """The same texts as above, asked of the index itself."""
    ugly = [
        '"',
        "' & !a:* | b",
        'x" OR group_id : "',
        "NEAR(a b)",
        "\u0378",
        "²³",
        "ﬁ ǅ İ",
        "a\u0301b",
        "_-_",
        "\ud83d",
    ]
    questions = ugly + [chr(code) * 2 for code in range(32, 0x3000, 7)]

    def ask(tx: Transaction) -> int:
        asked = [ask_for(question, ["0" * 32], sqlite=True) for question in questions]
        return sum(len(search.SQLITE.all(tx, asked=one, last=1 << 40, limit=5)) for one in asked if one)

    assert await here.host.database.read_aside(ask) == 0


async def test_who_is_blocked_is_not_found_except_without_a_name(ada: Person, bob: Person, owls: str) -> None:
    """Were the posts without a name missing, too, their absence would tell whose they are."""
    post = await bob.post(owls, "A quiet evening.")
    await bob.reply(owls, post["id"], "Quiet still.")
    await bob.post(owls, "Quiet, and nobody knows who.", id=str(uuid4()), without_name=True)
    of_ada = await ada.post(owls, "Quiet here.")
    await bob.reply(owls, of_ada["id"], "Quiet there.")
    await ada.call("PUT", f"/blocks/{bob.id}", expect=204)
    expected = ["Quiet here.", "Quiet, and nobody knows who."]
    assert await bodies(ada, "quiet") == await bodies(ada, "quiet", owls) == expected

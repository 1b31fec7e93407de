"""What a member does not want to see: kept sealed, the same on all devices, and judged in one place."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from api_client.wire.details import StrategyDetails
from api_client.wire.feed import Author, Need, Post, PostKind, Reply
from mobile import hide
from mobile.shown import NOTES_FIELD, NOTES_OPEN, Unwanted, Why, read_unwanted
from tests.support.phone import Phone, phone
from tests.support.server import local_host

AT = datetime(2026, 3, 1, tzinfo=UTC)
PRIYA = Author(account_id=uuid4(), display_name="Priya")


def post(body: str = "Anyone awake?", author: Author = PRIYA, **words: object) -> Post:
    given = {
        **{"id": uuid4(), "group_id": uuid4(), "sequence": 1, "revision": 1, "version": 1, "kind": PostKind.SHARE},
        **{"need": Need.LISTEN, "title": None, "body": body, "content_note": None, "from_journal": False},
        **{"author": author, "posted_at": AT, "edited_at": None, "reply_count": 0, "reactions": {}},
    }
    return Post.model_validate(given | words)


def reply(body: str = "I am.", author: Author = PRIYA) -> Reply:
    return Reply(
        id=uuid4(),
        group_id=uuid4(),
        post_id=uuid4(),
        revision=1,
        version=1,
        body=body,
        author=author,
        posted_at=AT,
        edited_at=None,
    )


def unwanted(device: Phone) -> Unwanted:
    return read_unwanted(device.services.documents)


async def begun(device: Phone) -> Phone:
    await device.services.account.start_writing()
    return device


async def test_a_hidden_post_is_gone_until_it_is_brought_back(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        documents = (await begun(device)).services.documents
        one, other = post(), post()
        await hide.hide_post(documents, one)
        assert unwanted(device).why_post(one, mine=False) is Why.POST
        assert Why.POST.is_gone
        assert unwanted(device).why_post(other, mine=False) is None
        await hide.show_post(documents, one.id)
        assert unwanted(device).why_post(one, mine=False) is None


async def test_a_muted_person_is_folded_in_posts_and_replies_and_nobody_else_is(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        documents = (await begun(device)).services.documents
        await hide.mute_person(documents, PRIYA)
        assert unwanted(device).why_post(post(), mine=False) is Why.PERSON
        assert unwanted(device).why_reply(reply(), mine=False) is Why.PERSON
        assert unwanted(device).why_text("Priya answered you.", author_id=PRIYA.account_id) is Why.PERSON
        assert unwanted(device).people == {PRIYA.account_id: "Priya"}
        other = Author(account_id=uuid4(), display_name="Priya")
        assert unwanted(device).why_post(post(author=other), mine=False) is None
        assert PRIYA.account_id is not None
        await hide.unmute_person(documents, PRIYA.account_id)
        assert unwanted(device).why_post(post(), mine=False) is None


async def test_an_alias_cannot_be_muted_as_a_person(tmp_path: Path) -> None:
    alias = Author(account_id=None, display_name="Quiet Heron")
    async with phone(tmp_path) as device:
        await hide.mute_person((await begun(device)).services.documents, alias)
        assert unwanted(device).people == {}
        assert unwanted(device).why_post(post(author=alias), mine=False) is None


async def test_a_muted_word_counts_in_every_text_of_a_post(tmp_path: Path) -> None:
    details = StrategyDetails(steps=("Pour the wine away",), cautions=None)
    async with phone(tmp_path) as device:
        documents = (await begun(device)).services.documents
        assert await hide.mute_word(documents, "  Wine ")
        judge = unwanted(device)
        assert judge.words == {"wine": "Wine"}
        holding = [
            post("No wine today."),
            post(title="WINE"),
            post(content_note="wines"),
            post(kind=PostKind.STRATEGY, details=details),
        ]
        assert [judge.why_post(one, mine=False) for one in holding] == [Why.WORD] * 4
        assert judge.why_reply(reply("some wine?"), mine=False) is Why.WORD
        assert judge.why_text("Night Owls", "Sam: wine") is Why.WORD
        assert judge.why_post(post("Twine."), mine=False) is None
        assert not await hide.mute_word(documents, " … ")
        await hide.unmute_word(documents, "wine")
        assert unwanted(device).words == {} and unwanted(device).why_post(holding[0], mine=False) is None


async def test_ones_own_words_are_never_hidden(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        await hide.mute_word((await begun(device)).services.documents, "wine")
        assert unwanted(device).why_post(post("No wine."), mine=True) is None
        assert unwanted(device).why_reply(reply("No wine."), mine=True) is None


async def test_there_is_room_for_more_than_one_document_holds(tmp_path: Path) -> None:
    async with phone(tmp_path) as device:
        documents = (await begun(device)).services.documents
        hidden = [post() for _ in range(160)]
        for one in hidden:
            await hide.hide_post(documents, one)
        assert len(documents.list("hidden")) == 2
        assert unwanted(device).posts.keys() == {one.id for one in hidden}


async def test_two_devices_that_decide_apart_agree_afterwards(tmp_path: Path) -> None:
    async with (
        local_host(tmp_path / "host") as host,
        phone(tmp_path / "one", host) as one,
        phone(tmp_path / "two", host) as two,
    ):
        await one.sign_up("sam", "Sam")
        await two.sign_in("sam")
        first, second = post(), post()
        await hide.hide_post(one.services.documents, first)  # each begins a document of its own
        await hide.hide_post(two.services.documents, second)
        await hide.hide_post(two.services.documents, first)
        await hide.mute_word(one.services.documents, "wine")
        await hide.mute_word(two.services.documents, "Wine")
        await hide.set_setting(two.services.documents, NOTES_FIELD, NOTES_OPEN)
        for device in (one, two, one):
            await device.sync()
        assert unwanted(one) == unwanted(two)
        assert unwanted(one).posts.keys() == {first.id, second.id}
        assert unwanted(one).notes_open
        await hide.show_post(one.services.documents, first.id)  # in both documents
        await hide.unmute_word(one.services.documents, "wine")
        for device in (one, two):
            await device.sync()
        assert unwanted(one) == unwanted(two)
        assert unwanted(two).posts.keys() == {second.id} and not unwanted(two).words


async def test_nothing_of_it_reaches_the_host_in_the_clear_and_a_locked_device_says_nothing(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "one", host) as device:
        await device.sign_up("sam", "Sam")
        await hide.mute_word(device.services.documents, "canaryword")
        await hide.note_block(device.services.documents, UUID(int=7), "Canaryname")
        await device.sync()
        stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert b"canaryword" not in stored and b"Canaryname" not in stored
        assert unwanted(device).why_text("Hello", author_id=UUID(int=7)) is Why.BLOCKED
        await device.services.account.lock()
        assert unwanted(device) == Unwanted()

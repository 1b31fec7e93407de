"""Nothing adds up a person: no answer, of any model and in a lived-in group, tells how much somebody helped.

Totals would turn help into a contest, and thanks into a score.
"""

import importlib
import pkgutil
import typing
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import api_client.wire
from api_client.wire.feed import Author
from api_client.wire.model import WireModel, WireRequest
from tests.server.scene import operations
from tests.support.server import LocalHost, MovedClock, Person

HELPED = 7  # replies, thanks, keeps, reactions: whatever adds up would show this number
# Numbers that stand beside a person and are not about what the person did for others.
KNOWN = {
    "Notice": {"revision", "count"},  # how often the reader was told, in the reader's own inbox
    "Post": {"sequence", "revision", "version", "reply_count", "reactions"},  # of the post
    "Reply": {"revision", "version"},
    "RecoveryOpened": {"key_version"},
}


def all_models(base: type[WireModel] = WireModel) -> Iterator[type[WireModel]]:
    """Give every model of an answer."""
    for found in pkgutil.iter_modules(api_client.wire.__path__):
        importlib.import_module(f"api_client.wire.{found.name}")
    for child in base.__subclasses__():
        if not issubclass(child, WireRequest) and child.__module__.startswith("api_client.wire."):
            yield child
        yield from all_models(child)


def parts(annotation: Any) -> Iterator[Any]:
    """Give every type in an annotation."""
    yield annotation
    for inner in typing.get_args(annotation):
        yield from parts(inner)


def test_no_answer_has_a_number_about_a_person() -> None:
    found: dict[str, set[str]] = {}
    for model in all_models():
        fields = {name: set(map(str, parts(field.annotation))) for name, field in model.model_fields.items()}
        is_about_a_person = "account_id" in fields or any(str(Author) in types for types in fields.values())
        numbers = {name for name, types in fields.items() if types & {str(int), str(float)}}
        if is_about_a_person and numbers - KNOWN.get(model.__name__, set()):
            found[model.__name__] = numbers
    assert found == {}, "a number beside a person: say in KNOWN why it is no total, or leave it out"


async def test_a_lived_in_group_shows_nobody_s_totals(here: LocalHost, clock: MovedClock) -> None:
    mira, noor, jo = [await here.sign_up(name) for name in ("mira", "noor", "jo-jo")]
    group = (await mira.start_group())["group"]
    for person in (noor, jo):
        await person.join(group["join_code"])
    path = f"/groups/{group['id']}"
    card = await jo.post(group["id"], kind="strategy")
    keepers = [await here.sign_up() for _ in range(HELPED)]
    for keeper in keepers:
        await keeper.join(group["join_code"])
        await keeper.call("PUT", f"{path}/posts/{card['id']}/kept", expect=204)
    post = reply = card
    for _ in range(HELPED):
        post = await noor.post(group["id"], kind="ask")
        await jo.call("PUT", f"{path}/posts/{post['id']}/company", expect=204)
        reply = await jo.reply(group["id"], post["id"])
        await noor.call("PUT", f"{path}/posts/{post['id']}/replies/{reply['id']}/helped", expect=204)
        words = {"id": str(uuid4()), "reply_id": reply["id"], "words": "Thank you.", "may_show": True}
        await noor.call("POST", f"{path}/posts/{post['id']}/thanks", words, expect=204)
        clock.move(minutes=1)
    looked_at = 0
    for operation, (method, template) in operations(here).items():
        if method != "GET" or operation in ("live.stream", "notices.list_notices"):
            continue
        ids = {"group_id": group["id"], "post_id": post["id"], "reply_id": reply["id"], "account_id": str(jo.id)}
        ids |= {"join_code": group["join_code"], "device_id": str(jo.device_id), "report_id": str(uuid4())}
        ids |= {"photo_id": str(uuid4())}
        for reader in (mira, noor, jo):
            query = "?q=thank" if operation.startswith("feed.search") else ""
            answer = await reader.call("GET", template.format(**ids, invite_id=str(uuid4())) + query)
            if answer.is_success:
                looked_at += 1
                assert not list(totals(answer.json(), jo)), (operation, answer.text)
    assert looked_at > 30


def totals(value: Any, person: Person) -> Iterator[Any]:
    """Give every object that names the person and holds the number, itself or in a part that names nobody."""
    if isinstance(value, dict):
        names_them = str(person.id) in map(str, value.values())
        if names_them and HELPED in [one for one in value.values() if type(one) is int]:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from totals(part, person)
